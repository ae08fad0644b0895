/**
 * Instances' metrics, {@code AWS/EC2}: what the agent reports becomes points of CloudWatch, through
 * its {@link croft.services.cloudwatch.metric.MetricSink}. Keeps nothing.
 */
@NullMarked
package croft.services.ec2.monitoring;

import org.jspecify.annotations.NullMarked;
