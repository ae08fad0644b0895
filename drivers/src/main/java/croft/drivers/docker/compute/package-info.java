/**
 * Instances as containers of a Docker engine, or Podman's: for machines without Linux of their own
 * and for people who have an engine and no wish for crun.
 *
 * <p>An instance is one container, named and labelled for this installation; nothing without its
 * label is looked at or touched. What Docker does not keep (what was asked for, whether a stop was
 * requested) is a small record below {@code docker/} in the data directory; a record is written
 * last and removed first, so a container without one is a remainder of an interrupted call. Images
 * are the engine's own, under a repository name of this installation.
 */
@NullMarked
package croft.drivers.docker.compute;

import org.jspecify.annotations.NullMarked;
