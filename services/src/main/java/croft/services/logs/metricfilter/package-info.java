/** Filters that count what events say, as metrics. */
@NullMarked
package croft.services.logs.metricfilter;

import org.jspecify.annotations.NullMarked;
