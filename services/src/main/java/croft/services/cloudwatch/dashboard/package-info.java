/** Dashboards: kept as they are put, once their body was checked. Owns cloudwatch_dashboard. */
@NullMarked
package croft.services.cloudwatch.dashboard;

import org.jspecify.annotations.NullMarked;
