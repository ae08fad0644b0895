/**
 * Encrypted folders, one for each data key, as gocryptfs keeps them: files of 4 KiB blocks, each
 * encrypted and authenticated (AES-256-GCM). Owns the folder {@code encrypted} of the data
 * directory, the mounts in it and their processes.
 */
@NullMarked
package croft.drivers.linux.volume.encryption;

import org.jspecify.annotations.NullMarked;
