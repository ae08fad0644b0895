package croft.services.sqs;

import croft.api.sqs.CreateQueueRequest;
import croft.api.sqs.DeleteMessageRequest;
import croft.api.sqs.GetQueueAttributesRequest;
import croft.api.sqs.Message;
import croft.api.sqs.ReceiveMessageRequest;
import croft.api.sqs.SendMessageRequest;
import croft.api.sqs.SendMessageResult;
import croft.api.sqs.SqsModel;
import croft.base.Caller;
import croft.base.Ids;
import croft.services.iam.CredentialLookup;
import croft.services.iam.IamAuthorizer;
import croft.services.iam.IamFixture;
import croft.services.iam.IamService;
import croft.services.iam.credential.KeyPairs;
import croft.services.iam.credential.MasterKey;
import croft.services.iam.credential.RootCredentials;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.MalformedPolicyException;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.policy.PolicyKind;
import croft.services.operation.Call;
import croft.services.operation.Operations;
import croft.services.operation.Pages;
import croft.services.sqs.line.LineUpkeep;
import croft.services.sqs.line.Lines;
import croft.services.sqs.meter.QueueCounts;
import croft.services.sqs.move.MoveReconciler;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** SQS over a store in a directory that a test may open again, with a clock it moves. */
public final class SqsFixture implements AutoCloseable {
  public static final String ACCOUNT = "123456789012";
  public static final String REGION = "us-west-2";
  public static final String ENDPOINT = "http://127.0.0.1:4566";

  public final ManualClock clock;
  public final Store store;
  public final Lines lines;
  public final LineUpkeep upkeep;
  public final MoveReconciler moves;
  public final Operations operations;

  /** Tasks that were woken. */
  public final Set<String> woken = ConcurrentHashMap.newKeySet();

  /** What is counted of queues. */
  public final QueueCounts counts = new QueueCounts();

  public final SqsParts parts;

  private final CredentialLookup lookup;

  public SqsFixture(Path directory) {
    this(directory, new ManualClock(Instant.parse("2026-05-01T12:00:00Z")));
  }

  public SqsFixture(Path directory, ManualClock clock) {
    this.clock = clock;
    SecureRandom random = new SecureRandom();
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")));
    store.register(
        Stream.of(IamService.tables(), SqsService.tables())
            .flatMap(List::stream)
            .toArray(Table<?>[]::new));
    KeyPairs keyPairs = new KeyPairs(random);
    MasterKey master = MasterKey.open(directory.resolve("master-key"), random);
    PolicyCache policies = new PolicyCache(100);
    IamParts iam = new IamParts(store, new Ids(random), keyPairs, master, policies);
    lookup =
        new CredentialLookup(
            iam,
            RootCredentials.open(directory.resolve("credentials"), ACCOUNT, keyPairs),
            clock,
            false);
    parts =
        new SqsParts(
            store,
            new Ids(random),
            clock,
            document -> fault(policies, document),
            new Pages(master),
            master,
            () -> ENDPOINT,
            counts);
    lines = new Lines(parts);
    upkeep = new LineUpkeep(parts, lines);
    moves = new MoveReconciler(parts, lines);
    operations =
        new Operations(
            List.of(
                new IamService(iam),
                new SqsService(parts, lines, (tx, task) -> tx.afterCommit(() -> woken.add(task)))),
            new IamAuthorizer(iam));
  }

  private static Optional<String> fault(PolicyCache policies, String document) {
    try {
      policies.compile(document, PolicyKind.RESOURCE);
      return Optional.empty();
    } catch (MalformedPolicyException malformed) {
      return Optional.of(malformed.toServiceError().message());
    }
  }

  @Override
  public void close() {
    store.close();
  }

  public void pass(Duration duration) {
    clock.advance(duration);
  }

  /** Carries on what tasks have to do. */
  public void move() throws Exception {
    Set<String> keys = new TreeSet<>(woken);
    woken.clear();
    keys.addAll(moves.due());
    for (String key : keys) {
      moves.reconcile(key);
    }
  }

  public Call call(Caller caller) {
    return new Call(caller, REGION, "r-1", "203.0.113.1", true, "test", clock.instant());
  }

  /** Invokes as the root of the account. */
  public <I extends Shape, O extends Shape> O asRoot(Operation<I, O> operation, I input) {
    return as(Caller.root(ACCOUNT, "AKIA"), operation, input);
  }

  public <I extends Shape, O extends Shape> O as(
      Caller caller, Operation<I, O> operation, I input) {
    return operations.invoke(call(caller), operation, input);
  }

  /** Makes a queue; its URL. */
  public String queue(String name, Map<String, String> attributes) {
    return Objects.requireNonNull(
        asRoot(
                SqsModel.CREATE_QUEUE,
                CreateQueueRequest.builder().queueName(name).attributes(attributes).build())
            .queueUrl());
  }

  public String queue(String name) {
    return queue(name, Map.of());
  }

  public static String queueArn(String name) {
    return "arn:aws:sqs:us-west-2:" + ACCOUNT + ":" + name;
  }

  public SendMessageResult send(String url, String body) {
    return asRoot(
        SqsModel.SEND_MESSAGE,
        SendMessageRequest.builder().queueUrl(url).messageBody(body).build());
  }

  /** Sends to a queue with order. */
  public SendMessageResult send(String url, String group, String id, String body) {
    return asRoot(
        SqsModel.SEND_MESSAGE,
        SendMessageRequest.builder()
            .queueUrl(url)
            .messageGroupId(group)
            .messageDeduplicationId(id)
            .messageBody(body)
            .build());
  }

  /** Receives up to ten messages with all that is told of them. */
  public List<Message> receive(String url) {
    return receive(ReceiveMessageRequest.builder().queueUrl(url));
  }

  public List<Message> receive(ReceiveMessageRequest.Builder request) {
    ReceiveMessageRequest asked = request.build();
    return asRoot(
            SqsModel.RECEIVE_MESSAGE,
            asked.toBuilder()
                .maxNumberOfMessages(
                    asked.maxNumberOfMessages() == null ? 10 : asked.maxNumberOfMessages())
                .messageSystemAttributeNames(List.of("All"))
                .messageAttributeNames(
                    asked.messageAttributeNames() == null
                        ? List.of("All")
                        : asked.messageAttributeNames())
                .build())
        .messagesOrEmpty();
  }

  /** The bodies of what is received. */
  public List<String> bodies(String url) {
    return bodies(receive(url));
  }

  public static List<String> bodies(List<Message> messages) {
    return messages.stream().map(message -> Objects.requireNonNull(message.body())).toList();
  }

  public void delete(String url, Message message) {
    asRoot(
        SqsModel.DELETE_MESSAGE,
        DeleteMessageRequest.builder()
            .queueUrl(url)
            .receiptHandle(message.receiptHandle())
            .build());
  }

  public Map<String, String> attributes(String url) {
    return asRoot(
            SqsModel.GET_QUEUE_ATTRIBUTES,
            GetQueueAttributesRequest.builder()
                .queueUrl(url)
                .attributeNames(List.of("All"))
                .build())
        .attributesOrEmpty();
  }

  /** How many messages are visible, in flight and delayed. */
  public List<String> counts(String url) {
    Map<String, String> all = attributes(url);
    return Stream.of("", "NotVisible", "Delayed")
        .map(kind -> all.getOrDefault("ApproximateNumberOfMessages" + kind, ""))
        .toList();
  }

  /** How many rows a table has. */
  public int rows(Table<?> table) {
    return store.read(tx -> tx.listAll(table).size());
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
