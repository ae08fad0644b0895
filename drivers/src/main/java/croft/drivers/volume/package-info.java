/**
 * The contract of volumes: disks that outlive the instances that use them, and snapshots of them.
 * Ids are the caller's; nothing here knows of EC2 or of the store. Every driver passes {@code
 * VolumeDriverContract}.
 */
@NullMarked
package croft.drivers.volume;

import org.jspecify.annotations.NullMarked;
