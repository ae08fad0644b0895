package croft.services.cloudwatch;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.Dimension;
import croft.api.cloudwatch.MetricDatum;
import croft.api.cloudwatch.PutMetricDataInput;
import croft.base.Caller;
import croft.base.Ids;
import croft.services.cloudwatch.alarm.AlarmActions;
import croft.services.cloudwatch.alarm.AlarmParts;
import croft.services.cloudwatch.alarm.AlarmWatch;
import croft.services.cloudwatch.data.MetricParts;
import croft.services.cloudwatch.series.SeriesStore;
import croft.services.cloudwatch.series.SeriesUpkeep;
import croft.services.iam.CredentialLookup;
import croft.services.iam.IamAuthorizer;
import croft.services.iam.IamFixture;
import croft.services.iam.IamService;
import croft.services.iam.credential.KeyPairs;
import croft.services.iam.credential.MasterKey;
import croft.services.iam.credential.RootCredentials;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.PolicyCache;
import croft.services.operation.Authorizer;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.services.operation.Operations;
import croft.services.operation.Pages;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.Table;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** CloudWatch over a store in a directory that a test may open again, with a clock it moves. */
public final class CloudWatchFixture implements AutoCloseable {
  public static final String ACCOUNT = "123456789012";
  public static final String REGION = "us-west-2";
  public static final String SCOPE = ACCOUNT + "/" + REGION;

  public final Store store;
  public final SeriesStore series;
  public final SeriesUpkeep upkeep;
  public final AlarmWatch alarms;
  public final AlarmActions actions;
  public final Operations operations;

  /** What alarms called. */
  public final OtherServices outside = new OtherServices();

  /** How often pending actions were to be done. */
  public final AtomicInteger wokenActions = new AtomicInteger();

  /** What the clock shows; tests move it. */
  public Instant now = Instant.parse("2026-05-01T12:00:00Z");

  private final CredentialLookup lookup;

  public CloudWatchFixture(Path directory) {
    SecureRandom random = new SecureRandom();
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")));
    store.register(
        Stream.of(IamService.tables(), CloudWatchService.tables())
            .flatMap(List::stream)
            .toArray(Table<?>[]::new));
    store.migrate(SeriesStore.ROOM, SeriesStore.MIGRATIONS);
    KeyPairs keyPairs = new KeyPairs(random);
    MasterKey master = MasterKey.open(directory.resolve("master-key"), random);
    IamParts iam = new IamParts(store, new Ids(random), keyPairs, master, new PolicyCache(100));
    RootCredentials root =
        RootCredentials.open(directory.resolve("credentials"), ACCOUNT, keyPairs);
    lookup = new CredentialLookup(iam, root, () -> now, false);
    Authorizer authorizer = new IamAuthorizer(iam);
    series = new SeriesStore(store, () -> now);
    upkeep = new SeriesUpkeep(series, store, () -> now);
    InnerCalls calls = new InnerCalls();
    AlarmParts alarmParts =
        new AlarmParts(
            store,
            series,
            () -> now,
            new Ids(random),
            new Pages(master),
            calls,
            tx -> wokenActions.incrementAndGet());
    alarms = new AlarmWatch(alarmParts);
    actions = new AlarmActions(alarmParts);
    operations =
        new Operations(
            List.of(
                new IamService(iam),
                new CloudWatchService(
                    new MetricParts(series, () -> now, new Pages(master)), alarmParts),
                outside.autoscaling(),
                outside.sns(),
                outside.ec2()),
            authorizer);
    calls.connect(operations);
  }

  @Override
  public void close() {
    store.close();
  }

  public void pass(Duration duration) {
    now = now.plus(duration);
  }

  public Call call(Caller caller) {
    return new Call(caller, REGION, "r-1", "203.0.113.1", true, "test", now);
  }

  /** Invokes as the root of the account. */
  public <I extends Shape, O extends Shape> O asRoot(Operation<I, O> operation, I input) {
    return operations.invoke(call(Caller.root(ACCOUNT, "AKIA")), operation, input);
  }

  /** Puts data of one namespace. */
  public void put(String namespace, MetricDatum... data) {
    asRoot(
        CloudwatchModel.PUT_METRIC_DATA,
        PutMetricDataInput.builder().namespace(namespace).metricData(Arrays.asList(data)).build());
  }

  /** A value of the test's namespace now. */
  public void put(String metric, double value) {
    put("Test", datum(metric, value).build());
  }

  /** A value now, still to be added to. */
  public MetricDatum.Builder datum(String metric, double value) {
    return MetricDatum.builder().metricName(metric).value(value).timestamp(now);
  }

  public static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  /** A user with one inline policy of these statements, in single quotes. */
  public Caller user(String name, String... statements) {
    asRoot(
        croft.api.iam.IamModel.CREATE_USER,
        croft.api.iam.CreateUserRequest.builder().userName(name).build());
    asRoot(
        croft.api.iam.IamModel.PUT_USER_POLICY,
        croft.api.iam.PutUserPolicyRequest.builder()
            .userName(name)
            .policyName("inline")
            .policyDocument(IamFixture.document(statements))
            .build());
    croft.api.iam.AccessKey key =
        Objects.requireNonNull(
            asRoot(
                    croft.api.iam.IamModel.CREATE_ACCESS_KEY,
                    croft.api.iam.CreateAccessKeyRequest.builder().userName(name).build())
                .accessKey());
    return lookup.caller(Objects.requireNonNull(key.accessKeyId()), null);
  }
}
