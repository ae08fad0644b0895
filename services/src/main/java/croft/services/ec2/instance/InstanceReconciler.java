package croft.services.ec2.instance;

import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.InitMode;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.Isolation;
import croft.drivers.network.NetworkException;
import croft.services.ec2.image.Images;
import croft.services.ec2.keypair.KeyPair;
import croft.services.ec2.keypair.KeyPairOperations;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.Volumes;
import croft.store.Store;
import croft.store.Transaction;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes instances what EC2 says they are: starts the pending, stops the stopping, removes the
 * shutting-down, and notices the running that run no more. Every step may be repeated: a server
 * that was killed goes on where it was.
 */
public final class InstanceReconciler implements KeyedReconciler {
  public static final String NAME = "ec2-instances";

  private static final Logger LOG = LoggerFactory.getLogger(InstanceReconciler.class);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(5);

  /** How long a start is tried before the instance is given up. */
  private static final Duration START_PATIENCE = Duration.ofMinutes(1);

  /** How long EC2 shows a terminated instance. */
  private static final Duration SHOWN_AFTER_TERMINATION = Duration.ofHours(1);

  private final Store store;
  private final ComputeDriver compute;
  private final InstanceNetwork network;
  private final List<InstanceParts> others;
  private final List<InstanceParts> parts;
  private final Isolation isolation;
  private final InstantSource time;

  /**
   * Over a store and a driver.
   *
   * @param network is prepared before the other parts, and let go after them
   * @param others what instances need beside processes and network
   */
  public InstanceReconciler(
      Store store,
      ComputeDriver compute,
      InstanceNetwork network,
      List<InstanceParts> others,
      Isolation isolation,
      InstantSource time) {
    this.store = store;
    this.compute = compute;
    this.network = network;
    this.others = others;
    this.parts = Stream.concat(Stream.of(network), others.stream()).toList();
    this.isolation = isolation;
    this.time = time;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(2);
  }

  /** The key of an instance among the reconciler's keys. */
  public static String key(String scope, String instanceId) {
    return scope + "/" + instanceId;
  }

  @Override
  public Set<String> due() {
    return store.read(tx ->
        tx.listAll(Instances.TABLE).stream()
            .filter(i ->
                i.state() == InstanceState.RUNNING || i.state().transitional() || isForgotten(i))
            .map(i -> key(i.scope(), i.id()))
            .collect(Collectors.toSet()));
  }

  private boolean isForgotten(Instance instance) {
    Instant since = instance.lifecycle().since();
    return instance.state() == InstanceState.TERMINATED
        && since.isBefore(time.instant().minus(SHOWN_AFTER_TERMINATION));
  }

  @Override
  public void reconcile(String key) {
    int slash = key.lastIndexOf('/');
    String scope = key.substring(0, slash);
    String id = key.substring(slash + 1);
    Optional<Instance> found = store.read(tx -> tx.get(Instances.TABLE, scope, id));
    if (found.isEmpty()) {
      return;
    }
    try {
      reconcile(found.get());
    } catch (StartRefusedException e) {
      refuse(found.get(), e);
    }
  }

  private void reconcile(Instance instance) {
    switch (instance.state()) {
      case PENDING -> start(instance);
      case RUNNING -> watch(instance);
      case STOPPING -> stop(instance);
      case SHUTTING_DOWN -> terminate(instance);
      case TERMINATED -> forget(instance);
      case STOPPED -> {
        // As it should be.
      }
    }
  }

  private void start(Instance instance) {
    try {
      run(instance);
    } catch (ComputeException | NetworkException e) {
      if (!hopeless(instance, e)) {
        throw e;
      }
      LOG.warn("Instance {} cannot start: {}", instance.id(), e.getMessage());
      String message = "Server.InternalError: " + e.getMessage();
      change(
          instance,
          i ->
              i.with(
                  i.lifecycle()
                      .enter(InstanceState.SHUTTING_DOWN, time.instant())
                      .because("Server.InternalError", message, "Server.InternalError")));
      return;
    }
    int reboots = instance.lifecycle().rebootRequests();
    change(
        instance,
        i -> i.with(i.lifecycle().enter(InstanceState.RUNNING, time.instant()).rebooted(reboots)));
  }

