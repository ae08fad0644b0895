package croft.services.ec2.instance;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance as EC2 means it to be; what the machine does about it is the reconciler's affair.
 *
 * @param scope account and region
 * @param id such as {@code i-0123456789abcdef0}
 */
public record Instance(
    String scope, String id, Launch launch, Lifecycle lifecycle, Place place, Options options) {

  /**
   * What the launch fixed for good.
   *
   * @param index among the instances of the reservation
   * @param clientToken the caller's idempotency token, or null
   * @param userData Base64, or null
   */
  public record Launch(
      String reservationId,
      int index,
      @Nullable String clientToken,
      String imageId,
      @Nullable String keyName,
      Instant at,
      @Nullable String userData) {

    Launch again(Instant next) {
      return new Launch(reservationId, index, clientToken, imageId, keyName, next, userData);
    }

    Launch withUserData(@Nullable String next) {
      return new Launch(reservationId, index, clientToken, imageId, keyName, at, next);
    }
  }

  /**
   * Where the instance stands, and since when.
   *
   * @param reasonCode such as {@code Client.UserInitiatedShutdown}, or null
   * @param transitionReason such as {@code User initiated (2026-01-01 00:00:00 GMT)}, or empty
   * @param rebootRequests how many reboots were asked for
   * @param rebootsDone how many were carried out
   * @param forced whether it is being stopped without being asked to shut down
   */
  public record Lifecycle(
      InstanceState state,
      Instant since,
      @Nullable String reasonCode,
      @Nullable String reasonMessage,
      String transitionReason,
      int rebootRequests,
      int rebootsDone,
      boolean forced) {

    public static Lifecycle begin(Instant at) {
      return new Lifecycle(InstanceState.PENDING, at, null, null, "", 0, 0, false);
    }

    public Lifecycle enter(InstanceState next, Instant at) {
      return new Lifecycle(
          next,
          at,
          reasonCode,
          reasonMessage,
          transitionReason,
          rebootRequests,
          rebootsDone,
          false);
    }

    public Lifecycle because(@Nullable String code, @Nullable String message, String transition) {
      return new Lifecycle(
          state, since, code, message, transition, rebootRequests, rebootsDone, forced);
    }

    public Lifecycle rebootRequested() {
      return rebooting(rebootRequests + 1, rebootsDone);
    }

    public Lifecycle rebooted(int requests) {
      return rebooting(rebootRequests, requests);
    }

    private Lifecycle rebooting(int requests, int done) {
      return new Lifecycle(
          state, since, reasonCode, reasonMessage, transitionReason, requests, done, forced);
    }

    /** Not asking what runs inside any more. */
    public Lifecycle byForce() {
      return new Lifecycle(
          state,
          since,
          reasonCode,
          reasonMessage,
          transitionReason,
          rebootRequests,
          rebootsDone,
          true);
    }
  }

  /**
   * The instance's primary network interface.
   *
   * @param publicAddress the address assigned at launch or start, or null; an Elastic IP is kept
   *     with the address, not here
   * @param publicAddressWanted whether a start assigns a public address
   */
  public record Place(
      String interfaceId,
      String attachmentId,
      String vpcId,
      String subnetId,
      String zone,
      String privateAddress,
      String macAddress,
      List<String> groupIds,
      @Nullable String publicAddress,
      boolean publicAddressWanted) {
    public Place {
      groupIds = List.copyOf(groupIds);
    }

    public Place withPublicAddress(@Nullable String address) {
      return new Place(
          interfaceId,
          attachmentId,
          vpcId,
          subnetId,
          zone,
          privateAddress,
          macAddress,
          groupIds,
          address,
          publicAddressWanted);
    }

    public Place withGroups(List<String> groups) {
      return new Place(
          interfaceId,
          attachmentId,
          vpcId,
          subnetId,
          zone,
          privateAddress,
          macAddress,
          groups,
          publicAddress,
          publicAddressWanted);
    }
  }

  /**
   * What may be changed during the instance's life.
   *
   * @param profileArn the instance profile's ARN, or null
   * @param profileId the instance profile's unique id, or null
   * @param terminateOnShutdown whether a shutdown from inside terminates instead of stops
   */
  public record Options(
      String type,
      @Nullable String profileArn,
      @Nullable String profileId,
      MetadataOptions metadata,
      boolean terminationProtected,
      boolean terminateOnShutdown,
      boolean detailedMonitoring,
      String rootVolumeId,
      InstanceSettings settings) {

    /** A document of an earlier Croft has no settings. */
    public Options {
      settings = settings == null ? InstanceSettings.DEFAULT : settings;
    }

    public Options withType(String next) {
      return new Options(
          next,
          profileArn,
          profileId,
          metadata,
          terminationProtected,
          terminateOnShutdown,
          detailedMonitoring,
          rootVolumeId,
          settings);
    }

    public Options withProfile(@Nullable String arn, @Nullable String id) {
      return new Options(
          type,
          arn,
          id,
          metadata,
          terminationProtected,
          terminateOnShutdown,
          detailedMonitoring,
          rootVolumeId,
          settings);
    }

    public Options withMetadata(MetadataOptions next) {
      return new Options(
          type,
          profileArn,
          profileId,
          next,
          terminationProtected,
          terminateOnShutdown,
          detailedMonitoring,
          rootVolumeId,
          settings);
    }

    public Options withTerminationProtected(boolean on) {
      return new Options(
          type,
          profileArn,
          profileId,
          metadata,
          on,
          terminateOnShutdown,
          detailedMonitoring,
          rootVolumeId,
          settings);
    }

    public Options withTerminateOnShutdown(boolean on) {
      return new Options(
          type,
          profileArn,
          profileId,
          metadata,
          terminationProtected,
          on,
          detailedMonitoring,
          rootVolumeId,
          settings);
    }

    public Options withDetailedMonitoring(boolean on) {
      return new Options(
          type,
          profileArn,
          profileId,
          metadata,
          terminationProtected,
          terminateOnShutdown,
          on,
          rootVolumeId,
          settings);
    }

    public Options with(InstanceSettings next) {
      return new Options(
          type,
          profileArn,
          profileId,
          metadata,
          terminationProtected,
          terminateOnShutdown,
          detailedMonitoring,
          rootVolumeId,
          next);
    }
  }

  /**
   * How the metadata service answers this instance.
   *
   * @param tokensRequired IMDSv2 only
   * @param hopLimit of the token's answer, 1 to 64; nothing inside an instance can be a second hop,
   *     for it cannot route (decision 0038), so any limit holds
   * @param tagsEnabled whether tags are readable from inside
   */
  public record MetadataOptions(
      boolean enabled, boolean tokensRequired, int hopLimit, boolean tagsEnabled) {

    public static final MetadataOptions DEFAULT = new MetadataOptions(true, false, 1, false);
  }

  public InstanceState state() {
    return lifecycle.state();
  }

  public InstanceSettings settings() {
    return options.settings();
  }

  public Instance with(InstanceSettings next) {
    return with(options.with(next));
  }

  public Instance with(Launch next) {
    return new Instance(scope, id, next, lifecycle, place, options);
  }

  public Instance with(Lifecycle next) {
    return new Instance(scope, id, launch, next, place, options);
  }

  public Instance with(Place next) {
    return new Instance(scope, id, launch, lifecycle, next, options);
  }

  public Instance with(Options next) {
    return new Instance(scope, id, launch, lifecycle, place, next);
  }
}
