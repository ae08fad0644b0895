package croft.services.elasticloadbalancingv2.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.drivers.balancer.AccessLine;
import croft.drivers.balancer.AccessLine.Times;
import croft.drivers.balancer.AccessLogs;
import croft.drivers.balancer.BalancerCapability;
import croft.drivers.balancer.BalancerDriver;
import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.BalancerStatus;
import croft.drivers.balancer.ServerReading;
import croft.drivers.balancer.TrafficReading;
import croft.services.elasticloadbalancingv2.accesslog.LogPlan.Form;
import croft.services.elasticloadbalancingv2.accesslog.LogSource.Logged;
import croft.services.elasticloadbalancingv2.loadbalancer.LogBuckets;
import croft.store.Store;
import croft.store.StoreConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is put when, and what becomes of it when something fails in between. */
final class AccessLogReconcilerTest {
  private static final String BALANCER = "classic-1";
  private static final int LINE_BYTES = 100;
  private static final int MOST_WAITING_LINES = 10;

  private final Told told = new Told();
  private final Taken taken = new Taken();
  private Instant now = Instant.parse("2026-01-01T10:30:00Z");
  private boolean on = true;
  private boolean standing = true;
  private Store store;
  private AccessLogReconciler reconciler;

  @BeforeEach
  void open(@TempDir Path directory) {
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")));
    store.register(LogDelivery.TABLE);
    reconciler = fresh();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private AccessLogReconciler fresh() {
    return new AccessLogReconciler(
        new AccessLogReconciler.Parts(
            store,
            new Ids(new Random(now.getEpochSecond())),
            () -> now,
            new Driver(),
            taken,
            List.of(tx ->
                on ? List.of(new Logged(BALANCER, LogTextTest.plan(Form.CLASSIC))) : List.of()),
            MOST_WAITING_LINES * LINE_BYTES));
  }

  private void pass(Duration time) {
    now = now.plus(time);
    reconciler.reconcile();
  }

  /** The clients of the lines put, in order of files. */
  private List<String> put() {
    return taken.files.values().stream()
        .flatMap(text -> text.lines().map(line -> line.split(" ", -1)[2]))
        .toList();
  }

  @Test
  void aFileForEachIntervalInWhichThereWasSomething() {
    reconciler.reconcile();
    told.lines("a", "b");
    pass(Duration.ofMinutes(29));
    assertThat(taken.files).isEmpty();
    pass(Duration.ofMinutes(2));
    assertThat(put()).containsExactly("a", "b");
    assertThat(taken.files.keySet()).singleElement().asString().contains("_20260101T1100Z_");
    assertThat(told.letGo).isEqualTo(2L * LINE_BYTES);
    pass(Duration.ofMinutes(60));
    assertThat(taken.files).hasSize(1);
    told.lines("c");
    pass(Duration.ofMinutes(60));
    assertThat(put()).containsExactly("a", "b", "c");
  }

  @Test
  void aServerThatIsKilledNeitherLosesNorDoubles() {
    reconciler.reconcile();
    told.lines("a", "b");
    taken.dies = true;
    now = now.plus(Duration.ofHours(1));
    try {
      reconciler.reconcile();
    } catch (IllegalStateException killed) {
      told.lines("c");
    }
    assertThat(put()).as("put, and not recorded so").containsExactly("a", "b");
    taken.dies = false;
    reconciler = fresh();
    reconciler.reconcile();
    pass(Duration.ofHours(1));
    assertThat(put()).containsExactly("a", "b", "c");
    assertThat(taken.files).hasSize(2);
  }

  @Test
  void whatABucketDoesNotTakeWaitsUpToABound() {
    reconciler.reconcile();
    taken.refuses = true;
    told.lines("a", "b");
    pass(Duration.ofHours(1));
    assertThat(taken.files).isEmpty();
    taken.refuses = false;
    pass(Duration.ofSeconds(30));
    assertThat(put()).containsExactly("a", "b");

    taken.refuses = true;
    told.lines("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
    pass(Duration.ofHours(1));
    taken.refuses = false;
    pass(Duration.ofHours(1));
    assertThat(put()).containsExactly("a", "b", "8", "9", "10", "11", "12");
  }

  @Test
  void theRestIsPutWhenLogsAreTurnedOffAndTheBalancerGoes() {
    reconciler.reconcile();
    told.lines("a");
    on = false;
    pass(Duration.ofMinutes(1));
    assertThat(put()).containsExactly("a");
    on = true;
    told.lines("b");
    pass(Duration.ofMinutes(1));
    assertThat(put()).as("not yet due, and not twice").containsExactly("a");
    on = false;
    standing = false;
    pass(Duration.ofMinutes(1));
    assertThat(put()).containsExactlyInAnyOrder("a", "b");
    assertThat(told.ids()).isEmpty();
    List<LogDelivery> rows = store.read(tx -> tx.listAll(LogDelivery.TABLE));
    assertThat(rows).isEmpty();
  }

  @Test
  void aBalancerThatIsGoneWaitsADayForItsBucket() {
    reconciler.reconcile();
    told.lines("a");
    on = false;
    standing = false;
    taken.refuses = true;
    pass(Duration.ofMinutes(1));
    assertThat(told.ids()).containsExactly(BALANCER);
    pass(Duration.ofHours(26));
    assertThat(told.ids()).isEmpty();
  }

  /** Lines of a fixed length. */
  private static final class Told implements AccessLogs {
    private final List<AccessLine> lines = new ArrayList<>();
    private boolean there = true;
    private long letGo;

    void lines(String... clients) {
      for (String client : clients) {
        lines.add(
            new AccessLine(
                Instant.EPOCH,
                "l-80",
                client,
                "127.0.0.1:80",
                "",
                "",
                new Times(0, 0, 0, 0, 0),
                0,
                0,
                Optional.empty(),
                Optional.empty()));
      }
    }

    @Override
    public List<String> ids() {
      return there ? List.of(BALANCER) : List.of();
    }

    @Override
    public long end(String id) {
      return (long) lines.size() * LINE_BYTES;
    }

    @Override
    public Piece read(String id, long from, int atMostBytes) {
      assertThat(from).isGreaterThanOrEqualTo(letGo);
      int first = (int) Math.ceilDiv(from, LINE_BYTES);
      int last = (int) Math.min(lines.size(), (from + atMostBytes) / LINE_BYTES);
      return first >= last
          ? new Piece(from, List.of(), 0)
          : new Piece((long) last * LINE_BYTES, lines.subList(first, last), 0);
    }

    @Override
    public void letGo(String id, long before) {
      letGo = before;
    }

    @Override
    public void remove(String id) {
      there = false;
    }
  }

  /** A bucket that may refuse, or take and have the server die of it. */
  private static final class Taken implements LogBuckets {
    private final Map<String, String> files = new TreeMap<>();
    private boolean refuses;
    private boolean dies;

    @Override
    public void put(Writer writer, String bucket, String key, String contentType, byte[] content) {
      if (refuses) {
        throw ServiceError.badRequest("InvalidConfigurationRequest", "Access Denied");
      }
      files.put(key, new String(content, StandardCharsets.UTF_8));
      if (dies) {
        throw new IllegalStateException("killed");
      }
    }
  }

  private final class Driver implements BalancerDriver {
    @Override
    public AccessLogs accessLogs() {
      return told;
    }

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
      return standing ? List.of(BALANCER) : List.of();
    }

    @Override
    public List<ServerReading> servers(String id) {
      return List.of();
    }

    @Override
    public List<TrafficReading> traffic(String id) {
      return List.of();
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
