/**
 * Where metrics are kept. What was observed in one minute (or second) of one series is an {@link
 * croft.services.cloudwatch.series.Aggregate}; {@link croft.services.cloudwatch.series.SeriesStore}
 * keeps those of the last hour in memory and in a journal, older ones in chunks of an hour. Owns
 * the tables {@code cloudwatch_*}.
 */
@NullMarked
package croft.services.cloudwatch.series;

import org.jspecify.annotations.NullMarked;
