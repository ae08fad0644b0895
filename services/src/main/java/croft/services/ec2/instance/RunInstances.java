package croft.services.ec2.instance;

import croft.api.ec2.Ec2Model;
import croft.api.ec2.IamInstanceProfileSpecification;
import croft.api.ec2.Reservation;
import croft.api.ec2.RunInstancesRequest;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Ec2Rooms;
import croft.services.ec2.image.ImageReference;
import croft.services.ec2.image.Images;
import croft.services.ec2.instance.Launcher.Origin;
import croft.services.ec2.instance.ProfileLookup.Profile;
import croft.services.ec2.launchtemplate.TemplateLaunch;
import croft.services.ec2.spot.SpotTerms;
import croft.services.ec2.volume.LaunchKeys;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.HonouredMembers;
import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * RunInstances: writes instances in state pending, all or as many above the minimum as there is
 * room for, and wakes the reconciler that starts them.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html">RunInstances</a>.
 */
public final class RunInstances {
  /** One use of a client token. */
  record TokenUse(String scope, String token, String fingerprint, String reservationId) {}

  public static final Table<TokenUse> TOKENS =
      Table.of("ec2_client_token", TokenUse.class, TokenUse::scope, TokenUse::token);

  private final Store store;
  private final Ids ids;
  private final Vpcs vpcs;
  private final Launcher launcher;
  private final ProfileLookup profiles;
  private final ImageReference images;
  private final LaunchKeys.Maker keys;

  /** Over EC2's parts, and the nouns it shares with other operations. */
  public RunInstances(Ec2Rooms parts, Vpcs vpcs, Launcher launcher) {
    this.store = parts.store();
    this.ids = parts.ids();
    this.profiles = parts.profiles();
    this.images = new ImageReference(parts.calls());
    this.vpcs = vpcs;
    this.launcher = launcher;
    this.keys = new LaunchKeys.Maker(store, ids, parts.dataKeys());
  }

  public Binding<?, ?> binding() {
    return Binding.bind(Ec2Model.RUN_INSTANCES, this::accesses, this::runInstances)
        .honouring(LaunchRequest.honoured());
  }

  /**
   * Passes when a launch asks for nothing that is not done.
   *
   * @throws ServiceError {@code UnsupportedOperation} naming what is not
   */
  public static void requireHonoured(RunInstancesRequest launch) {
    HonouredMembers.of(LaunchRequest.honoured()).check(launch);
  }

  /** What a launch needs, with what its template adds. */
  public List<Access> accesses(Call call, RunInstancesRequest request) {
    return new RunInstancesAccess(profiles).accesses(call, merged(call, request).request());
  }

  private TemplateLaunch merged(Call call, RunInstancesRequest request) {
    TemplateLaunch merged =
        request.launchTemplate() == null
            ? new TemplateLaunch(request, Map.of())
            : store.read(tx -> TemplateLaunch.of(tx, call.scope(), request));
    return new TemplateLaunch(resolved(call, merged.request()), merged.marks());
  }

  /** The request with the image's id in place of a reference to it. */
  private RunInstancesRequest resolved(Call call, RunInstancesRequest request) {
    String imageId = request.imageId();
    return imageId == null || !ImageReference.isOne(imageId)
        ? request
        : request.toBuilder().imageId(images.resolve(call, imageId)).build();
  }

  private Reservation runInstances(Call call, RunInstancesRequest request) {
    TemplateLaunch merged = merged(call, request);
    return run(call, merged, null);
  }

  /**
   * Launches on behalf of another operation.
   *
   * @param spot the terms of the spot requests to answer, or null
   */
  public Reservation run(Call call, TemplateLaunch merged, @Nullable SpotTerms spot) {
    requireHonoured(merged.request());
    LaunchRequest launch = LaunchRequest.of(merged.request());
    vpcs.ensureDefault(call.scope());
    SpotTerms terms = spot != null || !launch.spot() ? spot : SpotTerms.of(merged.request());
    Profile profile = profile(profiles, call, launch.profile());
    if (launch.clientToken() != null) {
      Optional<Reservation> made = store.read(tx -> repeated(tx, call, launch));
      if (made.isPresent()) {
        return made.get();
      }
    }
    LaunchDisks disks =
        store.read(
            tx -> launch.disks().over(Images.launchable(tx, call.scope(), launch.imageId())));
    // KMS is asked before the launch is written: its answers are no part of that transaction.
    Origin origin =
        new Origin(
            profile,
            merged.marks(),
            terms == null ? null : terms.renewing(merged),
            keys.prepare(call, disks, launch.maximum()));
    return store.write(
        tx -> repeated(tx, call, launch).orElseGet(() -> launch(tx, call, launch, origin)));
  }

  static @Nullable Profile profile(
      ProfileLookup profiles, Call call, @Nullable IamInstanceProfileSpecification given) {
    if (given == null) {
      return null;
    }
    Optional<Profile> found =
        given.arn() != null
            ? profiles.byArn(call.account(), given.arn())
            : profiles.byName(call.account(), given.name() == null ? "" : given.name());
    String shown = given.arn() != null ? given.arn() : given.name();
    return found.orElseThrow(() ->
        ServiceError.badRequest(
            "InvalidParameterValue",
            "Value ("
                + shown
                + ") for parameter "
                + (given.arn() != null ? "iamInstanceProfile.arn" : "iamInstanceProfile.name")
                + " is invalid. Invalid IAM Instance Profile "
                + (given.arn() != null ? "ARN" : "name")));
  }

  private Optional<Reservation> repeated(Transaction tx, Call call, LaunchRequest launch) {
    String token = launch.clientToken();
    if (token == null) {
      return Optional.empty();
    }
    Optional<TokenUse> use = tx.get(TOKENS, call.scope(), token);
    if (use.isPresent() && !use.get().fingerprint().equals(launch.fingerprint())) {
      throw ServiceError.badRequest(
          "IdempotentParameterMismatch",
          "Arguments on this idempotent request are inconsistent with arguments used in previous"
              + " request(s).");
    }
    return use.map(u ->
        reservation(
            tx,
            call,
            tx.findIn(Instances.TABLE, call.scope(), "client_token", token).stream()
                .sorted(Comparator.comparingInt(i -> i.launch().index()))
                .toList(),
            u.reservationId()));
  }

  private Reservation launch(Transaction tx, Call call, LaunchRequest launch, Origin origin) {
    String reservationId = ids.resource("r");
    List<Instance> launched = launcher.launch(tx, call, launch, origin, reservationId);
    if (launch.clientToken() != null) {
      tx.insert(
          TOKENS,
          new TokenUse(call.scope(), launch.clientToken(), launch.fingerprint(), reservationId));
    }
    return reservation(tx, call, launched, reservationId);
  }

  private static Reservation reservation(
      Transaction tx, Call call, List<Instance> instances, String reservationId) {
    InstanceShapes shapes = InstanceView.shapes(tx, call.scope());
    return Reservation.builder()
        .reservationId(reservationId)
        .ownerId(call.account())
        .groups(List.of())
        .instances(instances.stream().map(shapes::shape).toList())
        .build();
  }
}
