package croft.services.cloudformation;

import croft.api.cloudformation.CloudformationApi;
import croft.api.cloudformation.CreateStackInput;
import croft.api.cloudformation.DescribeStacksInput;
import croft.api.cloudformation.Output;
import croft.api.cloudformation.Stack;
import croft.api.sns.ListTopicsInput;
import croft.api.sns.SnsApi;
import croft.api.sns.Topic;
import croft.base.Caller;
import croft.base.Ids;
import croft.services.cloudformation.blueprint.StackTemplates;
import croft.services.cloudformation.engine.EngineParts;
import croft.services.cloudformation.engine.ResourceTypes;
import croft.services.cloudformation.engine.StackCalls;
import croft.services.cloudformation.engine.StackReconciler;
import croft.services.cloudformation.event.Events;
import croft.services.cloudformation.stack.CloudFormationParts;
import croft.services.iam.credential.MasterKey;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.services.operation.Operations;
import croft.services.operation.Pages;
import croft.services.resource.Made;
import croft.services.resource.Progress;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import croft.services.sns.SnsFixture;
import croft.services.sns.topic.TopicResource;
import croft.store.Table;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * CloudFormation over a store in a directory, with topics to make, and a server that can be killed
 * at any of its steps: before and after each call of a resource type, and within each transaction.
 */
public final class StackFixture implements AutoCloseable {
  /** What a killed server throws. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  public final SnsFixture topics;
  public final CloudformationApi api;
  private final EngineParts engine;
  private final AtomicInteger stepsLeft = new AtomicInteger(Integer.MAX_VALUE);
  private boolean killed;

  public StackFixture(Path directory) {
    SecureRandom random = new SecureRandom();
    topics = new SnsFixture(directory);
    topics.store.register(CloudFormationService.tables().toArray(Table<?>[]::new));
    MasterKey master = MasterKey.open(directory.resolve("master-key"), random);
    InnerCalls calls = new InnerCalls();
    calls.connect(topics.operations);
    Ids ids = new Ids(random);
    Events events = new Events(ids, this::now);
    CloudFormationParts parts =
        new CloudFormationParts(
            topics.store,
            ids,
            this::now,
            new Pages(master),
            master,
            calls,
            events,
            (tx, key) -> {});
    ResourceTypes types = new ResourceTypes();
    types.connect(List.of(new Stepping(new TopicResource())));
    StackCalls stackCalls = stack -> call().via(StackCalls.HOST);
    StackTemplates templates = new StackTemplates(parts, types, stackCalls);
    engine =
        new EngineParts(
            topics.store, types, templates, stackCalls, calls, master, events, ids, this::now);
    Operations operations =
        new Operations(
            List.of(new CloudFormationService(parts, templates, engine)),
            (call, service, accesses) -> {});
    api = new CloudformationApi(operations.as(call()));
  }

  private Call call() {
    return topics.call(Caller.root(SnsFixture.ACCOUNT, "AKIAIOSFODNN7EXAMPLE"));
  }

  /** Every record of a step asks for the time within its transaction. */
  private Instant now() {
    step();
    return topics.now;
  }

  private void step() {
    if (stepsLeft.decrementAndGet() < 0) {
      throw new Killed();
    }
  }

  /** Kills the server after so many steps from now. */
  public void killAfter(int steps) {
    stepsLeft.set(steps);
    killed = false;
  }

  /** Whether it was, since {@link #killAfter}. */
  public boolean wasKilled() {
    return killed;
  }

  public void create(String name, String template) {
    api.createStack(CreateStackInput.builder().stackName(name).templateBody(template).build());
  }

  /** Has the engine work until nothing is left to do, starting it again once it is killed. */
  public void work() throws InterruptedException {
    StackReconciler reconciler = new StackReconciler(engine);
    while (!reconciler.due().isEmpty()) {
      for (String key : reconciler.due()) {
        try {
          reconciler.reconcile(key);
        } catch (Killed | IllegalStateException e) {
          if (stepsLeft.get() >= 0) {
            throw e;
          }
          killed = true;
          stepsLeft.set(Integer.MAX_VALUE);
          reconciler = new StackReconciler(engine);
        }
      }
    }
    stepsLeft.set(Integer.MAX_VALUE);
  }

  public Stack stack(@Nullable String nameOrArn) {
    return api.describeStacks(DescribeStacksInput.builder().stackName(nameOrArn).build())
        .stacksOrEmpty()
        .getFirst();
  }

  public Map<String, String> outputs(String name) {
    Map<String, String> outputs = new TreeMap<>();
    for (Output output : stack(name).outputsOrEmpty()) {
      outputs.put(
          Objects.requireNonNull(output.outputKey()), Objects.requireNonNull(output.outputValue()));
    }
    return outputs;
  }

  /** The ARNs of all topics there are. */
  public List<String> arns() {
    return new SnsApi(topics.operations.as(call()))
        .listTopics(ListTopicsInput.builder().build()).topicsOrEmpty().stream()
            .map(Topic::topicArn)
            .map(Objects::requireNonNull)
            .toList();
  }

  @Override
  public void close() {
    topics.close();
  }

  /** A type during whose calls a server may be killed. */
  private final class Stepping implements ResourceType {
    private final ResourceType type;

    Stepping(ResourceType type) {
      this.type = type;
    }

    @Override
    public ResourceSchema schema() {
      return type.schema();
    }

    @Override
    public Made create(ResourceRequest request) {
      step();
      Made made = type.create(request);
      step();
      return made;
    }

    @Override
    public Progress stabilize(ResourceRequest request) {
      step();
      return type.stabilize(request);
    }

    @Override
    public void update(ResourceRequest request) {
      step();
      type.update(request);
      step();
    }

    @Override
    public Progress delete(ResourceRequest request) {
      step();
      Progress progress = type.delete(request);
      step();
      return progress;
    }

    @Override
    public Optional<ObjectNode> read(ResourceRequest request) {
      return type.read(request);
    }

    @Override
    public List<String> list(ResourceRequest request) {
      return type.list(request);
    }
  }
}
