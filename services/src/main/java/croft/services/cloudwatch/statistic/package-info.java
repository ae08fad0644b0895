/** Statistics over what was observed in a period, as CloudWatch's guide defines them. */
@NullMarked
package croft.services.cloudwatch.statistic;

import org.jspecify.annotations.NullMarked;
