package croft.server;

import croft.base.Ids;
import croft.drivers.compute.Capability;
import croft.drivers.compute.Isolation;
import croft.services.ec2.Ec2Rooms;
import croft.services.ec2.Ec2Service;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.dhcpoptions.NameServerParts;
import croft.services.ec2.event.EventReconciler;
import croft.services.ec2.image.ImageParts;
import croft.services.ec2.image.ImageReconciler;
import croft.services.ec2.image.Images;
import croft.services.ec2.image.ImportArchives;
import croft.services.ec2.image.ImportReconciler;
import croft.services.ec2.instance.InstanceReconciler;
import croft.services.ec2.natgateway.NatGatewayPlacement;
import croft.services.ec2.natgateway.NatGatewayReconciler;
import croft.services.ec2.networkinterface.InterfaceParts;
import croft.services.ec2.networkinterface.InterfaceReconciler;
import croft.services.ec2.peering.PeeringReconciler;
import croft.services.ec2.snapshot.SnapshotReconciler;
import croft.services.ec2.volume.DataKeys;
import croft.services.ec2.volume.DiskParts;
import croft.services.ec2.volume.EncryptionSupport;
import croft.services.ec2.volume.VolumeKeys;
import croft.services.ec2.volume.VolumeReconciler;
import croft.services.ec2.vpc.VpcNetworks;
import croft.services.ec2instanceconnect.ConnectKeys;
import croft.services.ec2instanceconnect.InstanceConnectService;
import croft.services.operation.InnerCalls;
import croft.services.operation.PolicyCheck;
import croft.store.Store;
import croft.wire.protocol.PageToken;
import croft.workflow.ReconcilerRunner;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** EC2's rooms, and what makes real what they say, put together over a machine. */
record Ec2Parts(
    Config config,
    Store store,
    Machine machine,
    ReconcilerRunner reconcilers,
    Ids ids,
    SecureRandom random,
    InstantSource time) {
  private static final int INSTANCE_LIMIT = 4_000;
  private static final int MEMORY_INSTANCE_LIMIT = 20_000;

  Ec2Service service(
      IamProfiles profiles,
      PageToken tokens,
      StatusBoard statuses,
      InnerCalls innerCalls,
      PolicyCheck policies) {
    Ec2Rooms rooms =
        new Ec2Rooms(
            store,
            ids,
            random,
            new Paging(new SealedTokens(tokens)),
            new Ec2Wakes(reconcilers),
            profiles,
            statuses,
            id -> machine.compute().consoleOutput(id).bytes(),
            machine.network().publicAddressPool(),
            instanceLimit(),
            innerCalls,
            dataKeys(innerCalls),
            policies);
    reconcilers.add(rooms.spotRequests(time));
    return rooms.service();
  }

  private DataKeys dataKeys(InnerCalls innerCalls) {
    EncryptionSupport support =
        () ->
            Optional.of(machine.volumes().encryption())
                .filter(found -> !found.present())
                .map(Capability::detail);
    return new DataKeys(innerCalls, support, ids, time);
  }

  /** An account's limit is what the machine can tell apart; in memory it costs next to nothing. */
  private int instanceLimit() {
    return config.drivers() == Config.Drivers.MEMORY ? MEMORY_INSTANCE_LIMIT : INSTANCE_LIMIT;
  }

  /** EC2 Instance Connect, and what takes its keys away again. */
  InstanceConnectService connect() {
    ConnectKeys keys = new ConnectKeys(store, machine.compute(), time);
    reconcilers.add(keys);
    return new InstanceConnectService(store, ids, new InstanceFacts(store)::find, keys);
  }

  /**
   * @param inside what answers inside each VPC
   */
  void addReconcilers(VpcNetworks.InsideServices inside, Images images, InnerCalls innerCalls) {
    VpcNetworks networks = new VpcNetworks(store, machine.network(), inside);
    VolumeKeys keys = new VolumeKeys(store, machine.volumes()::unlock, dataKeys(innerCalls));
    ImageReconciler imageMaking =
        new ImageReconciler(store, machine.images(), machine.volumes(), machine.compute(), time);
    reconcilers.add(images);
    reconcilers.add(imageMaking);
    reconcilers.add(
        new ImportReconciler(store, machine.images(), new ImportArchives(innerCalls, ids, time)));
    addNetworks(networks);
    reconcilers.add(new VolumeReconciler(store, machine.volumes(), machine.compute(), keys, time));
    DiskParts disks =
        new DiskParts(machine.volumes(), machine.compute(), keys, new Ec2Wakes(reconcilers), time);
    reconcilers.add(
        new SnapshotReconciler(store, machine.volumes(), machine.compute(), keys, disks));
    reconcilers.add(new EventReconciler(store, new Ec2Wakes(reconcilers), time));
    reconcilers.add(
        new InstanceReconciler(
            store,
            machine.compute(),
            new InterfaceParts(store, machine.network(), networks),
            List.of(
                disks, new ImageParts(imageMaking), new NameServerParts(store, machine.compute())),
            isolation(),
            time));
  }

  private void addNetworks(VpcNetworks networks) {
    reconcilers.add(networks);
    reconcilers.add(new InterfaceReconciler(store, machine.network(), networks));
    reconcilers.add(
        new NatGatewayReconciler(store, networks, new NatGatewayPlacement(ids, time), time));
    reconcilers.add(new PeeringReconciler(store, networks, time));
  }

  private Isolation isolation() {
    return switch (config.isolation()) {
      case USER_NAMESPACE -> Isolation.USER_NAMESPACE;
      case PRIVILEGED -> Isolation.PRIVILEGED;
    };
  }
}
