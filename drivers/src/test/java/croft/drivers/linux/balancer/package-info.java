@NullMarked
package croft.drivers.linux.balancer;

import org.jspecify.annotations.NullMarked;
