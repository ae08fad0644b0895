package croft.services.elasticloadbalancingv2;

import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings;
import croft.store.Transaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A VPC {@code vpc-1} with the default subnets {@code subnet-a} and {@code subnet-b}, a group
 * {@code sg-1}, and instances of any id.
 */
final class ThoughtSurroundings implements Surroundings {
  private static final String VPC = "vpc-1";
  private static final String ZONE = "us-west-2";

  private int interfaces;

  @Override
  public Optional<String> lacking() {
    return Optional.empty();
  }

  @Override
  public Optional<SubnetFacts> subnet(Transaction tx, String scope, String subnetId) {
    return subnetId.matches("subnet-[ab]")
        ? Optional.of(
            new SubnetFacts(subnetId, VPC, ZONE + subnetId.substring(subnetId.length() - 1)))
        : Optional.empty();
  }

  @Override
  public Optional<SubnetFacts> defaultSubnet(Transaction tx, String scope, String zone) {
    return subnet(tx, scope, "subnet-" + zone.substring(zone.length() - 1));
  }

  @Override
  public Optional<InstanceFacts> instance(Transaction tx, String scope, String instanceId) {
    return Optional.of(new InstanceFacts(instanceId, VPC, ZONE + "a", "172.31.0.9", "running"));
  }

  @Override
  public boolean vpcExists(Transaction tx, String scope, String vpcId) {
    return vpcId.equals(VPC);
  }

  @Override
  public boolean contains(Transaction tx, String scope, String vpcId, String address) {
    return true;
  }

  @Override
  public Optional<String> zoneOf(Transaction tx, String scope, String vpcId, String address) {
    return Optional.of(ZONE + "a");
  }

  @Override
  public boolean hasInternetGateway(Transaction tx, String scope, String vpcId) {
    return true;
  }

  @Override
  public Optional<String> vpcOfGroup(Transaction tx, String scope, String groupId) {
    return groupId.startsWith("sg-") ? Optional.of(VPC) : Optional.empty();
  }

  @Override
  public Optional<String> groupName(Transaction tx, String scope, String groupId) {
    return Optional.of("name-of-" + groupId);
  }

  @Override
  public Optional<String> defaultGroup(Transaction tx, String scope, String vpcId) {
    return Optional.of("sg-1");
  }

  @Override
  public Placed place(Transaction tx, String scope, String subnetId, Wanted wanted) {
    interfaces++;
    return new Placed("eni-" + interfaces, "172.31.0." + interfaces, "198.51.100." + interfaces);
  }

  @Override
  public void leave(Transaction tx, String scope, Placed placed) {}

  @Override
  public void changeGroups(Transaction tx, String scope, String interfaceId, List<String> groups) {}

  @Override
  public Optional<Path> attach(
      String scope, String vpcId, String balancerId, List<String> interfaceIds) {
    return Optional.empty();
  }

  @Override
  public void detach(List<String> interfaceIds) {}
}
