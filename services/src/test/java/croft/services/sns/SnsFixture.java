package croft.services.sns;

import static croft.services.operation.Binding.bind;

import croft.api.sns.CreateTopicInput;
import croft.api.sns.MessageAttributeValue;
import croft.api.sns.PublishInput;
import croft.api.sns.SnsModel;
import croft.api.sns.SubscribeInput;
import croft.api.sqs.SendMessageRequest;
import croft.api.sqs.SendMessageResult;
import croft.api.sqs.SqsModel;
import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.cloudwatch.metric.MetricPoint;
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
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.services.operation.Operations;
import croft.services.operation.Pages;
import croft.services.operation.ResourcePolicies;
import croft.services.operation.ServiceRoom;
import croft.services.sns.delivery.DeliveryParts;
import croft.services.sns.delivery.DeliveryReconciler;
import croft.services.sns.delivery.Envelope;
import croft.services.sns.delivery.TopicMeter;
import croft.services.sns.mail.Letter;
import croft.services.sns.message.Delivery;
import croft.services.sns.message.Message;
import croft.services.sns.publish.DeduplicationUpkeep;
import croft.services.sns.signature.MessageSigner;
import croft.services.sns.subscription.SubscriptionUpkeep;
import croft.services.sns.topic.SnsParts;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.Table;
import croft.wire.schema.Operation;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** SNS over a store in a directory that a test may open again, with a clock it moves. */
public final class SnsFixture implements AutoCloseable {
  public static final String ACCOUNT = "123456789012";
  public static final String REGION = "us-west-2";
  public static final String ENDPOINT = "http://127.0.0.1:4566";

  public final Store store;
  public final DeliveryReconciler deliveries;
  public final SubscriptionUpkeep upkeep;
  public final DeduplicationUpkeep deduplicationUpkeep;
  public final Operations operations;
  public final MessageSigner signer;
  public final TopicMeter meter;

  /** What was published of topics' use. */
  public final List<MetricPoint> metrics = new CopyOnWriteArrayList<>();

  /** What queues were sent, in order. */
  public final List<SendMessageRequest> sent = new CopyOnWriteArrayList<>();

  /** What mailboxes were sent. */
  public final List<Letter> letters = new CopyOnWriteArrayList<>();

  /** What queues answer, by their names; those not here take all. */
  public final Map<String, ServiceError> refusals = new ConcurrentHashMap<>();

  /** The policies of queues, by their names; those not here trust services. */
  public final Map<String, String> queuePolicies = new HashMap<>();

  /** What the clock shows; tests move it. */
  public volatile Instant now = Instant.parse("2026-05-01T12:00:00Z");

  private final Set<String> woken = ConcurrentHashMap.newKeySet();
  private final CredentialLookup lookup;

  private record Room(ServiceModel model, List<Binding<?, ?>> bindings) implements ServiceRoom {}

  public SnsFixture(Path directory) {
    SecureRandom random = new SecureRandom();
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")));
    store.register(
        Stream.of(IamService.tables(), SnsService.tables())
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
            () -> now,
            false);
    InnerCalls calls = new InnerCalls();
    meter = new TopicMeter((scope, points) -> metrics.addAll(points), () -> now);
    SnsParts parts =
        new SnsParts(
            store,
            new Ids(random),
            () -> now,
            document -> fault(policies, document),
            new Pages(master),
            calls,
            meter,
            (tx, arn) -> tx.afterCommit(() -> woken.add(arn)));
    signer = new MessageSigner(directory, random, () -> now);
    deliveries =
        new DeliveryReconciler(
            new DeliveryParts(
                parts, new Envelope(() -> ENDPOINT, signer), letters::add, () -> null));
    upkeep = new SubscriptionUpkeep(parts);
    deduplicationUpkeep = new DeduplicationUpkeep(parts);
    operations =
        new Operations(
            List.of(new IamService(iam), new SnsService(parts), queues()), new IamAuthorizer(iam));
    calls.connect(operations);
  }

  private static Optional<String> fault(PolicyCache policies, String document) {
    try {
      policies.compile(document, PolicyKind.RESOURCE);
      return Optional.empty();
    } catch (MalformedPolicyException malformed) {
      return Optional.of(malformed.toServiceError().message());
    }
  }

