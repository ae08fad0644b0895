package croft.services.autoscaling.group;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.WarmPoolConfiguration;
import croft.base.Arn;
import croft.store.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A group as it shall be.
 *
 * @param id the UUID in its ARN
 * @param settings what the caller said, in the API's own shape, without what is kept beside it here
 * @param tags by key
 * @param suspended processes and why each is suspended
 * @param attachments what balances load to its instances
 * @param warmPool null when it has none
 * @param because why the desired capacity is what it is, for the causes of activities that follow;
 *     empty once they are done
 * @param owed causes of launches that replace instances which were taken out, the oldest first
 * @param cooldownUntil nothing simple scales before
 * @param deleting since ForceDelete: it goes when its instances are gone
 * @param pause when to launch again after a launch failed
 * @param metricsAt the minute whose metrics were published last
 */
public record Group(
    String scope,
    String name,
    String id,
    AutoScalingGroup settings,
    Map<String, GroupTag> tags,
    Map<String, String> suspended,
    List<Attachment> attachments,
    @Nullable WarmPoolConfiguration warmPool,
    String because,
    List<String> owed,
    @Nullable Instant cooldownUntil,
    boolean deleting,
    @Nullable Pause pause,
    @Nullable Instant metricsAt) {
  public static final Table<Group> TABLE =
      Table.of("autoscaling_group", Group.class, Group::scope, Group::name);

  /** A tag, and whether instances get it at their launch. */
  public record GroupTag(String value, boolean propagate) {}

  /** Launches wait after failures, longer after each. */
  public record Pause(int failures, Instant until) {}

  public Group {
    tags = tags == null ? Map.of() : Map.copyOf(tags);
    suspended = suspended == null ? Map.of() : Map.copyOf(suspended);
    attachments = attachments == null ? List.of() : List.copyOf(attachments);
    owed = owed == null ? List.of() : List.copyOf(owed);
    because = Objects.requireNonNullElse(because, "");
  }

  public String key() {
    return scope + "/" + name;
  }

  public String account() {
    return scope.substring(0, scope.indexOf('/'));
  }

  public String region() {
    return scope.substring(scope.indexOf('/') + 1);
  }

  public Arn arn() {
    return Arn.of(
        "autoscaling",
        region(),
        account(),
        "autoScalingGroup:" + id + ":autoScalingGroupName/" + name);
  }

  public int min() {
    return zero(settings.minSize());
  }

  public int max() {
    return zero(settings.maxSize());
  }

  public int desired() {
    return zero(settings.desiredCapacity());
  }

  public int defaultCooldownSeconds() {
    Integer given = settings.defaultCooldown();
    return given == null ? 300 : given;
  }

  public int graceSeconds() {
    return zero(settings.healthCheckGracePeriod());
  }

  /** How long a new instance does not count in scaling; the grace where nothing was said. */
  public int warmupSeconds() {
    Integer given = settings.defaultInstanceWarmup();
    return given == null || given < 0 ? graceSeconds() : given;
  }

  public boolean runs(String process) {
    return !suspended.containsKey(process);
  }

  /** The subnets it launches into; empty when it names zones alone. */
  public List<String> subnets() {
    String list = settings.vpcZoneIdentifier();
    return list == null || list.isBlank()
        ? List.of()
        : List.of(list.replace(" ", "").split(",", -1));
  }

  public boolean checksBalancers() {
    String type = settings.healthCheckType();
    return type != null && List.of(type.split(",", -1)).contains("ELB");
  }

  public boolean protectsNewInstances() {
    return Boolean.TRUE.equals(settings.newInstancesProtectedFromScaleIn());
  }

  /** The same group with another capacity, and why. */
  public Group desiring(int capacity, String reason) {
    return withSettings(settings.toBuilder().desiredCapacity(capacity).build())
        .withBecause(reason)
        .withPause(null);
  }

  private static int zero(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  public Group withSettings(AutoScalingGroup next) {
    return new Group(
        scope,
        name,
        id,
        next,
        tags,
        suspended,
        attachments,
        warmPool,
        because,
        owed,
        cooldownUntil,
        deleting,
        pause,
        metricsAt);
  }

  public Group withTags(Map<String, GroupTag> next) {
    return new Group(
        scope,
        name,
        id,
        settings,
        next,
        suspended,
        attachments,
        warmPool,
        because,
        owed,
        cooldownUntil,
        deleting,
        pause,
        metricsAt);
  }

  public Group withSuspended(Map<String, String> next) {
    return new Group(
        scope,
        name,
        id,
        settings,
        tags,
        next,
        attachments,
        warmPool,
        because,
        owed,
        cooldownUntil,
        deleting,
        pause,
        metricsAt);
  }

  public Group withAttachments(List<Attachment> next) {
    return new Group(
        scope,
        name,
        id,
        settings,
        tags,
        suspended,
        next,
        warmPool,
        because,
        owed,
        cooldownUntil,
        deleting,
        pause,
        metricsAt);
  }

  public Group withWarmPool(@Nullable WarmPoolConfiguration next) {
    return new Group(
        scope,
        name,
        id,
        settings,
        tags,
        suspended,
        attachments,
        next,
        because,
        owed,
        cooldownUntil,
        deleting,
        pause,
        metricsAt);
  }

  public Group withBecause(String next) {
    return new Group(
        scope,
        name,
        id,
        settings,
        tags,
        suspended,
        attachments,
        warmPool,
        next,
        owed,
        cooldownUntil,
        deleting,
        pause,
        metricsAt);
  }

  public Group withOwed(List<String> next) {
    return new Group(
        scope,
        name,
        id,
        settings,
        tags,
        suspended,
        attachments,
        warmPool,
        because,
        next,
        cooldownUntil,
        deleting,
        pause,
        metricsAt);
  }

  public Group withCooldownUntil(@Nullable Instant next) {
    return new Group(
        scope,
        name,
        id,
        settings,
        tags,
        suspended,
        attachments,
        warmPool,
        because,
        owed,
        next,
        deleting,
        pause,
        metricsAt);
  }

  public Group withDeleting(boolean next) {
    return new Group(
        scope,
        name,
        id,
        settings,
        tags,
        suspended,
        attachments,
        warmPool,
        because,
        owed,
        cooldownUntil,
        next,
        pause,
        metricsAt);
  }

  public Group withPause(@Nullable Pause next) {
    return new Group(
        scope,
        name,
        id,
        settings,
        tags,
        suspended,
        attachments,
        warmPool,
        because,
        owed,
        cooldownUntil,
        deleting,
        next,
        metricsAt);
  }

  public Group withMetricsAt(@Nullable Instant next) {
    return new Group(
        scope,
        name,
        id,
        settings,
        tags,
        suspended,
        attachments,
        warmPool,
        because,
        owed,
        cooldownUntil,
        deleting,
        pause,
        next);
  }
}
