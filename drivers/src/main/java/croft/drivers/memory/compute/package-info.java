/**
 * Compute and image drivers that keep everything in memory: the same contract as the real ones,
 * with no machine behind it. For tests and for trying Croft where no instance can run; it never
 * stands in for a real driver unasked.
 */
@NullMarked
package croft.drivers.memory.compute;

import org.jspecify.annotations.NullMarked;
