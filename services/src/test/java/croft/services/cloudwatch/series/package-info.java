@NullMarked
package croft.services.cloudwatch.series;

import org.jspecify.annotations.NullMarked;