  /** What was never started ends; what was stopped before is stopped again. */
  private void refuse(Instance instance, StartRefusedException e) {
    LOG.warn("Instance {} cannot start: {}", instance.id(), e.getMessage());
    InstanceState next =
        switch (compute.observe(instance.id())) {
          case croft.drivers.compute.InstanceState.Absent absent -> InstanceState.SHUTTING_DOWN;
          case croft.drivers.compute.InstanceState.Created created -> InstanceState.SHUTTING_DOWN;
          case croft.drivers.compute.InstanceState.Running running -> InstanceState.STOPPING;
          case croft.drivers.compute.InstanceState.Stopped stopped -> InstanceState.STOPPING;
        };
    change(
        instance,
        i ->
            i.with(
                i.lifecycle()
                    .enter(next, time.instant())
                    .because(e.code(), e.code() + ": " + e.getMessage(), e.code())));
  }

  /** Whether trying again would change nothing, or has been tried long enough. */
  private boolean hopeless(Instance instance, RuntimeException e) {
    boolean refused =
        e instanceof ComputeException compute
            && switch (compute.reason()) {
              case NOT_FOUND, INVALID, UNSUPPORTED -> true;
              case NOT_RUNNING, IN_USE, INTERRUPTED, FAILED -> false;
            };
    Instant since = instance.lifecycle().since();
    return refused || Duration.between(since, time.instant()).compareTo(START_PATIENCE) > 0;
  }

  /**
   * Nothing runs before the network is there: no packet of the instance passes an unfiltered
   * moment. The rest is made ready meanwhile, for both mostly wait for the kernel.
   */
  private void run(Instance instance) {
    SideBySide.run(
        () -> network.prepare(instance),
        connected -> {
          others.forEach(part -> part.prepare(instance));
          make(instance);
          parts.forEach(part -> part.equip(instance));
          compute.start(instance.id(), connected);
        });
    parts.forEach(part -> part.running(instance));
  }

  /** Made once: what it was made of may be gone since, such as its key pair. */
  private void make(Instance instance) {
    if (compute.observe(instance.id()) instanceof croft.drivers.compute.InstanceState.Absent) {
      compute.create(spec(instance));
    } else {
      resize(instance);
    }
  }

  /** The type may have changed since it was made. */
  private void resize(Instance instance) {
    InstanceType type = type(instance);
    compute.resize(instance.id(), type.virtualCpus(), type.memoryBytes());
  }

  private static InstanceType type(Instance instance) {
    InstanceType type = InstanceType.find(instance.options().type());
    if (type == null) {
      throw new ComputeException(
          ComputeException.Reason.INVALID, "Unknown type " + instance.options().type());
    }
    return type;
  }

  private InstanceSpec spec(Instance instance) {
    InstanceType type = type(instance);
    String imageId = instance.launch().imageId();
    String imageName =
        store
            .read(tx -> Images.driverName(tx, instance.scope(), imageId))
            .orElseThrow(() -> ComputeException.notFound("image", imageId));
    return new InstanceSpec(
        instance.id(),
        imageName,
        InstanceFiles.hostname(instance),
        type.virtualCpus(),
        type.memoryBytes(),
        store.read(tx -> Volumes.rootBytes(tx, instance)),
        Optional.of(network.namespacePath(instance)),
        InstanceFiles.of(instance, publicKey(instance), network.resolver(instance)),
        isolation,
        InitMode.AUTO);
  }

  private @Nullable String publicKey(Instance instance) {
    String name = instance.launch().keyName();
    if (name == null) {
      return null;
    }
    // The key pair may have been deleted since: the instance keeps none then.
    return store
        .read(tx -> tx.get(KeyPairOperations.TABLE, instance.scope(), name))
        .map(KeyPair::publicKey)
        .orElse(null);
  }

  private void watch(Instance instance) {
    switch (compute.observe(instance.id())) {
      case croft.drivers.compute.InstanceState.Running running -> {
        if (rebootIsDue(instance)) {
          reboot(instance);
        }
      }
      case croft.drivers.compute.InstanceState.Stopped(var reason) -> {
        if (rebootIsDue(instance)) {
          // A reboot that was cut short between its two halves.
          reboot(instance);
          return;
        }
        switch (reason) {
          case HOST_RESTARTED -> afterTheMachineWentDown(instance);
          case SHUT_DOWN, REQUESTED -> shutDownFromInside(instance);
          case REBOOTED -> begin(instance);
          case OUT_OF_MEMORY -> died(instance, "it ran out of memory");
          case KILLED -> died(instance, "its first process was killed or crashed");
        }
      }
      case croft.drivers.compute.InstanceState.Created created -> begin(instance);
      case croft.drivers.compute.InstanceState.Absent absent -> lost(instance);
    }
  }

  private static boolean rebootIsDue(Instance instance) {
    return instance.lifecycle().rebootRequests() > instance.lifecycle().rebootsDone();
  }

