package croft.drivers.linux.balancer;

import croft.drivers.balancer.TrafficReading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Adds up what the processes of a balancer count, one after the other. What a process does not have
 * any more is forgotten: should it come back, it begins at nothing.
 */
final class TrafficTotals {
  private final Map<String, TrafficReading> ended = new HashMap<>();
  private List<TrafficReading> last = List.of();
  private long process;

  /**
   * The counters over all processes.
   *
   * @param running tells the process that counted from others
   * @param now its counters
   */
  synchronized List<TrafficReading> of(long running, List<TrafficReading> now) {
    if (running != process) {
      last.forEach(reading -> ended.merge(key(reading), reading, TrafficTotals::together));
      ended.keySet().retainAll(now.stream().map(TrafficTotals::key).collect(Collectors.toSet()));
      process = running;
    }
    last = now;
    return now.stream()
        .map(reading -> {
          TrafficReading before = ended.get(key(reading));
          return before == null ? reading : together(before, reading);
        })
        .toList();
  }

  private static String key(TrafficReading reading) {
    return reading.kind() + reading.id();
  }

  private static TrafficReading together(TrafficReading older, TrafficReading newer) {
    return new TrafficReading(newer.kind(), newer.id(), Readings.sum(older, newer));
  }
}
