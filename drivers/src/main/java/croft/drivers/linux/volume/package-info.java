/**
 * Volumes as sparse files on this machine, used through loop devices, all by system calls: nothing
 * is forked. Owns {@code volumes} and {@code snapshots} in the data directory, and every loop
 * device over a file there.
 */
@NullMarked
package croft.drivers.linux.volume;

import org.jspecify.annotations.NullMarked;
