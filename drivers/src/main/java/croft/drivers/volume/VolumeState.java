package croft.drivers.volume;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a driver sees of a volume now.
 *
 * @param blockDevice where it is open, if it is
 * @param broken whether what stands behind the block device is gone: reads and writes fail until it
 *     was closed and opened again
 */
public record VolumeState(long sizeBytes, Optional<Path> blockDevice, boolean broken) {}
