package croft.services.autoscaling.instance;

import croft.api.autoscaling.Instance;
import croft.api.autoscaling.LaunchTemplateSpecification;
import croft.services.autoscaling.group.Group;
import croft.store.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance in its group.
 *
 * @param since when it came into this state
 * @param unhealthy why it is unhealthy; null while it is healthy
 * @param source what it was launched from
 * @param launched when it came into the group
 * @param inService when it last came into service; null before
 * @param graceFrom from when on the health check's grace runs
 * @param protectedFromScaleIn whether scaling in passes it by
 * @param activityId the activity that goes on about it, or null
 * @param waits lifecycle hooks that are not answered yet
 * @param registered where it was registered: identifiers of attachments
 * @param toWarmPool whether it goes into the warm pool when it is let go
 * @param replacing why it leaves as soon as another is in service in its place; such a one does not
 *     count any more; null for those that stay
 */
public record GroupInstance(
    String scope,
    String id,
    String group,
    LifecycleState state,
    Instant since,
    @Nullable String unhealthy,
    Source source,
    Instant launched,
    @Nullable Instant inService,
    @Nullable Instant graceFrom,
    boolean protectedFromScaleIn,
    @Nullable String activityId,
    List<HookWait> waits,
    List<String> registered,
    boolean toWarmPool,
    @Nullable String replacing) {
  public static final Table<GroupInstance> TABLE =
      Table.of("autoscaling_instance", GroupInstance.class, GroupInstance::scope, GroupInstance::id)
          .index("group_key", GroupInstance::groupKey);

  /**
   * What an instance was launched from.
   *
   * @param launchConfiguration its name, or null
   * @param template with the version that was used, or null
   * @param weight as the overrides say, or null
   */
  public record Source(
      String type,
      String zone,
      @Nullable String subnet,
      @Nullable String launchConfiguration,
      @Nullable LaunchTemplateSpecification template,
      @Nullable String weight) {}

  /**
   * A hook that holds the instance.
   *
   * @param until when the heartbeat ends
   * @param last when it ends at the latest, whatever heartbeats come
   */
  public record HookWait(String hook, String token, Instant until, Instant last) {}

  public GroupInstance {
    waits = waits == null ? List.of() : List.copyOf(waits);
    registered = registered == null ? List.of() : List.copyOf(registered);
  }

  /** Among {@link #registered}: it came out of the warm pool, for what its hooks are told. */
  public static final String FROM_WARM_POOL = "warm pool";

  /** A new one. */
  public static GroupInstance entering(
      Group group, String id, LifecycleState state, Source source, Instant at) {
    return new GroupInstance(
        group.scope(),
        id,
        group.name(),
        state,
        at,
        null,
        source,
        at,
        null,
        null,
        group.protectsNewInstances(),
        null,
        List.of(),
        List.of(),
        false,
        null);
  }

  public String groupKey() {
    return scope + "/" + group;
  }

  /** Counted when the group's capacity is compared with the desired one. */
  public boolean counts() {
    return state.counts() && replacing == null;
  }

  public boolean healthy() {
    return unhealthy == null;
  }

  /** What it is registered with. */
  public List<String> balancers() {
    return registered.stream().filter(r -> !r.equals(FROM_WARM_POOL)).toList();
  }

  /** What it adds to the group's capacity. */
  public int weight() {
    String weight = source.weight();
    return weight == null ? 1 : Integer.parseInt(weight);
  }

  /** The same in another state. */
  public GroupInstance enter(LifecycleState next, Instant at) {
    return withState(next).withSince(at);
  }

  /** As the API shows it. */
  public Instance shape() {
    return Instance.builder()
        .instanceId(id)
        .instanceType(source.type())
        .availabilityZone(source.zone())
        .lifecycleState(state.text())
        .healthStatus(healthy() ? "Healthy" : "Unhealthy")
        .launchConfigurationName(source.launchConfiguration())
        .launchTemplate(source.template())
        .protectedFromScaleIn(protectedFromScaleIn)
        .weightedCapacity(source.weight())
        .build();
  }

  public GroupInstance withState(LifecycleState next) {
    return new GroupInstance(
        scope,
        id,
        group,
        next,
        since,
        unhealthy,
        source,
        launched,
        inService,
        graceFrom,
        protectedFromScaleIn,
        activityId,
        waits,
        registered,
        toWarmPool,
        replacing);
  }

  public GroupInstance withSince(Instant next) {
    return new GroupInstance(
        scope,
        id,
        group,
        state,
        next,
        unhealthy,
        source,
        launched,
        inService,
        graceFrom,
        protectedFromScaleIn,
        activityId,
        waits,
        registered,
        toWarmPool,
        replacing);
  }

  public GroupInstance withUnhealthy(@Nullable String next) {
    return new GroupInstance(
        scope,
        id,
        group,
        state,
        since,
        next,
        source,
        launched,
        inService,
        graceFrom,
        protectedFromScaleIn,
        activityId,
        waits,
        registered,
        toWarmPool,
        replacing);
  }

  public GroupInstance withSource(Source next) {
    return new GroupInstance(
        scope,
        id,
        group,
        state,
        since,
        unhealthy,
        next,
        launched,
        inService,
        graceFrom,
        protectedFromScaleIn,
        activityId,
        waits,
        registered,
        toWarmPool,
        replacing);
  }

  public GroupInstance withInService(@Nullable Instant next) {
    return new GroupInstance(
        scope,
        id,
        group,
        state,
        since,
        unhealthy,
        source,
        launched,
        next,
        graceFrom,
        protectedFromScaleIn,
        activityId,
        waits,
        registered,
        toWarmPool,
        replacing);
  }

  public GroupInstance withGraceFrom(@Nullable Instant next) {
    return new GroupInstance(
        scope,
        id,
        group,
        state,
        since,
        unhealthy,
        source,
        launched,
        inService,
        next,
        protectedFromScaleIn,
        activityId,
        waits,
        registered,
        toWarmPool,
        replacing);
  }

  public GroupInstance withProtectedFromScaleIn(boolean next) {
    return new GroupInstance(
        scope,
        id,
        group,
        state,
        since,
        unhealthy,
        source,
        launched,
        inService,
        graceFrom,
        next,
        activityId,
        waits,
        registered,
        toWarmPool,
        replacing);
  }

  public GroupInstance withActivityId(@Nullable String next) {
    return new GroupInstance(
        scope,
        id,
        group,
        state,
        since,
        unhealthy,
        source,
        launched,
        inService,
        graceFrom,
        protectedFromScaleIn,
        next,
        waits,
        registered,
        toWarmPool,
        replacing);
  }

  public GroupInstance withWaits(List<HookWait> next) {
    return new GroupInstance(
        scope,
        id,
        group,
        state,
        since,
        unhealthy,
        source,
        launched,
        inService,
        graceFrom,
        protectedFromScaleIn,
        activityId,
        next,
        registered,
        toWarmPool,
        replacing);
  }

  public GroupInstance withRegistered(List<String> next) {
    return new GroupInstance(
        scope,
        id,
        group,
        state,
        since,
        unhealthy,
        source,
        launched,
        inService,
        graceFrom,
        protectedFromScaleIn,
        activityId,
        waits,
        next,
        toWarmPool,
        replacing);
  }

  public GroupInstance withToWarmPool(boolean next) {
    return new GroupInstance(
        scope,
        id,
        group,
        state,
        since,
        unhealthy,
        source,
        launched,
        inService,
        graceFrom,
        protectedFromScaleIn,
        activityId,
        waits,
        registered,
        next,
        replacing);
  }

  public GroupInstance withReplacing(@Nullable String next) {
    return new GroupInstance(
        scope,
        id,
        group,
        state,
        since,
        unhealthy,
        source,
        launched,
        inService,
        graceFrom,
        protectedFromScaleIn,
        activityId,
        waits,
        registered,
        toWarmPool,
        next);
  }
}
