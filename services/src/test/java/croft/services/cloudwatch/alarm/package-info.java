@NullMarked
package croft.services.cloudwatch.alarm;

import org.jspecify.annotations.NullMarked;
