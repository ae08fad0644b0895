package croft.services.ec2.networkinterface;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.LaunchNetwork;
import croft.services.ec2.instance.LaunchNetwork.AddressRequest;
import croft.services.ec2.instance.LaunchNetwork.Wanted;
import croft.services.ec2.instance.PublicAddresses;
import croft.services.ec2.networkinterface.NetworkInterface.Attachment;
import croft.services.ec2.networkinterface.NetworkInterface.Status;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.Subnet;
import croft.services.ec2.vpc.Vpcs;
import croft.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives the instances of a launch their interfaces. */
public final class LaunchedInterfaces {
  private final Ids ids;
  private final PublicAddresses addresses;

  public LaunchedInterfaces(Ids ids, PublicAddresses addresses) {
    this.ids = ids;
    this.addresses = addresses;
  }

  /** What all instances of a launch share, looked up once in the launch's transaction. */
  public static final class Ground {
    private final List<Planned> planned;
    private final Map<String, FreeAddresses> free;

    private Ground(List<Planned> planned, Map<String, FreeAddresses> free) {
      this.planned = planned;
      this.free = free;
    }

    /** The zone the instances will be in. */
    public String zone() {
      return planned.getFirst().subnet().zone();
    }

    private FreeAddresses free(Subnet subnet) {
      return Objects.requireNonNull(free.get(subnet.id()));
    }
  }

  /**
   * One interface with what it names looked up.
   *
   * @param existing null for one that is to be made
   */
  private record Planned(
      Wanted wanted, Subnet subnet, List<String> groupIds, @Nullable NetworkInterface existing) {}

  /**
   * Finds the subnets, groups and interfaces a launch names.
   *
   * @param zone the availability zone asked for, or null
   */
  public static Ground ground(
      Transaction tx, String scope, LaunchNetwork wanted, @Nullable String zone) {
    List<Planned> planned = new ArrayList<>();
    Map<String, FreeAddresses> free = new HashMap<>();
    for (Wanted each : wanted.interfaces()) {
      Planned plan =
          each.interfaceId() == null
              ? fresh(tx, scope, each, zone)
              : existing(tx, scope, each, each.interfaceId());
      check(plan, planned.isEmpty() ? plan : planned.getFirst(), zone);
      planned.add(plan);
      free.computeIfAbsent(plan.subnet().id(), id -> new FreeAddresses(tx, plan.subnet()));
    }
    return new Ground(planned, free);
  }

  private static Planned fresh(Transaction tx, String scope, Wanted wanted, @Nullable String zone) {
    Subnet subnet =
        wanted.subnetId() != null
            ? Vpcs.requireSubnet(tx, scope, wanted.subnetId())
            : Vpcs.defaultSubnet(tx, scope, zone);
    List<String> groups =
        SecurityGroups.worn(tx, scope, subnet.vpcId(), wanted.groupIds(), wanted.groupNames());
    return new Planned(wanted, subnet, groups, null);
  }

  private static Planned existing(Transaction tx, String scope, Wanted wanted, String id) {
    NetworkInterface nic = NetworkInterfaces.require(tx, scope, id);
    if (nic.attachment() != null) {
      throw ServiceError.badRequest(
          "InvalidNetworkInterface.InUse", "Interface: [" + id + "] in use.");
    }
    return new Planned(wanted, Vpcs.requireSubnet(tx, scope, nic.subnetId()), nic.groupIds(), nic);
  }

  private static void check(Planned plan, Planned first, @Nullable String zone) {
    String own = plan.subnet().zone();
    if (zone != null && !own.equals(zone)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Invalid availability zone: [" + zone + "] does not match the subnet's");
    }
    if (!own.equals(first.subnet().zone())) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "All network interfaces of an instance must be in the same availability zone");
    }
    if (!plan.subnet().vpcId().equals(first.subnet().vpcId())) {
      throw ServiceError.unsupported("An instance with network interfaces in two VPCs");
    }
  }

  /** For whom, and when. */
  public record Recipient(String instanceId, Map<String, String> interfaceTags, Instant at) {
    public Recipient {
      interfaceTags = Map.copyOf(interfaceTags);
    }
  }

  /**
   * Makes one instance's interfaces, and attaches those that are there.
   *
   * @throws ServiceError when addresses have run out, before anything was written
   */
  public Instance.Place give(Transaction tx, Ground ground, Recipient to) {
    List<NetworkInterface> interfaces = new ArrayList<>();
    for (Planned plan : ground.planned) {
      NetworkInterface existing = plan.existing();
      NetworkInterface nic = existing == null ? made(plan, ground.free(plan.subnet())) : existing;
      interfaces.add(
          nic.attached(
              to.instanceId(),
              new Attachment(
                  ids.resource("eni-attach"),
                  plan.wanted().deviceIndex(),
                  plan.wanted().deleteOnTermination(),
                  to.at(),
                  Status.ATTACHED)));
    }
    for (int i = 0; i < interfaces.size(); i++) {
      write(tx, interfaces.get(i), ground.planned.get(i).existing() == null, to);
    }
    return place(tx, ground, interfaces.getFirst(), to);
  }

  private NetworkInterface made(Planned plan, FreeAddresses free) {
    AddressRequest asked = plan.wanted().addresses();
    String first = asked.primary();
    String primary = first == null ? free.any() : free.exactly(first);
    List<String> secondary = new ArrayList<>();
    asked.secondary().forEach(address -> secondary.add(free.exactly(address)));
    secondary.addAll(free.several(asked.secondaryCount()));
    return NetworkInterfaces.blank(ids, plan.subnet(), primary, secondary, plan.groupIds())
        .withDescription(plan.wanted().description());
  }

  private static void write(Transaction tx, NetworkInterface nic, boolean isNew, Recipient to) {
    if (!isNew) {
      tx.put(NetworkInterfaces.TABLE, nic);
      for (Address held : Addresses.ofInterface(tx, nic.scope(), nic.id())) {
        tx.put(Addresses.TABLE, held.ofInstance(to.instanceId()));
      }
      return;
    }
    tx.insert(NetworkInterfaces.TABLE, nic);
    if (!to.interfaceTags().isEmpty()) {
      Tags.put(tx, nic.scope(), nic.id(), to.interfaceTags());
    }
  }

  private Instance.Place place(
      Transaction tx, Ground ground, NetworkInterface primary, Recipient to) {
    Planned plan = ground.planned.getFirst();
    Boolean asked = plan.wanted().publicAddress();
    boolean alone = ground.planned.size() == 1 && plan.existing() == null;
    boolean wantsPublic =
        alone && (asked == null ? plan.subnet().mapPublicAddressOnLaunch() : asked);
    return new Instance.Place(
        primary.id(),
        Objects.requireNonNull(primary.attachment()).id(),
        primary.vpcId(),
        primary.subnetId(),
        plan.subnet().zone(),
        primary.privateAddress(),
        primary.macAddress(),
        primary.groupIds(),
        wantsPublic ? addresses.give(tx, to.instanceId()) : null,
        wantsPublic);
  }
}
