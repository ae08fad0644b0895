/**
 * Owns snapshots of volumes: their rows, the operations on them, and the reconciler that copies
 * what a volume holds. Volumes are {@code croft.services.ec2.volume}'s.
 */
@NullMarked
package croft.services.ec2.snapshot;

import org.jspecify.annotations.NullMarked;