  private ServiceRoom queues() {
    return new Room(
        SqsModel.MODEL,
        List.of(
            bind(
                SqsModel.SEND_MESSAGE,
                (call, request) -> List.of(maySend(request)),
                (call, request) -> {
                  ServiceError refusal = refusals.get(queueName(request));
                  if (refusal != null) {
                    throw refusal;
                  }
                  sent.add(request);
                  return SendMessageResult.builder().messageId("m").build();
                })));
  }

  private Access maySend(SendMessageRequest request) {
    Access access =
        new Access(
            "sqs:SendMessage",
            List.of("arn:aws:sqs:us-west-2:" + ACCOUNT + ":" + queueName(request)),
            Map.of());
    String policy = queuePolicies.get(queueName(request));
    return policy == null
        ? access
        : access.guardedBy(new ResourcePolicies(ACCOUNT, List.of(policy), false).askingServices());
  }

  /** The queue a message was sent to. */
  public static String queueName(SendMessageRequest request) {
    String url = Objects.requireNonNull(request.queueUrl());
    return url.substring(url.lastIndexOf('/') + 1);
  }

  @Override
  public void close() {
    store.close();
  }

  public void pass(Duration duration) {
    now = now.plus(duration);
  }

  /** Delivers what is due or was woken, as the runner would. */
  public void deliver() throws InterruptedException {
    Set<String> keys = new java.util.TreeSet<>(woken);
    woken.clear();
    keys.addAll(deliveries.due());
    for (String key : keys) {
      deliveries.reconcile(key);
    }
  }

  /** How many deliveries and messages are kept. */
  public int kept() {
    return store.read(tx -> tx.listAll(Delivery.TABLE).size() + tx.listAll(Message.TABLE).size());
  }

  public Call call(Caller caller) {
    return new Call(caller, REGION, "r-1", "203.0.113.1", true, "test", now);
  }

  /** Invokes as the root of the account. */
  public <I extends Shape, O extends Shape> O asRoot(Operation<I, O> operation, I input) {
    return as(Caller.root(ACCOUNT, "AKIA"), operation, input);
  }

  public <I extends Shape, O extends Shape> O as(
      Caller caller, Operation<I, O> operation, I input) {
    return operations.invoke(call(caller), operation, input);
  }

  /** Makes a topic; its ARN. */
  public String topic(String name, Map<String, String> attributes) {
    return Objects.requireNonNull(
        asRoot(
                SnsModel.CREATE_TOPIC,
                CreateTopicInput.builder().name(name).attributes(attributes).build())
            .topicArn());
  }

  public String topic(String name) {
    return topic(name, Map.of());
  }

  /** Subscribes; the subscription's ARN. */
  public String subscribe(
      String topicArn, String protocol, String endpoint, Map<String, String> attributes) {
    return Objects.requireNonNull(
        asRoot(
                SnsModel.SUBSCRIBE,
                SubscribeInput.builder()
                    .topicArn(topicArn)
                    .protocol(protocol)
                    .endpoint(endpoint)
                    .attributes(attributes)
                    .returnSubscriptionArn(true)
                    .build())
            .subscriptionArn());
  }

  /** Subscribes a queue of the account, by its name. */
  public String subscribeQueue(String topicArn, String queue, Map<String, String> attributes) {
    return subscribe(topicArn, "sqs", queueArn(queue), attributes);
  }

  public static String queueArn(String name) {
    return "arn:aws:sqs:us-west-2:" + ACCOUNT + ":" + name;
  }

  /** Publishes a message; its id. */
  public String publish(String topicArn, String message) {
    return publish(PublishInput.builder().topicArn(topicArn).message(message));
  }

  public String publish(PublishInput.Builder request) {
    return Objects.requireNonNull(asRoot(SnsModel.PUBLISH, request.build()).messageId());
  }

  public static MessageAttributeValue attribute(String type, String value) {
    return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
  }

  /** The names of queues that were sent something, in order. */
  public List<String> queuesSent() {
    List<String> names = new ArrayList<>();
    sent.forEach(request -> names.add(queueName(request)));
    return names;
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
