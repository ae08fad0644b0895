/**
 * The network driver that only remembers: for tests, and for machines that cannot do the real
 * thing. It refuses what the real one refuses, and answers what would pass by computation.
 */
@NullMarked
package croft.drivers.memory.network;

import org.jspecify.annotations.NullMarked;
