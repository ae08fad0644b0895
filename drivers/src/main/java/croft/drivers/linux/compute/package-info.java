/**
 * Instances on this Linux machine: an overlay over an image, run by crun with its own namespaces,
 * cgroup, seccomp filter and range of user ids, with the image's systemd as process 1 where it has
 * one.
 *
 * <p>Mounts are made in a mount namespace that only the instance keeps alive, so the host's mount
 * table stays clean and nothing needs unmounting. What lasts is under one data directory: {@code
 * instances/ID} (layer, record, console), {@code images/}, {@code ids/} (claimed id ranges) and
 * {@code crun/} (crun's own state). Any server that opens it finds its instances again.
 */
@NullMarked
package croft.drivers.linux.compute;

import org.jspecify.annotations.NullMarked;
