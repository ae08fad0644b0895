/**
 * Owns volumes: their rows, the operations on them, the reconciler that makes them and moves them
 * between instances, and what a launch does about them. An instance's root is a volume too, but has
 * no row while it is a layer over its image. Snapshots are {@code croft.services.ec2.snapshot}'s.
 */
@NullMarked
package croft.services.ec2.volume;

import org.jspecify.annotations.NullMarked;
