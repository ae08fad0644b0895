package croft.services.elasticloadbalancingv2.meter;

import croft.drivers.balancer.TrafficReading;
import croft.drivers.balancer.TrafficReading.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What passed a balancer since the look before.
 *
 * @param now the counters as they are
 * @param before those of the look before, by kind and id; none for what is new
 */
public record TrafficMinute(List<TrafficReading> now, Map<Place, TrafficReading> before) {

  public TrafficMinute {
    now = List.copyOf(now);
    before = Map.copyOf(before);
  }

  /** What counters are of. */
  public record Place(Kind kind, String id) {
    static Place of(TrafficReading reading) {
      return new Place(reading.kind(), reading.id());
    }
  }

  /** The counters of now, for the next look. */
  static Map<Place, TrafficReading> byPlace(List<TrafficReading> readings) {
    Map<Place, TrafficReading> all = new HashMap<>();
    readings.forEach(reading -> all.put(Place.of(reading), reading));
    return all;
  }

  /** How much counters grew, of all places of a kind together. */
  public long grown(Kind kind, Predicate<String> id, String counter) {
    return now.stream()
        .filter(reading -> reading.kind() == kind && id.test(reading.id()))
        .mapToLong(reading -> grown(reading, counter))
        .sum();
  }

  private long grown(TrafficReading reading, String counter) {
    TrafficReading old = before.get(Place.of(reading));
    long count = reading.count(counter);
    long told = old == null ? 0 : old.count(counter);
    // One that went back began anew.
    return count < told ? count : count - told;
  }

  /** What stands there now, such as {@code scur}, of all places of a kind together. */
  public long standing(Kind kind, Predicate<String> id, String gauge) {
    return now.stream()
        .filter(reading -> reading.kind() == kind && id.test(reading.id()))
        .mapToLong(reading -> reading.count(gauge))
        .sum();
  }

  /**
   * How long servers took to answer, in seconds: of each place's last requests the mean, weighed by
   * how many it had.
   */
  public double responseSeconds(TrafficSlice slice) {
    double requests = 0;
    double millis = 0;
    for (TrafficReading reading : now) {
      if (reading.kind() == slice.kind() && slice.places().test(reading.id())) {
        double count = (double) grown(reading, "stot");
        requests += count;
        millis += count * (double) reading.count("rtime");
      }
    }
    return requests == 0 ? 0 : millis / requests / 1000;
  }
}
