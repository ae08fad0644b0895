/**
 * The words of metrics: what identifies one, what is observed of it, and {@link
 * croft.services.cloudwatch.metric.MetricSink}, by which other services publish theirs. Knows
 * neither storage nor the API.
 */
@NullMarked
package croft.services.cloudwatch.metric;

import org.jspecify.annotations.NullMarked;
