package croft.services.ec2.instance;

import croft.api.ec2.Ec2Model;
import croft.api.ec2.IamInstanceProfileSpecification;
import croft.api.ec2.Reservation;
import croft.api.ec2.RunInstancesRequest;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Ec2Rooms;
import croft.services.ec2.Wake;
import croft.services.ec2.image.ImageReference;
import croft.services.ec2.image.Images;
import croft.services.ec2.instance.ProfileLookup.Profile;
import croft.services.ec2.keypair.KeyPairOperations;
import croft.services.ec2.networkinterface.LaunchedInterfaces;
import croft.services.ec2.networkinterface.LaunchedInterfaces.Ground;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import java.util.ArrayList;
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
  private final LaunchedInterfaces interfaces;
  private final ProfileLookup profiles;
  private final ImageReference images;
  private final Wake wake;
  private final int instanceLimit;

  /** Over EC2's parts, and the nouns it shares with other operations. */
  public RunInstances(Ec2Rooms parts, Vpcs vpcs, LaunchedInterfaces interfaces) {
    this.store = parts.store();
    this.ids = parts.ids();
    this.profiles = parts.profiles();
    this.wake = parts.wake();
    this.instanceLimit = parts.instanceLimit();
    this.images = new ImageReference(parts.calls());
    this.vpcs = vpcs;
    this.interfaces = interfaces;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
            Ec2Model.RUN_INSTANCES,
            (call, request) ->
                new RunInstancesAccess(profiles).accesses(call, resolved(call, request)),
            (call, request) -> runInstances(call, resolved(call, request)))
        .honouring(LaunchRequest.honoured());
  }

  /** The request with the image's id in place of a reference to it. */
  private RunInstancesRequest resolved(Call call, RunInstancesRequest request) {
    String imageId = request.imageId();
    return imageId == null || !ImageReference.isOne(imageId)
        ? request
        : request.toBuilder().imageId(images.resolve(call, imageId)).build();
  }

  private Reservation runInstances(Call call, RunInstancesRequest request) {
    LaunchRequest launch = LaunchRequest.of(request);
    vpcs.ensureDefault(call.scope());
    Profile profile = profile(call, launch.profile());
    return store.write(
        tx -> repeated(tx, call, launch).orElseGet(() -> launch(tx, call, launch, profile)));
  }

  private @Nullable Profile profile(Call call, @Nullable IamInstanceProfileSpecification given) {
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

  private Reservation launch(
      Transaction tx, Call call, LaunchRequest launch, @Nullable Profile profile) {
    Images.launchable(tx, call.scope(), launch.imageId());
    if (launch.keyName() != null) {
      KeyPairOperations.require(tx, call.scope(), launch.keyName());
    }
    Ground ground = LaunchedInterfaces.ground(tx, call.scope(), launch.network(), launch.zone());
    int count = count(tx, call, launch);
    String reservationId = ids.resource("r");
    List<Instance> launched = new ArrayList<>(count);
    while (launched.size() < count) {
      try {
        launched.add(
            instance(tx, call, launch, profile, new Spot(ground, reservationId, launched.size())));
      } catch (ServiceError e) {
        // Out of addresses past the minimum: fewer instances are what was asked for.
        if (launched.size() < launch.minimum()) {
          throw e;
        }
        break;
      }
    }
    if (launch.clientToken() != null) {
      tx.insert(
          TOKENS,
          new TokenUse(call.scope(), launch.clientToken(), launch.fingerprint(), reservationId));
    }
    return reservation(tx, call, launched, reservationId);
  }

  /** As many as the limit leaves room for, when that is at least the minimum. */
  private int count(Transaction tx, Call call, LaunchRequest launch) {
    long inUse =
        tx.list(Instances.TABLE, call.scope()).stream()
            .filter(i -> i.state() != InstanceState.TERMINATED)
            .count();
    long room = Math.max(0, instanceLimit - inUse);
    if (room < launch.minimum()) {
      throw ServiceError.badRequest(
          "InstanceLimitExceeded",
          "You have requested more instances ("
              + (inUse + launch.minimum())
              + ") than your current instance limit of "
              + instanceLimit
              + " allows for the specified instance type.");
    }
    return (int) Math.min(room, launch.maximum());
  }

  /** Where one instance of a reservation goes. */
  private record Spot(Ground ground, String reservationId, int index) {}

  private Instance instance(
      Transaction tx, Call call, LaunchRequest launch, @Nullable Profile profile, Spot spot) {
    String id = ids.resource("i");
    Instance.Place place =
        interfaces.give(
            tx,
            spot.ground(),
            new LaunchedInterfaces.Recipient(
                id, launch.tags().getOrDefault("network-interface", Map.of()), call.at()));
    Instance instance =
        new Instance(
            call.scope(),
            id,
            new Instance.Launch(
                spot.reservationId(),
                spot.index(),
                launch.clientToken(),
                launch.imageId(),
                launch.keyName(),
                call.at(),
                launch.userData()),
            Instance.Lifecycle.begin(call.at()),
            place,
            new Instance.Options(
                launch.type().name(),
                profile == null ? null : profile.arn(),
                profile == null ? null : profile.id(),
                launch.metadata(),
                launch.terminationProtected(),
                launch.terminateOnShutdown(),
                false,
                ids.resource("vol")));
    tx.insert(Instances.TABLE, instance);
    tag(tx, launch, "instance", call.scope(), id);
    tag(tx, launch, "volume", call.scope(), instance.options().rootVolumeId());
    wake.instance(tx, call.scope(), id);
    return instance;
  }

  private static void tag(
      Transaction tx, LaunchRequest launch, String type, String scope, String id) {
    Map<String, String> tags = launch.tags().getOrDefault(type, Map.of());
    if (!tags.isEmpty()) {
      Tags.put(tx, scope, id, tags);
    }
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
