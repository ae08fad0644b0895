package croft.services.ec2;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.ec2.DescribeInstancesRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.Instance;
import croft.api.ec2.RunInstancesRequest;
import croft.api.kms.KmsApi;
import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.drivers.compute.Capability;
import croft.drivers.compute.Isolation;
import croft.drivers.memory.compute.MemoryComputeDriver;
import croft.drivers.memory.compute.MemoryImageDriver;
import croft.drivers.memory.network.MemoryNetworkDriver;
import croft.drivers.memory.volume.MemoryVolumeDriver;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.dhcpoptions.NameServerParts;
import croft.services.ec2.image.ImageParts;
import croft.services.ec2.image.ImageReconciler;
import croft.services.ec2.image.Images;
import croft.services.ec2.instance.InstanceReconciler;
import croft.services.ec2.instance.ProfileLookup;
import croft.services.ec2.natgateway.NatGatewayPlacement;
import croft.services.ec2.natgateway.NatGatewayReconciler;
import croft.services.ec2.networkinterface.InterfaceParts;
import croft.services.ec2.networkinterface.InterfaceReconciler;
import croft.services.ec2.peering.PeeringReconciler;
import croft.services.ec2.snapshot.SnapshotReconciler;
import croft.services.ec2.spot.SpotReconciler;
import croft.services.ec2.volume.DataKeys;
import croft.services.ec2.volume.DiskParts;
import croft.services.ec2.volume.VolumeKeys;
import croft.services.ec2.volume.VolumeReconciler;
import croft.services.ec2.vpc.VpcNetworks;
import croft.services.iam.credential.MasterKey;
import croft.services.kms.KmsService;
import croft.services.kms.key.KmsParts;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.services.operation.Operations;
import croft.services.operation.ServiceRoom;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.Table;
import croft.store.Transaction;
import croft.wire.schema.Invoker;
import croft.workflow.KeyedReconciler;
import croft.workflow.testing.ManualClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * EC2 over a store in a temporary directory and the drivers in memory. Reconcilers run when a test
 * says so, so that each state in between can be seen.
 */
public final class Ec2Fixture implements AutoCloseable {
  public static final String SCOPE = "123456789012/us-west-2";
  public static final String IMAGE = Images.id("host-root");
  public static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

  public final ManualClock clock = new ManualClock(START);
  public final MemoryImageDriver images = new MemoryImageDriver(clock);
  public final MemoryComputeDriver compute = new MemoryComputeDriver(images, clock);
  public final VpcNetworks networks;
  public final MemoryVolumeDriver volumes = new MemoryVolumeDriver();
  public final MemoryNetworkDriver network = new MemoryNetworkDriver();
  public final Store store;
  public final Ec2Api ec2;

  /** EC2's front door, for services that call it. */
  public final ServiceRoom room;

  public final KmsApi kms;
  private final InterfaceReconciler interfaces;

  /** What each call so far asked to be allowed, in order. */
  public final List<Access> asked = new ArrayList<>();

  /** Actions that calls are refused from now on, as the authorizer does. */
  public final Set<String> denied = new HashSet<>();

  private final InstanceReconciler instances;
  private final List<KeyedReconciler> others;
  private final ImageReconciler imageMaking;
  private final Operations operations;
  private final VolumeReconciler volumeReconciler;
  private final SnapshotReconciler snapshotReconciler;
  private final SpotReconciler spotRequests;

  public Ec2Fixture(Path directory) {
    this(directory, 20);
  }

  public Ec2Fixture(Path directory, int instanceLimit) {
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")));
    store.register(Ec2Service.tables());
    store.register(KmsService.tables().toArray(Table<?>[]::new));
    new Images(store, images).reconcile();
    networks = new VpcNetworks(store, network, (scope, vpcId) -> {});
    interfaces = new InterfaceReconciler(store, network, networks);
    InnerCalls innerCalls = new InnerCalls();
    DataKeys dataKeys =
        new DataKeys(
            innerCalls,
            () ->
                Optional.of(volumes.encryption())
                    .filter(found -> !found.present())
                    .map(Capability::detail),
            new Ids(new Random(9)),
            clock);
    VolumeKeys keys = new VolumeKeys(store, volumes::unlock, dataKeys);
    DiskParts disks = new DiskParts(volumes, compute, keys, new NoWake(), clock);
    imageMaking = new ImageReconciler(store, images, volumes, compute, clock);
    instances =
        new InstanceReconciler(
            store,
            compute,
            new InterfaceParts(store, network, networks),
            List.of(disks, new ImageParts(imageMaking), new NameServerParts(store, compute)),
            Isolation.USER_NAMESPACE,
            clock);
    others =
        List.of(
            networks,
            new NatGatewayReconciler(
                store, networks, new NatGatewayPlacement(new Ids(new Random(8)), clock), clock),
            new PeeringReconciler(store, networks, clock));
    volumeReconciler = new VolumeReconciler(store, volumes, compute, keys, clock);
    snapshotReconciler = new SnapshotReconciler(store, volumes, compute, keys, disks);
    Ec2Rooms rooms =
        new Ec2Rooms(
            store,
            new Ids(new Random(7)),
            new SecureRandom(),
            new Paging(new PlainTokens()),
            new NoWake(),
            new NoProfiles(),
            id -> null,
            id -> compute.consoleOutput(id).bytes(),
            network.publicAddressPool(),
            instanceLimit,
            innerCalls,
            dataKeys,
            document ->
                document.contains("Effect") ? Optional.empty() : Optional.of("no statement"));
    Ec2Service service = rooms.service();
    spotRequests = rooms.spotRequests(clock);
    room = service;
    operations =
        new Operations(
            List.of(service, kms(directory)), (call, model, accesses) -> authorize(accesses));
    innerCalls.connect(operations);
    ec2 = as("123456789012");
    kms = new KmsApi(operations.as(call("123456789012", "us-west-2")));
  }

