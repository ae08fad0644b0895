/** Blobs in this process's memory, gone with it: for the API without a machine, and for tests. */
@NullMarked
package croft.drivers.memory.blob;

import org.jspecify.annotations.NullMarked;
