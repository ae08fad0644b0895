/**
 * Balancers by HAProxy: one process group each, in a session of its own so that it outlives this
 * process; configured by files in a directory of its own and asked over its sockets.
 */
@NullMarked
package croft.drivers.linux.balancer;

import org.jspecify.annotations.NullMarked;
