@NullMarked
package croft.services.logs.metricfilter;

import org.jspecify.annotations.NullMarked;
