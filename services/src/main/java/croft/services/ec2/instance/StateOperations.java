package croft.services.ec2.instance;

import croft.api.ec2.Ec2Model;
import croft.api.ec2.InstanceStateChange;
import croft.api.ec2.RebootInstancesRequest;
import croft.api.ec2.RebootInstancesResponse;
import croft.api.ec2.StartInstancesRequest;
import croft.api.ec2.StartInstancesResult;
import croft.api.ec2.StopInstancesRequest;
import croft.api.ec2.StopInstancesResult;
import croft.api.ec2.TerminateInstancesRequest;
import croft.api.ec2.TerminateInstancesResult;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.tag.Tags;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** StartInstances, StopInstances, RebootInstances and TerminateInstances. */
public final class StateOperations {
  private static final DateTimeFormatter GMT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'GMT'").withZone(ZoneOffset.UTC);

  private final Store store;
  private final PublicAddresses addresses;
  private final Wake wake;

  public StateOperations(Store store, PublicAddresses addresses, Wake wake) {
    this.store = store;
    this.addresses = addresses;
    this.wake = wake;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.START_INSTANCES,
                onInstances("ec2:StartInstances", StartInstancesRequest::instanceIdsOrEmpty),
                this::startInstances)
            .honouring("InstanceIds"),
        Binding.bind(
                Ec2Model.STOP_INSTANCES,
                onInstances("ec2:StopInstances", StopInstancesRequest::instanceIdsOrEmpty),
                this::stopInstances)
            .honouring("InstanceIds", "Force", "Hibernate"),
        Binding.bind(
            Ec2Model.REBOOT_INSTANCES,
            onInstances("ec2:RebootInstances", RebootInstancesRequest::instanceIdsOrEmpty),
            this::rebootInstances),
        Binding.bind(
            Ec2Model.TERMINATE_INSTANCES,
            onInstances("ec2:TerminateInstances", TerminateInstancesRequest::instanceIdsOrEmpty),
            this::terminateInstances));
  }

  /** One access for each instance, with its tags as condition keys. */
  private <I> AccessRule<I> onInstances(String action, Function<I, List<String>> ids) {
    return (call, request) -> instanceAccesses(store, call, action, ids.apply(request));
  }

  static List<Access> instanceAccesses(
      Store store, Call call, String action, List<String> instanceIds) {
    if (instanceIds.isEmpty()) {
      return List.of(Access.to(action, call.arn("ec2", "instance/*")));
    }
    return store.read(tx -> instanceIds.stream().map(id -> access(tx, call, action, id)).toList());
  }

  private static Access access(Transaction tx, Call call, String action, String id) {
    Map<String, List<String>> keys = new HashMap<>();
    Tags.of(tx, call.scope(), id)
        .forEach((key, value) -> {
          keys.put("ec2:ResourceTag/" + key, List.of(value));
          keys.put("aws:ResourceTag/" + key, List.of(value));
        });
    return Access.to(action, call.arn("ec2", "instance/" + id)).with(keys);
  }

  private StartInstancesResult startInstances(Call call, StartInstancesRequest request) {
    return StartInstancesResult.builder()
        .startingInstances(change(call, request.instanceIdsOrEmpty(), this::start))
        .build();
  }

  private StopInstancesResult stopInstances(Call call, StopInstancesRequest request) {
    if (Boolean.TRUE.equals(request.hibernate())) {
      refuseHibernation(call, request.instanceIdsOrEmpty());
    }
    boolean forced = Boolean.TRUE.equals(request.force());
    return StopInstancesResult.builder()
        .stoppingInstances(
            change(call, request.instanceIdsOrEmpty(), (tx, c, i) -> stop(c, i, forced)))
        .build();
  }

  /** No instance here was launched for hibernation: that is refused at the launch. */
  private void refuseHibernation(Call call, List<String> ids) {
    List<Instance> named = store.read(tx -> Instances.require(tx, call.scope(), ids));
    if (!named.isEmpty()) {
      throw ServiceError.badRequest(
          "UnsupportedHibernationConfiguration",
          "The instance '"
              + named.getFirst().id()
              + "' is not enabled for hibernation. Stop it without the parameter Hibernate.");
    }
  }

  private RebootInstancesResponse rebootInstances(Call call, RebootInstancesRequest request) {
    change(call, request.instanceIdsOrEmpty(), this::reboot);
    return RebootInstancesResponse.builder().build();
  }

  private TerminateInstancesResult terminateInstances(
      Call call, TerminateInstancesRequest request) {
    return TerminateInstancesResult.builder()
        .terminatingInstances(change(call, request.instanceIdsOrEmpty(), this::terminate))
        .build();
  }

  /** What one call does to one instance; the same instance where it does nothing. */
  private interface Change {
    Instance apply(Transaction tx, Call call, Instance instance);
  }

  private List<InstanceStateChange> change(Call call, List<String> ids, Change change) {
    if (ids.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter InstanceId");
    }
    return store.write(tx -> {
      List<InstanceStateChange> changes = new ArrayList<>();
      // All or none: an error in one leaves the others as they are.
      for (Instance before : Instances.require(tx, call.scope(), ids)) {
        Instance after = change.apply(tx, call, before);
        if (!after.equals(before)) {
          tx.put(Instances.TABLE, after);
          wake.instance(tx, call.scope(), after.id());
        }
        changes.add(
            InstanceStateChange.builder()
                .instanceId(before.id())
                .previousState(InstanceShapes.state(before.state()))
                .currentState(InstanceShapes.state(after.state()))
                .build());
      }
      return changes;
    });
  }

  private Instance start(Transaction tx, Call call, Instance instance) {
    return switch (instance.state()) {
      case PENDING, RUNNING -> instance;
      case STOPPED -> {
        Instance.Place place = instance.place();
        String address =
            place.publicAddressWanted() && Addresses.of(tx, call.scope(), instance.id()).isEmpty()
                ? addresses.give(tx, instance.id())
                : null;
        yield instance
            .with(
                instance
                    .lifecycle()
                    .enter(InstanceState.PENDING, call.at())
                    .because(null, null, ""))
            .with(place.withPublicAddress(address))
            .with(instance.launch().again(call.at()));
      }
      case STOPPING, SHUTTING_DOWN, TERMINATED ->
          throw incorrectState(instance, "it is not in a state from which it can be started.");
    };
  }

  private static Instance stop(Call call, Instance instance, boolean forced) {
    if (instance.settings().stopProtected()) {
      throw ServiceError.badRequest(
          "OperationNotPermitted",
          "The instance '"
              + instance.id()
              + "' may not be stopped. Modify its 'disableApiStop' instance attribute and try"
              + " again.");
    }
    return switch (instance.state()) {
      // Force is also for what does not stop of itself.
      case STOPPING -> forced ? instance.with(instance.lifecycle().byForce()) : instance;
      case STOPPED -> instance;
      case RUNNING, PENDING -> {
        Instance stopping = stopping(instance, call.at(), byUser(call.at()));
        yield forced ? stopping.with(stopping.lifecycle().byForce()) : stopping;
      }
      case SHUTTING_DOWN, TERMINATED ->
          throw incorrectState(instance, "it is not in a state from which it can be stopped.");
    };
  }

  private static String byUser(Instant at) {
    return "User initiated (" + GMT.format(at) + ")";
  }

  static Instance stopping(Instance instance, Instant at, String transition) {
    return instance.with(
        instance
            .lifecycle()
            .enter(InstanceState.STOPPING, at)
            .because(
                "Client.UserInitiatedShutdown",
                "Client.UserInitiatedShutdown: User initiated shutdown",
                transition));
  }

  /** The same instance, to be rebooted. */
  public static Instance rebooting(Instance instance) {
    return instance.with(instance.lifecycle().rebootRequested());
  }

  /**
   * The same instance, stopped by a scheduled event.
   *
   * @param what such as {@code retirement}
   */
  public static Instance stoppingBySchedule(Instance instance, Instant at, String what) {
    return instance.with(
        instance
            .lifecycle()
            .enter(InstanceState.STOPPING, at)
            .because(
                "Server.ScheduledStop",
                "Server.ScheduledStop: Stopped due to a scheduled " + what,
                "Server.ScheduledStop (" + GMT.format(at) + ")"));
  }

  private Instance reboot(Transaction tx, Call call, Instance instance) {
    return switch (instance.state()) {
      case RUNNING, PENDING -> instance.with(instance.lifecycle().rebootRequested());
      case STOPPING, STOPPED, SHUTTING_DOWN, TERMINATED ->
          throw incorrectState(instance, "it is not in a state from which it can be rebooted.");
    };
  }

  private Instance terminate(Transaction tx, Call call, Instance instance) {
    if (instance.options().terminationProtected() && !instance.state().ending()) {
      throw ServiceError.badRequest(
          "OperationNotPermitted",
          "The instance '"
              + instance.id()
              + "' may not be terminated. Modify its"
              + " 'disableApiTermination' instance attribute and try again.");
    }
    return switch (instance.state()) {
      case SHUTTING_DOWN, TERMINATED -> instance;
      case PENDING, RUNNING, STOPPING, STOPPED ->
          terminating(instance, call.at(), byUser(call.at()));
    };
  }

  static Instance terminating(Instance instance, Instant at, String transition) {
    return instance.with(
        instance
            .lifecycle()
            .enter(InstanceState.SHUTTING_DOWN, at)
            .because(
                "Client.UserInitiatedShutdown",
                "Client.UserInitiatedShutdown: User initiated shutdown",
                transition));
  }

  private static ServiceError incorrectState(Instance instance, String why) {
    return ServiceError.badRequest(
        "IncorrectInstanceState",
        "The instance '" + instance.id() + "' is not in the required state: " + why);
  }
}
