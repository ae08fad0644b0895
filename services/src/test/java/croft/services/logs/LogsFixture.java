package croft.services.logs;

import croft.api.logs.CreateLogGroupRequest;
import croft.api.logs.CreateLogStreamRequest;
import croft.api.logs.FilterLogEventsRequest;
import croft.api.logs.FilteredLogEvent;
import croft.api.logs.InputLogEvent;
import croft.api.logs.LogsModel;
import croft.api.logs.PutLogEventsRequest;
import croft.api.logs.PutLogEventsResponse;
import croft.base.Caller;
import croft.base.Ids;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.iam.IamAuthorizer;
import croft.services.iam.IamService;
import croft.services.iam.credential.KeyPairs;
import croft.services.iam.credential.MasterKey;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.PolicyCache;
import croft.services.logs.block.Blocks;
import croft.services.logs.event.LogMeter;
import croft.services.logs.insights.QueryRunner;
import croft.services.logs.loggroup.LogsParts;
import croft.services.logs.metricfilter.MetricCounter;
import croft.services.logs.metricfilter.QuietMinutes;
import croft.services.logs.subscriptionfilter.Carriers;
import croft.services.logs.subscriptionfilter.ShipmentReconciler;
import croft.services.logs.subscriptionfilter.Shipper;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.services.operation.Operations;
import croft.services.operation.Pages;
import croft.services.operation.outgoing.WebServers;
import croft.services.sqs.SqsService;
import croft.services.sqs.line.Lines;
import croft.services.sqs.meter.QueueCounts;
import croft.services.sqs.queue.SqsParts;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.Table;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import croft.workflow.testing.ManualClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Logs, and queues beside them, over a store in a directory, with a clock a test moves. */
public final class LogsFixture implements AutoCloseable {
  public static final String ACCOUNT = "123456789012";
  public static final String REGION = "us-west-2";
  public static final String ENDPOINT = "http://127.0.0.1:4566";

  public final ManualClock clock = new ManualClock(Instant.parse("2026-05-01T12:00:00Z"));
  public final Store store;
  public final LogsParts parts;
  public final Operations operations;
  public final QuietMinutes quiet;
  public final LogMeter meter;
  public final ShipmentReconciler shipments;
  public final QueryRunner queries;

  /** What was published. */
  public final List<MetricPoint> points = new CopyOnWriteArrayList<>();

  /** Filters whose shipments were woken. */
  public final Set<String> woken = ConcurrentHashMap.newKeySet();

  /** Queries that were started. */
  public final Set<String> started = ConcurrentHashMap.newKeySet();

  public LogsFixture(Path directory) {
    SecureRandom random = new SecureRandom();
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")));
    store.register(
        Stream.of(IamService.tables(), SqsService.tables(), LogsService.tables())
            .flatMap(List::stream)
            .toArray(Table<?>[]::new));
    store.migrate(Blocks.ROOM, Blocks.MIGRATIONS);
    MasterKey master = MasterKey.open(directory.resolve("master-key"), random);
    Ids ids = new Ids(random);
    IamParts iam = new IamParts(store, ids, new KeyPairs(random), master, new PolicyCache(100));
    InnerCalls calls = new InnerCalls();
    parts =
        new LogsParts(
            store,
            new Blocks(store),
            ids,
            clock,
            document -> Optional.empty(),
            new Pages(master),
            (scope, published) -> points.addAll(published),
            calls);
    quiet = new QuietMinutes(clock, parts.sink());
    meter = new LogMeter(clock, parts.sink());
    queries = new QueryRunner(parts);
    Carriers carriers = new Carriers(parts, new WebServers(() -> ENDPOINT, () -> null));
    shipments = new ShipmentReconciler(parts, carriers);
    Shipper shipper = new Shipper(parts, (tx, filter) -> tx.afterCommit(() -> woken.add(filter)));
    operations =
        new Operations(
            List.of(
                new IamService(iam),
                queues(ids, master),
                new LogsService(
                    parts,
                    List.of(meter, new MetricCounter(parts, quiet), shipper),
                    carriers,
                    new LogsService.StartedQueries(
                        queries, (tx, query) -> tx.afterCommit(() -> started.add(query))))),
            new IamAuthorizer(iam));
    calls.connect(operations);
  }

  private SqsService queues(Ids ids, MasterKey master) {
    SqsParts sqs =
        new SqsParts(
            store,
            ids,
            clock,
            document -> Optional.empty(),
            new Pages(master),
            master,
            () -> ENDPOINT,
            new QueueCounts());
    return new SqsService(sqs, new Lines(sqs), (tx, task) -> {});
  }

  @Override
  public void close() {
    store.close();
  }

  public long now() {
    return clock.instant().toEpochMilli();
  }

  public void pass(Duration duration) {
    clock.advance(duration);
  }

  /** Carries on what subscription filters have to pass on. */
  public void ship() throws Exception {
    Set<String> keys = new TreeSet<>(woken);
    woken.clear();
    for (String key : keys) {
      shipments.reconcile(key);
    }
  }

  /** Invokes as the root of the account. */
  public <I extends Shape, O extends Shape> O asRoot(Operation<I, O> operation, I input) {
    Call call =
        new Call(
            Caller.root(ACCOUNT, "AKIA"),
            REGION,
            "r-1",
            "203.0.113.1",
            true,
            "test",
            clock.instant());
    return operations.invoke(call, operation, input);
  }

  public void group(String name) {
    asRoot(LogsModel.CREATE_LOG_GROUP, CreateLogGroupRequest.builder().logGroupName(name).build());
  }

  public void stream(String group, String name) {
    asRoot(
        LogsModel.CREATE_LOG_STREAM,
        CreateLogStreamRequest.builder().logGroupName(group).logStreamName(name).build());
  }

  public static InputLogEvent event(long at, String message) {
    return InputLogEvent.builder().timestamp(at).message(message).build();
  }

  public PutLogEventsResponse put(String group, String stream, List<InputLogEvent> events) {
    return asRoot(
        LogsModel.PUT_LOG_EVENTS,
        PutLogEventsRequest.builder()
            .logGroupName(group)
            .logStreamName(stream)
            .logEvents(events)
            .build());
  }

  /** Puts messages of now. */
  public PutLogEventsResponse put(String group, String stream, String... messages) {
    return put(group, stream, Stream.of(messages).map(text -> event(now(), text)).toList());
  }

  /** All events of a request, page by page. */
  public List<FilteredLogEvent> filter(FilterLogEventsRequest.Builder request) {
    List<FilteredLogEvent> all = new ArrayList<>();
    String token = null;
    do {
      var page = asRoot(LogsModel.FILTER_LOG_EVENTS, request.nextToken(token).build());
      all.addAll(page.eventsOrEmpty());
      token = page.nextToken();
    } while (token != null);
    return all;
  }

  /** The messages of a group that match, in the order of time. */
  public List<String> messages(String group, String pattern) {
    return filter(FilterLogEventsRequest.builder().logGroupName(group).filterPattern(pattern))
        .stream()
        .map(event -> Objects.requireNonNull(event.message()))
        .toList();
  }

  public List<String> messages(String group) {
    return messages(group, "");
  }
}
