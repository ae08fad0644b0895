package croft.services.ec2.instance;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Ec2Rooms;
import croft.services.ec2.Wake;
import croft.services.ec2.image.Image;
import croft.services.ec2.image.Images;
import croft.services.ec2.instance.ProfileLookup.Profile;
import croft.services.ec2.keypair.KeyPairOperations;
import croft.services.ec2.networkinterface.LaunchedInterfaces;
import croft.services.ec2.networkinterface.LaunchedInterfaces.Ground;
import croft.services.ec2.placementgroup.PlacementGroups;
import croft.services.ec2.spot.SpotRequests;
import croft.services.ec2.spot.SpotTerms;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.LaunchKeys;
import croft.services.ec2.volume.LaunchedVolumes;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the instances of a launch, in the transaction of whoever launches. */
public final class Launcher {
  private final Ids ids;
  private final LaunchedInterfaces interfaces;
  private final LaunchedVolumes volumes;
  private final Wake wake;
  private final int instanceLimit;

  /** Over EC2's parts, and what gives instances their interfaces. */
  public Launcher(Ec2Rooms parts, LaunchedInterfaces interfaces) {
    this.ids = parts.ids();
    this.wake = parts.wake();
    this.instanceLimit = parts.instanceLimit();
    this.interfaces = interfaces;
    this.volumes = new LaunchedVolumes(ids);
  }

  /**
   * Where a launch comes from.
   *
   * @param marks tags in AWS's own name, such as of the launch template
   * @param spot the terms of the spot requests that the instances answer, or null for on-demand
   * @param keys the data keys of its volumes
   */
  public record Origin(
      @Nullable Profile profile,
      Map<String, String> marks,
      @Nullable SpotTerms spot,
      LaunchKeys keys) {}

  /**
   * All or as many above the minimum as there is room for, in state pending.
   *
   * @throws ServiceError when the minimum cannot be had
   */
  List<Instance> launch(
      Transaction tx, Call call, LaunchRequest launch, Origin origin, String reservationId) {
    Image image = Images.launchable(tx, call.scope(), launch.imageId());
    LaunchDisks disks = launch.disks().over(image);
    if (launch.keyName() != null) {
      KeyPairOperations.require(tx, call.scope(), launch.keyName());
    }
    Ground ground =
        LaunchedInterfaces.ground(tx, call.scope(), launch.network(), launch.placement().zone());
    int count = count(tx, call, launch);
    List<Instance> launched = new ArrayList<>(count);
    while (launched.size() < count) {
      try {
        launched.add(
            instance(
                tx, call, launch, origin, new Spot(ground, disks, reservationId, launched.size())));
      } catch (ServiceError e) {
        // Out of addresses past the minimum: fewer instances are what was asked for.
        if (launched.size() < launch.minimum()) {
          throw e;
        }
        break;
      }
    }
    return launched;
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
  private record Spot(Ground ground, LaunchDisks disks, String reservationId, int index) {}

  private Instance instance(
      Transaction tx, Call call, LaunchRequest launch, Origin origin, Spot spot) {
    String id = ids.resource("i");
    // Before anything of the instance is written: it may be refused past the minimum.
    InstanceSettings.Group group =
        PlacementGroups.place(tx, call.scope(), launch.placement(), spot.ground().zone());
    Instance.Place place =
        interfaces.give(
            tx,
            spot.ground(),
            new LaunchedInterfaces.Recipient(
                id, launch.tags().getOrDefault("network-interface", Map.of()), call.at()));
    Profile profile = origin.profile();
    LaunchKeys.Prepared root = origin.keys().nextRoot();
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
                MetadataOptionOperations.of(tx, call.scope(), launch.metadata()),
                launch.terminationProtected(),
                launch.terminateOnShutdown(),
                launch.detailedMonitoring(),
                root == null ? ids.resource("vol") : root.volumeId(),
                settings(call, launch, group, profile)));
    if (origin.spot() != null) {
      String request = SpotRequests.fulfilled(tx, ids, instance, origin.spot(), call.at());
      instance = instance.with(instance.settings().withSpotRequestId(request));
    }
    tx.insert(Instances.TABLE, instance);
    ReservedTags.put(tx, call, id, launch.tags().getOrDefault("instance", Map.of()));
    volumes.give(
        tx,
        call,
        instance,
        new LaunchedVolumes.Wanted(
            spot.disks(),
            root == null ? null : root.encryption(),
            origin.keys(),
            launch.tags().getOrDefault("volume", Map.of())));
    Tags.mark(tx, call.scope(), id, origin.marks());
    wake.instance(tx, call.scope(), id);
    return instance;
  }

  private InstanceSettings settings(
      Call call,
      LaunchRequest launch,
      InstanceSettings.@Nullable Group group,
      @Nullable Profile profile) {
    InstanceSettings settings = launch.settings().withGroup(group);
    return profile == null
        ? settings
        : settings.withAssociation(
            new InstanceSettings.Association(ids.resource("iip-assoc"), call.at()));
  }
}
