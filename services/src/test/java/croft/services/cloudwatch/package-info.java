@NullMarked
package croft.services.cloudwatch;

import org.jspecify.annotations.NullMarked;
