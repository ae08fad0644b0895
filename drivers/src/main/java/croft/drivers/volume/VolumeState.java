package croft.drivers.volume;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a driver sees of a volume now.
 *
 * @param blockDevice where it is open, if it is
 */
public record VolumeState(long sizeBytes, Optional<Path> blockDevice) {}