  private void reboot(Instance instance) {
    int wanted = instance.lifecycle().rebootRequests();
    shutDown(instance.id(), SHUTDOWN_TIMEOUT);
    run(instance);
    change(instance, i -> i.with(i.lifecycle().rebooted(wanted)));
  }

  /** It should run and would, had the machine under it not gone down. */
  private void begin(Instance instance) {
    LOG.info("Starting instance {} again", instance.id());
    run(instance);
  }

  private void shutDownFromInside(Instance instance) {
    boolean terminate = instance.options().terminateOnShutdown();
    LOG.info("Instance {} shut down from inside", instance.id());
    change(
        instance,
        i ->
            i.with(
                i.lifecycle()
                    .enter(
                        terminate ? InstanceState.SHUTTING_DOWN : InstanceState.STOPPING,
                        time.instant())
                    .because(
                        "Client.InstanceInitiatedShutdown",
                        "Client.InstanceInitiatedShutdown: Instance initiated shutdown",
                        "")));
    reconcile(key(instance.scope(), instance.id()));
  }

  /** Nobody shut it down: whatever a shutdown shall do to it, its disk may tell what happened. */
  private void died(Instance instance, String why) {
    LOG.error("Instance {} ended without being shut down: {}", instance.id(), why);
    fail(instance, InstanceState.STOPPING, "The instance ended without being shut down: " + why);
  }

  private void lost(Instance instance) {
    LOG.error("Instance {} is gone from this machine", instance.id());
    fail(instance, InstanceState.SHUTTING_DOWN, "The instance is gone from its machine");
  }

  private void fail(Instance instance, InstanceState next, String why) {
    change(
        instance,
        i ->
            i.with(
                i.lifecycle()
                    .enter(next, time.instant())
                    .because(
                        "Server.InternalError",
                        "Server.InternalError: " + why,
                        "Server.InternalError")));
    reconcile(key(instance.scope(), instance.id()));
  }

  private void afterTheMachineWentDown(Instance instance) {
    if (!instance.settings().recoveryDisabled()) {
      begin(instance);
      return;
    }
    fail(
        instance,
        InstanceState.STOPPING,
        "The machine went down, and the instance's automatic recovery is disabled");
  }

  private void stop(Instance instance) {
    shutDown(instance.id(), instance.lifecycle().forced() ? Duration.ZERO : SHUTDOWN_TIMEOUT);
    changeIn(
        instance,
        (tx, i) -> {
          Instance kept = i.with(i.lifecycle().enter(InstanceState.STOPPED, time.instant()));
          for (InstanceParts part : parts.reversed()) {
            kept = part.stopped(tx, kept);
          }
          return kept;
        });
    parts.reversed().forEach(part -> part.stopped(instance));
  }

  /** An instance may be asked to end before it was ever made, or after it was lost. */
  private void shutDown(String id, Duration timeout) {
    if (compute.observe(id) instanceof croft.drivers.compute.InstanceState.Running) {
      compute.stop(id, timeout);
    }
  }

  private void terminate(Instance instance) {
    shutDown(instance.id(), TERMINATION_TIMEOUT);
    parts.reversed().forEach(part -> part.ending(instance));
    compute.destroy(instance.id());
    parts.reversed().forEach(part -> part.release(instance));
    changeIn(
        instance,
        (tx, i) -> {
          Instance kept = i.with(i.lifecycle().enter(InstanceState.TERMINATED, time.instant()));
          for (InstanceParts part : parts.reversed()) {
            kept = part.released(tx, kept);
          }
          return kept;
        });
    parts.reversed().forEach(part -> part.released(instance));
  }

  private void forget(Instance instance) {
    if (!isForgotten(instance)) {
      // A wake meant for its termination came late.
      return;
    }
    store.write(tx -> {
      Tags.clear(tx, instance.scope(), instance.id());
      return tx.delete(Instances.TABLE, instance.scope(), instance.id());
    });
  }

  private void change(Instance seen, UnaryOperator<Instance> change) {
    changeIn(seen, (tx, instance) -> change.apply(instance));
  }

  @FunctionalInterface
  private interface Change {
    Instance apply(Transaction tx, Instance instance);
  }

  /** Records what was done, unless the instance was meanwhile asked to be something else. */
  private void changeIn(Instance seen, Change change) {
    store.write(tx -> {
      Optional<Instance> now = tx.get(Instances.TABLE, seen.scope(), seen.id());
      if (now.isPresent() && now.get().state() == seen.state()) {
        tx.put(Instances.TABLE, change.apply(tx, now.get()));
      }
      return now;
    });
  }
}
