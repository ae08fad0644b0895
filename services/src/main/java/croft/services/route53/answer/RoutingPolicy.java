package croft.services.route53.answer;

import croft.services.route53.answer.ZoneRecords.Prepared;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Chooses among the record sets of a name and type.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html">how
 * Route 53 chooses records</a>.
 */
final class RoutingPolicy {
  /** How many healthy records a multivalue answer has at most. */
  private static final int MOST_VALUES = 8;

  private final RandomGenerator random;

  RoutingPolicy(RandomGenerator random) {
    this.random = random;
  }

  /** The sets to answer with; more than one only for multivalue answers. */
  List<Prepared> choose(List<Prepared> sets, Predicate<Prepared> healthy) {
    Prepared first = sets.getFirst();
    if (first.set().isSimple()) {
      return List.of(first);
    }
    if (first.set().failover() != null) {
      return List.of(failover(sets, healthy));
    }
    List<Prepared> able = sets.stream().filter(healthy).toList();
    // When nothing is healthy, everything is taken for healthy: some answer may still work.
    List<Prepared> candidates = new ArrayList<>(able.isEmpty() ? sets : able);
    if (first.set().multiValue()) {
      Collections.shuffle(candidates, Random.from(random));
      return candidates.stream().limit(MOST_VALUES).toList();
    }
    return List.of(weighted(candidates));
  }

  private static Prepared failover(List<Prepared> sets, Predicate<Prepared> healthy) {
    List<Prepared> ranked =
        sets.stream()
            .sorted((one, other) ->
                Objects.requireNonNull(one.set().failover())
                    .compareTo(Objects.requireNonNull(other.set().failover())))
            .toList();
    return ranked.stream().filter(healthy).findFirst().orElse(ranked.getFirst());
  }

  private Prepared weighted(List<Prepared> candidates) {
    long total = candidates.stream().mapToLong(RoutingPolicy::weight).sum();
    if (total == 0) {
      return candidates.get(random.nextInt(candidates.size()));
    }
    long ticket = random.nextLong(total);
    for (Prepared candidate : candidates) {
      ticket -= weight(candidate);
      if (ticket < 0) {
        return candidate;
      }
    }
    return candidates.getLast();
  }

  private static long weight(Prepared prepared) {
    Long weight = prepared.set().weight();
    return weight == null ? 0 : weight;
  }
}
