/**
 * Amazon CloudWatch: metrics, alarms and dashboards. Calls SNS, Auto Scaling and EC2 for what
 * alarms do, through their APIs.
 */
@NullMarked
package croft.services.cloudwatch;

import org.jspecify.annotations.NullMarked;
