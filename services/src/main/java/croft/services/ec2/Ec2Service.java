package croft.services.ec2;

import croft.api.ec2.Ec2Model;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.services.resource.ResourceType;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.ArrayList;
import java.util.List;

/** EC2's front door: every operation of every noun. */
public final class Ec2Service implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;

  /** Over the nouns, made by {@link Ec2Rooms}. */
  Ec2Service(List<List<Binding<?, ?>>> nouns) {
    List<Binding<?, ?>> all = new ArrayList<>();
    nouns.forEach(all::addAll);
    this.bindings = List.copyOf(all);
  }

  @Override
  public ServiceModel model() {
    return Ec2Model.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  @Override
  public List<ResourceType> resourceTypes() {
    return Ec2ResourceTypes.all();
  }

  /** Every table EC2 keeps. */
  public static Table<?>[] tables() {
    return new Table<?>[] {
      ClientTokens.TABLE,
      croft.services.ec2.address.Addresses.TABLE,
      croft.services.ec2.dhcpoptions.DhcpOptionSets.TABLE,
      croft.services.ec2.endpoint.VpcEndpoints.TABLE,
      croft.services.ec2.event.ScheduledEvents.TABLE,
      croft.services.ec2.image.Images.TABLE,
      croft.services.ec2.image.ImportTask.TABLE,
      croft.services.ec2.image.PublicAccessBlock.TABLE,
      croft.services.ec2.image.StandIn.TABLE,
      croft.services.ec2.instance.CreditOperations.DEFAULTS,
      croft.services.ec2.instance.Instances.TABLE,
      croft.services.ec2.instance.MetadataOptionOperations.DEFAULTS,
      croft.services.ec2.instance.PublicAddresses.TABLE,
      croft.services.ec2.instance.RunInstances.TOKENS,
      croft.services.ec2.internetgateway.InternetGateways.TABLE,
      croft.services.ec2.keypair.KeyPairOperations.TABLE,
      croft.services.ec2.natgateway.NatGateways.TABLE,
      croft.services.ec2.networkacl.NetworkAcls.TABLE,
      croft.services.ec2.networkacl.NetworkAcls.ASSOCIATIONS,
      croft.services.ec2.launchtemplate.Templates.TABLE,
      croft.services.ec2.launchtemplate.Templates.VERSIONS,
      croft.services.ec2.networkinterface.NetworkInterfaces.TABLE,
      croft.services.ec2.peering.Peerings.TABLE,
      croft.services.ec2.prefixlist.PrefixLists.TABLE,
      croft.services.ec2.routetable.RouteTables.TABLE,
      croft.services.ec2.securitygroup.SecurityGroups.TABLE,
      croft.services.ec2.placementgroup.PlacementGroups.TABLE,
      croft.services.ec2.spot.SpotRequests.TABLE,
      croft.services.ec2.snapshot.SnapshotAttributes.PUBLIC_ACCESS,
      croft.services.ec2.snapshot.Snapshots.TABLE,
      croft.services.ec2.tag.Tags.TABLE,
      croft.services.ec2.volume.EncryptionOperations.TABLE,
      croft.services.ec2.volume.Volumes.TABLE,
      croft.services.ec2.vpc.Vpcs.TABLE,
      croft.services.ec2.vpc.Vpcs.SUBNETS,
      croft.services.ec2.vpc.Vpcs.USES,
    };
  }
}
