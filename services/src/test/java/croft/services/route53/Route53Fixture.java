package croft.services.route53;

import croft.api.route53.Change;
import croft.api.route53.ChangeBatch;
import croft.api.route53.ChangeResourceRecordSetsRequest;
import croft.api.route53.CreateHostedZoneRequest;
import croft.api.route53.ResourceRecord;
import croft.api.route53.ResourceRecordSet;
import croft.api.route53.Route53Model;
import croft.api.route53.VPC;
import croft.base.Caller;
import croft.base.Ids;
import croft.drivers.dns.NameSource;
import croft.drivers.dns.Resolver;
import croft.services.operation.Call;
import croft.services.operation.Operations;
import croft.services.route53.answer.Zones;
import croft.services.route53.entity.Route53Parts;
import croft.services.route53.healthcheck.HealthWatch;
import croft.services.route53.healthcheck.Healths;
import croft.services.route53.recordset.AliasTargets;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.Table;
import croft.wire.schema.Invoker;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Route 53 over a store in a directory that a test may open again. */
final class Route53Fixture implements AutoCloseable {
  static final String ACCOUNT = "123456789012";
  static final String OTHER_ACCOUNT = "210987654321";

  final Store store;
  final Zones zones;
  final Healths healths;
  final HealthWatch watch;
  Instant now = Instant.parse("2026-05-01T12:00:00Z");

  private final Operations operations;
  private int references;

  Route53Fixture(Path directory) {
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")));
    store.register(Route53Service.tables().toArray(Table<?>[]::new));
    Random random = new Random(5);
    healths = new Healths(store);
    zones = new Zones(store, AliasTargets.NONE, healths, random);
    // Tests look at servers of their own, which are on loopback.
    watch =
        new HealthWatch(
            store, name -> InetAddress.ofLiteral("127.0.0.1"), address -> true, () -> now);
    Route53Parts parts =
        new Route53Parts(
            store,
            new Ids(random),
            (tx, account, region, vpcId) -> vpcId.startsWith(account.substring(0, 3)),
            AliasTargets.NONE,
            zones);
    operations =
        new Operations(List.of(new Route53Service(parts, watch)), (call, service, accesses) -> {});
  }

  @Override
  public void close() {
    store.close();
  }

  <I extends Shape, O extends Shape> O ask(Operation<I, O> operation, I input) {
    return askAs(ACCOUNT, operation, input);
  }

  /** Calls of the first account, for resource types. */
  Invoker calls() {
    return operations.as(
        new Call(
            Caller.root(ACCOUNT, "AKIA"), "us-east-1", "r-1", "203.0.113.1", true, "test", now));
  }

  <I extends Shape, O extends Shape> O askAs(String account, Operation<I, O> operation, I input) {
    Call call =
        new Call(
            Caller.root(account, "AKIA"), "us-east-1", "r-1", "203.0.113.1", true, "test", now);
    return operations.invoke(call, operation, input);
  }

  /** A new public zone; its bare id. */
  String zone(String name) {
    return create(CreateHostedZoneRequest.builder().name(name));
  }

  /** A new private zone of the first account. */
  String privateZone(String name, String vpcId) {
    return create(
        CreateHostedZoneRequest.builder()
            .name(name)
            .vpc(VPC.builder().vpcRegion("us-west-2").vpcId(vpcId).build()));
  }

  private String create(CreateHostedZoneRequest.Builder request) {
    var made =
        ask(
            Route53Model.CREATE_HOSTED_ZONE,
            request.callerReference("reference-" + references++).build());
    String id = Objects.requireNonNull(Objects.requireNonNull(made.hostedZone()).id());
    return id.substring(id.lastIndexOf('/') + 1);
  }

  static ResourceRecordSet.Builder records(String name, String type, String... values) {
    return ResourceRecordSet.builder()
        .name(name)
        .type(type)
        .ttl(60L)
        .resourceRecords(
            Arrays.stream(values).map(v -> ResourceRecord.builder().value(v).build()).toList());
  }

  static Change change(String action, ResourceRecordSet.Builder records) {
    return Change.builder().action(action).resourceRecordSet(records.build()).build();
  }

  /** Makes changes; the id of what was made of them. */
  String change(String zoneId, Change... changes) {
    return Objects.requireNonNull(
        Objects.requireNonNull(
                ask(
                        Route53Model.CHANGE_RESOURCE_RECORD_SETS,
                        ChangeResourceRecordSetsRequest.builder()
                            .hostedZoneId(zoneId)
                            .changeBatch(ChangeBatch.builder().changes(List.of(changes)).build())
                            .build())
                    .changeInfo())
            .id());
  }

  void create(String zoneId, String name, String type, String... values) {
    change(zoneId, change("CREATE", records(name, type, values)));
  }

  /** What public zones answer: values, or a code other than NOERROR. */
  List<String> answer(String name, String type) {
    return answer(zones.publicZones(), name, type);
  }

  static List<String> answer(NameSource source, String name, String type) {
    Message answer = message(source, name, type);
    return answer.getRcode() == Rcode.NOERROR
        ? answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).sorted().toList()
        : List.of(Rcode.string(answer.getRcode()));
  }

  static Message message(NameSource source, String name, String type) {
    try {
      return new Resolver(List.of(source), Optional.empty())
          .answer(Name.fromString(name, Name.root), Type.value(type));
    } catch (TextParseException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
