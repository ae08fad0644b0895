package croft.drivers.compute;

/**
 * Numbers of a running instance. All but {@code memoryBytes} and {@code rootDiskBytes} count up
 * from its start; a value below the last one means it was started anew.
 *
 * @param cpuNanoseconds processor time used by all its processes
 * @param memoryBytes memory in use now, page cache included
 * @param rootDiskBytes disk space its own root layer takes now
 * @param networkReceivedBytes over all its interfaces but loopback
 */
public record InstanceMetrics(
    long cpuNanoseconds,
    long memoryBytes,
    long diskReadBytes,
    long diskWriteBytes,
    long diskReadOperations,
    long diskWriteOperations,
    long rootDiskBytes,
    long networkReceivedBytes,
    long networkSentBytes,
    long networkReceivedPackets,
    long networkSentPackets) {}
