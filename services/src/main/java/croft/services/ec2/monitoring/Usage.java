package croft.services.ec2.monitoring;

import croft.drivers.compute.InstanceMetrics;

/**
 * What an instance used in a while; parts of a whole add up.
 *
 * @param seconds how long the while was, by the machine's clock
 */
record Usage(
    double seconds,
    double cpuSeconds,
    double networkIn,
    double networkOut,
    double packetsIn,
    double packetsOut,
    double readBytes,
    double writeBytes,
    double readOperations,
    double writeOperations) {

  static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** From one look to the next; a counter that went back began anew. */
  static Usage between(InstanceMetrics before, InstanceMetrics after, double seconds) {
    return new Usage(
        seconds,
        more(before.cpuNanoseconds(), after.cpuNanoseconds()) / 1e9,
        more(before.networkReceivedBytes(), after.networkReceivedBytes()),
        more(before.networkSentBytes(), after.networkSentBytes()),
        more(before.networkReceivedPackets(), after.networkReceivedPackets()),
        more(before.networkSentPackets(), after.networkSentPackets()),
        more(before.diskReadBytes(), after.diskReadBytes()),
        more(before.diskWriteBytes(), after.diskWriteBytes()),
        more(before.diskReadOperations(), after.diskReadOperations()),
        more(before.diskWriteOperations(), after.diskWriteOperations()));
  }

  private static double more(long before, long after) {
    return after < before ? after : after - before;
  }

  Usage part(double share) {
    return new Usage(
        seconds * share,
        cpuSeconds * share,
        networkIn * share,
        networkOut * share,
        packetsIn * share,
        packetsOut * share,
        readBytes * share,
        writeBytes * share,
        readOperations * share,
        writeOperations * share);
  }

  Usage plus(Usage other) {
    return new Usage(
        seconds + other.seconds,
        cpuSeconds + other.cpuSeconds,
        networkIn + other.networkIn,
        networkOut + other.networkOut,
        packetsIn + other.packetsIn,
        packetsOut + other.packetsOut,
        readBytes + other.readBytes,
        writeBytes + other.writeBytes,
        readOperations + other.readOperations,
        writeOperations + other.writeOperations);
  }

  /** The part of its processors' time, 0 to 100. */
  double cpuPercent(int virtualCpus) {
    return seconds <= 0 ? 0 : Math.clamp(100 * cpuSeconds / (seconds * virtualCpus), 0, 100);
  }
}