  private KmsService kms(Path directory) {
    SecureRandom random = new SecureRandom();
    return new KmsService(
        new KmsParts(
            store,
            new Ids(new Random(10)),
            random,
            MasterKey.open(directory.resolve("master-key"), random),
            document -> Optional.empty(),
            (call, model, accesses) -> authorize(accesses)));
  }

  private void authorize(List<Access> accesses) {
    asked.addAll(accesses);
    for (Access access : accesses) {
      if (denied.contains(access.action())) {
        throw new ServiceError("UnauthorizedOperation", 403, "denied: " + access.action());
      }
    }
  }

  /** EC2 for another account's root. */
  public Ec2Api as(String account) {
    return as(account, "us-west-2");
  }

  /** One look at everything that is due, but instances. */
  public void reconcileNetworks() {
    try {
      for (KeyedReconciler other : others) {
        for (String key : other.due()) {
          other.reconcile(key);
        }
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Call call(String account, String region) {
    Caller root = Caller.root(account, "AKIAEXAMPLE");
    return new Call(root, region, "r-1", "127.0.0.1", false, "test", clock.instant());
  }

  /** EC2 as another account's root, in that region, has it; calls are made at this moment. */
  public Ec2Api as(String account, String region) {
    return new Ec2Api(operations.as(call(account, region)));
  }

  /** EC2 as CloudFormation uses it for a stack of its caller. */
  public Invoker resources() {
    return operations.as(call("123456789012", "us-west-2").via("cloudformation.amazonaws.com"));
  }

  /** One look at every image that is to be made or removed. */
  public void makeImages() {
    imageMaking.due().forEach(imageMaking::reconcile);
  }

  /** A launch of one t3.micro, to be changed by the test. */
  public RunInstancesRequest.Builder launch() {
    return RunInstancesRequest.builder()
        .imageId(IMAGE)
        .instanceType("t3.micro")
        .minCount(1)
        .maxCount(1);
  }

  /** Launches one instance and lets it reach running. */
  public String running() {
    String id =
        String.valueOf(
            ec2.runInstances(launch().build()).instancesOrEmpty().getFirst().instanceId());
    reconcile();
    return id;
  }

  /** One look at every instance, network and interface that is due. */
  public void reconcile() {
    instances.due().forEach(instances::reconcile);
    networks.due().forEach(networks::reconcile);
    interfaces.due().forEach(interfaces::reconcile);
  }

  /** One look at every spot request that is due; how many there were. */
  public int reconcileSpotRequests() {
    Set<String> due = spotRequests.due();
    due.forEach(spotRequests::reconcile);
    return due.size();
  }

  /** For reconcilers beside the instances': nothing wakes but the test. */
  public Wake wake() {
    return new NoWake();
  }

  /** One look at every volume and snapshot that is due. */
  public void reconcileDisks() {
    volumeReconciler.due().forEach(volumeReconciler::reconcile);
    snapshotReconciler.due().forEach(snapshotReconciler::reconcile);
  }

  public Instance describe(String id) {
    return ec2.describeInstances(
            DescribeInstancesRequest.builder().instanceIds(List.of(id)).build())
        .reservationsOrEmpty()
        .getFirst()
        .instancesOrEmpty()
        .getFirst();
  }

  public String state(String id) {
    croft.api.ec2.InstanceState state = describe(id).state();
    return state == null ? "" : String.valueOf(state.name());
  }

  /** Asserts that the call is answered with that error code and a message with these words. */
  public static void refused(String code, String words, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ServiceError.class,
            e ->
                org.assertj.core.api.Assertions.assertThat(e.code() + ": " + e.message())
                    .startsWith(code + ": ")
                    .contains(words));
  }

  @Override
  public void close() {
    store.close();
  }

  private static final class NoWake implements Wake {
    @Override
    public void volume(Transaction tx, String scope, String volumeId) {}

    @Override
    public void snapshot(Transaction tx, String scope, String snapshotId) {}

    @Override
    public void instance(Transaction tx, String scope, String instanceId) {}

    @Override
    public void image(Transaction tx, String region, String imageId) {}

    @Override
    public void imageImport(Transaction tx, String scope, String taskId) {}

    @Override
    public void network(Transaction tx, String scope, String vpcId) {}

    @Override
    public void networkInterface(Transaction tx, String scope, String interfaceId) {}

    @Override
    public void reconciler(Transaction tx, String name, String key) {}
  }

  private static final class NoProfiles implements ProfileLookup {
    @Override
    public Optional<Profile> byName(String account, String name) {
      return Optional.empty();
    }

    @Override
    public Optional<Profile> byArn(String account, String arn) {
      return Optional.empty();
    }

    @Override
    public Optional<RoleCredentials> credentials(
        String account, String profileArn, String instanceId) {
      return Optional.empty();
    }
  }

  private static final class PlainTokens implements Paging.Tokens {
    @Override
    public String seal(String purpose, String position) {
      return purpose + ">" + position;
    }

    @Override
    public String open(String purpose, String token) {
      if (!token.startsWith(purpose + ">")) {
        throw ServiceError.badRequest("InvalidParameterValue", "not a token of here");
      }
      return token.substring(purpose.length() + 1);
    }
  }
}
