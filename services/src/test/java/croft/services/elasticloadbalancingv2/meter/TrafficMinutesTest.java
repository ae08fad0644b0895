package croft.services.elasticloadbalancingv2.meter;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.balancer.BalancerCapability;
import croft.drivers.balancer.BalancerDriver;
import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.BalancerStatus;
import croft.drivers.balancer.ServerReading;
import croft.drivers.balancer.TrafficReading;
import croft.drivers.balancer.TrafficReading.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficMinutesTest {
  private static final String BALANCER = "web";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Counters counters = new Counters();
  private final TrafficMinutes minutes = new TrafficMinutes(counters, START);

  @Test
  void tellsOnlyWhatPassedSinceTheLookBefore() {
    assertThat(requests(START, pool("a", 5))).isEqualTo(5);
    assertThat(requests(START, pool("a", 12))).isEqualTo(7);
    assertThat(requests(START, pool("a", 12))).isZero();
  }

  @Test
  void addsUpPools() {
    requests(START, pool("a", 5), pool("b", 1));
    assertThat(requests(START, pool("a", 6), pool("b", 3))).isEqualTo(3);
  }

  @Test
  void remembersOnlyWhereABalancerIsOlderThanTheMeter() {
    Instant older = START.minusSeconds(60);
    counters.now = List.of(pool("a", 1000));
    assertThat(minutes.look(BALANCER, older)).isEmpty();
    assertThat(requests(older, pool("a", 1004))).isEqualTo(4);
  }

  @Test
  void takesWhatCameBackForNew() {
    requests(START, pool("a", 1), pool("b", 1));
    assertThat(requests(START, pool("b", 2))).isEqualTo(1);
    assertThat(requests(START, pool("a", 5), pool("b", 2))).isEqualTo(5);
  }

  @Test
  void takesACounterThatWentBackForOneThatBeganAnew() {
    requests(START, pool("a", 100));
    assertThat(requests(START, pool("a", 4))).isEqualTo(4);
  }

  @Test
  void tellsNothingOfABalancerThatDoesNotRun() {
    counters.now = List.of();
    assertThat(minutes.look(BALANCER, START)).isEmpty();
  }

  private long requests(Instant createdAt, TrafficReading... now) {
    counters.now = List.of(now);
    return minutes.look(BALANCER, createdAt).orElseThrow().grown(Kind.POOL, pool -> true, "stot");
  }

  private static TrafficReading pool(String id, long requests) {
    return new TrafficReading(Kind.POOL, id, Map.of("stot", requests));
  }

  /** Balancers whose counters stand where a test puts them. */
  private static final class Counters implements BalancerDriver {
    private List<TrafficReading> now = List.of();

    @Override
    public BalancerStatus ensure(BalancerSpec spec) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void remove(String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> balancers() {
      return List.of(BALANCER);
    }

    @Override
    public List<ServerReading> servers(String id) {
      return List.of();
    }

    @Override
    public List<TrafficReading> traffic(String id) {
      return now;
    }

    @Override
    public void removeAll() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<BalancerCapability> capabilities() {
      return List.of();
    }
  }
}
