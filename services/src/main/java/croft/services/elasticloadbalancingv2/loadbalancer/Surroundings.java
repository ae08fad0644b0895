package croft.services.elasticloadbalancingv2.loadbalancer;

import croft.store.Transaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What load balancers must know of networks and machines, and ask of them. */
public interface Surroundings {
  /** A subnet's VPC and zone. */
  record SubnetFacts(String id, String vpcId, String zone) {}

  /** An instance that may be a target; {@code state} as EC2 names it. */
  record InstanceFacts(String id, String vpcId, String zone, String privateAddress, String state) {}

  /** Where a balancer stands in a subnet. */
  record Placed(String interfaceId, String privateAddress, @Nullable String publicAddress) {}

  /**
   * What a balancer wants in a subnet.
   *
   * @param wanted its private address, or null for any
   * @param allocationId of its Elastic IP address, or null
   * @param open whether it gets a public address
   */
  record Wanted(
      String description,
      boolean network,
      List<String> groups,
      @Nullable String wanted,
      @Nullable String allocationId,
      boolean open) {
    public Wanted {
      groups = List.copyOf(groups);
    }
  }

  /** What is missing on this machine for load balancers, with the remedy; empty when nothing is. */
  Optional<String> lacking();

  Optional<SubnetFacts> subnet(Transaction tx, String scope, String subnetId);

  /** The subnet that a zone has by default. */
  Optional<SubnetFacts> defaultSubnet(Transaction tx, String scope, String zone);

  Optional<InstanceFacts> instance(Transaction tx, String scope, String instanceId);

  boolean vpcExists(Transaction tx, String scope, String vpcId);

  /** Whether an address is of a VPC's blocks. */
  boolean contains(Transaction tx, String scope, String vpcId, String address);

  /** The zone of the subnet of a VPC that an address is of. */
  Optional<String> zoneOf(Transaction tx, String scope, String vpcId, String address);

  boolean hasInternetGateway(Transaction tx, String scope, String vpcId);

  /** The VPC of a security group. */
  Optional<String> vpcOfGroup(Transaction tx, String scope, String groupId);

  Optional<String> groupName(Transaction tx, String scope, String groupId);

  Optional<String> defaultGroup(Transaction tx, String scope, String vpcId);

  Placed place(Transaction tx, String scope, String subnetId, Wanted wanted);

  void leave(Transaction tx, String scope, Placed placed);

  void changeGroups(Transaction tx, String scope, String interfaceId, List<String> groups);

  /**
   * Plugs a balancer into its network; the file of its network namespace. Empty while the network
   * itself is still being made.
   */
  Optional<Path> attach(String scope, String vpcId, String balancerId, List<String> interfaceIds);

  /** Unplugs interfaces. */
  void detach(List<String> interfaceIds);
}
