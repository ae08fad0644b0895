package croft.services.cloudtrail.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.cloudtrail.CloudtrailModel;
import croft.api.cloudtrail.Event;
import croft.api.cloudtrail.LookupAttribute;
import croft.api.cloudtrail.LookupEventsRequest;
import croft.api.cloudtrail.LookupEventsResponse;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.RunInstancesRequest;
import croft.api.iam.CreateLoginProfileRequest;
import croft.api.iam.IamModel;
import croft.base.Arn;
import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.cloudtrail.CloudTrailService;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.CallOutcome;
import croft.services.operation.Operations;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.wire.protocol.PageToken;
import croft.wire.schema.Operation;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailTest {
  private static final String ACCOUNT = "123456789012";
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final Caller ROOT = Caller.root(ACCOUNT, "AKIAROOT");
  private static final Caller ANN =
      new Caller(
          ACCOUNT,
          Arn.of("iam", "", ACCOUNT, "user/team/ann"),
          "AIDAANN",
          Caller.Kind.USER,
          "AKIAANN",
          java.util.Map.of());

  @TempDir Path directory;
  private Instant now = NOON;
  private Store store;
  private Trail trail;
  private Operations operations;

  @BeforeEach
  void open() {
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")));
    store.register(TrailSegment.TABLE);
    InstantSource time = () -> now;
    PageToken tokens = new PageToken(new byte[32], time, Duration.ofHours(1));
    operations =
        new Operations(
            List.of(new CloudTrailService(new LookupEvents(store, tokens))),
            (call, service, accesses) -> {});
    trail = trail();
  }

  private Trail trail() {
    return new Trail(store, new Ids(new Random()), directory.resolve("trail"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aCallIsFoundByEachOfItsAttributes() {
    record(ANN, Ec2Model.MODEL, Ec2Model.TERMINATE_INSTANCES, null, "instance/i-1", denied());
    record(ROOT, Ec2Model.MODEL, Ec2Model.DESCRIBE_INSTANCES, null, null, null);
    trail.close();

    Event event = only(find("EventName", "TerminateInstances"));
    assertThat(event.username()).isEqualTo("ann");
    assertThat(event.eventSource()).isEqualTo("ec2.amazonaws.com");
    assertThat(event.readOnly()).isEqualTo("false");
    assertThat(event.eventTime()).isEqualTo(NOON);
    assertThat(event.cloudTrailEvent())
        .contains(
            "\"errorCode\":\"UnauthorizedOperation\"",
            "\"sourceIPAddress\":\"203.0.113.1\"",
            "\"type\":\"IAMUser\"",
            "\"userName\":\"ann\"",
            "\"requestID\":\"r-1\"");
    String id = String.valueOf(event.eventId());
    assertThat(only(find("EventId", id))).isEqualTo(event);
    assertThat(only(find("Username", "ann"))).isEqualTo(event);
    assertThat(only(find("ReadOnly", "false"))).isEqualTo(event);
    assertThat(only(find("ResourceName", "i-1"))).isEqualTo(event);
    assertThat(only(find("ResourceType", "AWS::EC2::Instance"))).isEqualTo(event);
    assertThat(only(find("AccessKeyId", "AKIAANN"))).isEqualTo(event);
    assertThat(find("EventSource", "ec2.amazonaws.com")).hasSize(2);
    assertThat(find("Username", "bob")).isEmpty();
  }

  @Test
  void theNewestComeFirstInPagesAndWithinTheirTimes() {
    for (int i = 0; i < 7; i++) {
      now = NOON.plusSeconds(i);
      record(ROOT, Ec2Model.MODEL, Ec2Model.RUN_INSTANCES, null, "instance/i-" + i, null);
    }
    trail.close();

    List<String> names = new ArrayList<>();
    @Nullable String token = null;
    int pages = 0;
    do {
      LookupEventsResponse page =
          ask(LookupEventsRequest.builder().maxResults(3).nextToken(token).build());
      page.eventsOrEmpty()
          .forEach(event -> names.add(event.resourcesOrEmpty().getFirst().resourceName()));
      token = page.nextToken();
      pages++;
    } while (token != null);
    assertThat(names).containsExactly("i-6", "i-5", "i-4", "i-3", "i-2", "i-1", "i-0");
    assertThat(pages).isEqualTo(3);

    LookupEventsRequest between =
        LookupEventsRequest.builder()
            .startTime(NOON.plusSeconds(2))
            .endTime(NOON.plusSeconds(4))
            .build();
    assertThat(ask(between).events())
        .extracting(event -> event.resourcesOrEmpty().getFirst().resourceName())
        .containsExactly("i-4", "i-3", "i-2");
  }

  @Test
  void secretsAndBodiesAreInNoEvent() throws Exception {
    record(
        ANN,
        IamModel.MODEL,
        IamModel.CREATE_LOGIN_PROFILE,
        CreateLoginProfileRequest.builder().userName("bob").password("the-password").build(),
        null,
        null);
    record(
        ANN,
        Ec2Model.MODEL,
        Ec2Model.RUN_INSTANCES,
        RunInstancesRequest.builder()
            .imageId("ami-1")
            .userData("the-user-data")
            .securityGroups(List.of("web", "ssh"))
            .build(),
        null,
        null);
    trail.close();

    List<Event> global = eventsIn("us-east-1");
    assertThat(only(global).cloudTrailEvent())
        .contains("\"userName\":\"bob\"", "\"password\":\"HIDDEN_DUE_TO_SECURITY_REASONS\"");
    assertThat(only(eventsIn("us-west-2")).cloudTrailEvent())
        .contains("\"imageId\":\"ami-1\"", "\"securityGroups\":[\"web\",\"ssh\"]");
    store.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
            .doesNotContain("the-password")
            .doesNotContain("the-user-data");
      }
    }
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")));
  }

  @Test
  void whatAKilledProcessJournaledIsInTheStoreOnce() {
    // A trail that is never started nor closed is what a killed process leaves.
    record(ROOT, Ec2Model.MODEL, Ec2Model.RUN_INSTANCES, null, "instance/i-1", null);
    assertThat(eventsIn("us-west-2")).isEmpty();

    for (int restart = 0; restart < 2; restart++) {
      Trail next = trail();
      next.start();
      awaitOneEvent();
      next.close();
    }
    assertThat(directory.resolve("trail")).isEmptyDirectory();
  }

  @Test
  void eventsAreForgottenAfterNinetyDays() {
    record(ROOT, Ec2Model.MODEL, Ec2Model.RUN_INSTANCES, null, "instance/i-old", null);
    now = NOON.plus(Duration.ofDays(89));
    record(ROOT, Ec2Model.MODEL, Ec2Model.RUN_INSTANCES, null, "instance/i-new", null);
    trail.close();
    now = NOON.plus(Duration.ofDays(91));
    new TrailRetention(store, () -> now).reconcile();

    assertThat(only(eventsIn("us-west-2")).resourcesOrEmpty().getFirst().resourceName())
        .isEqualTo("i-new");
  }

  @Test
  void aBusyTimeIsFoundWholeWhateverRowsItCameIn() {
    int calls = 1_203;
    for (int i = 0; i < calls; i++) {
      now = NOON.plusSeconds(i);
      record(ROOT, Ec2Model.MODEL, Ec2Model.RUN_INSTANCES, null, "instance/i-" + i, null);
    }
    trail.close();

    List<String> names = new ArrayList<>();
    @Nullable String token = null;
    do {
      LookupEventsResponse page = ask(LookupEventsRequest.builder().nextToken(token).build());
      page.eventsOrEmpty()
          .forEach(event -> names.add(event.resourcesOrEmpty().getFirst().resourceName()));
      token = page.nextToken();
    } while (token != null);
    assertThat(names).hasSize(calls).doesNotHaveDuplicates().startsWith("i-1202").endsWith("i-0");

    LookupEventsRequest minute =
        LookupEventsRequest.builder()
            .startTime(NOON.plusSeconds(600))
            .endTime(NOON.plusSeconds(640))
            .build();
    assertThat(ask(minute).eventsOrEmpty()).hasSize(41);
  }

  @Test
  void wrongQuestionsAreRefused() {
    assertRefused("InvalidLookupAttributesException", lookup("Colour", "red"));
    assertRefused(
        "InvalidNextTokenException", LookupEventsRequest.builder().nextToken("forged").build());
    assertRefused(
        "InvalidTimeRangeException",
        LookupEventsRequest.builder().startTime(NOON).endTime(NOON.minusSeconds(1)).build());
  }

  private void assertRefused(String code, LookupEventsRequest request) {
    assertThatThrownBy(() -> ask(request))
        .isInstanceOfSatisfying(
            ServiceError.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  private void awaitOneEvent() {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (eventsIn("us-west-2").isEmpty() || !onlyTheOpenJournalIsLeft()) {
      assertThat(System.nanoTime()).as("the journal was brought in").isLessThan(deadline);
      Thread.onSpinWait();
    }
    assertThat(eventsIn("us-west-2")).hasSize(1);
  }

  private boolean onlyTheOpenJournalIsLeft() {
    String[] files = directory.resolve("trail").toFile().list();
    return files != null && files.length <= 1;
  }

  private static ServiceError denied() {
    return new ServiceError("UnauthorizedOperation", 403, "You are not authorized.");
  }

  private void record(
      Caller caller,
      ServiceModel service,
      Operation<?, ?> operation,
      @Nullable Shape input,
      @Nullable String resource,
      @Nullable ServiceError failure) {
    Call call = call(caller, "us-west-2");
    Access access =
        resource == null
            ? Access.toAll("ec2:X")
            : Access.to("ec2:X", Arn.of("ec2", "us-west-2", ACCOUNT, resource));
    trail.record(new CallOutcome(call, service, operation, input, List.of(access), failure));
  }

  private Call call(Caller caller, String region) {
    return new Call(caller, region, "r-1", "203.0.113.1", true, "test", now);
  }

  private static LookupEventsRequest lookup(String key, String value) {
    return LookupEventsRequest.builder()
        .lookupAttributes(
            List.of(LookupAttribute.builder().attributeKey(key).attributeValue(value).build()))
        .build();
  }

  private List<Event> find(String key, String value) {
    return ask(lookup(key, value)).eventsOrEmpty();
  }

  private LookupEventsResponse ask(LookupEventsRequest request) {
    return operations.invoke(call(ROOT, "us-west-2"), CloudtrailModel.LOOKUP_EVENTS, request);
  }

  private List<Event> eventsIn(String region) {
    return operations
        .invoke(
            call(ROOT, region),
            CloudtrailModel.LOOKUP_EVENTS,
            LookupEventsRequest.builder().build())
        .eventsOrEmpty();
  }

  private static Event only(List<Event> events) {
    assertThat(events).hasSize(1);
    return events.getFirst();
  }
}
