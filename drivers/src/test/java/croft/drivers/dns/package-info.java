@NullMarked
package croft.drivers.dns;

import org.jspecify.annotations.NullMarked;
