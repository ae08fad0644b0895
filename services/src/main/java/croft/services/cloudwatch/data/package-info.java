/**
 * The operations on metrics' data: PutMetricData, ListMetrics, GetMetricStatistics and
 * GetMetricData.
 */
@NullMarked
package croft.services.cloudwatch.data;

import org.jspecify.annotations.NullMarked;
