@NullMarked
package croft.services.cloudwatch.dashboard;

import org.jspecify.annotations.NullMarked;
