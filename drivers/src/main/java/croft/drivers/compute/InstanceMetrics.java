package croft.drivers.compute;

/**
 * Numbers of a running instance. All but {@code memoryBytes}, {@code memoryIdleBytes} and {@code
 * rootDiskBytes} count up from its start; a value below the last one means it was started anew.
 *
 * @param cpuNanoseconds processor time used by all its processes
 * @param memoryBytes memory in use now, page cache included
 * @param rootDiskBytes disk space its own root layer takes now
 * @param networkReceivedBytes over all its interfaces but loopback
 * @param memoryIdleBytes of the memory in use, page cache that nobody has used lately
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
    long networkSentPackets,
    long memoryIdleBytes) {

  /** Where it is not known what of the memory is idle. */
  public InstanceMetrics(
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
      long networkSentPackets) {
    this(
        cpuNanoseconds,
        memoryBytes,
        diskReadBytes,
        diskWriteBytes,
        diskReadOperations,
        diskWriteOperations,
        rootDiskBytes,
        networkReceivedBytes,
        networkSentBytes,
        networkReceivedPackets,
        networkSentPackets,
        0);
  }
}
