/**
 * Metric math: expressions over lines of points, as the page "Using math expressions with
 * CloudWatch metrics" defines them, and the searches they may hold. Knows neither the API nor where
 * points come from.
 */
@NullMarked
package croft.services.cloudwatch.math;

import org.jspecify.annotations.NullMarked;
