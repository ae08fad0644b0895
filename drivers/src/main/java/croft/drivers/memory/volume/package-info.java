/** Volumes in memory, for tests and for servers that run nothing. */
@NullMarked
package croft.drivers.memory.volume;

import org.jspecify.annotations.NullMarked;
