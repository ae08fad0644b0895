package croft.services.ec2;

import croft.services.ec2.event.EventOperations;
import croft.services.ec2.instance.AttributeOperations;
import croft.services.ec2.instance.CreditOperations;
import croft.services.ec2.instance.DescribeInstanceAttribute;
import croft.services.ec2.instance.MetadataOptionOperations;
import croft.services.ec2.instance.MonitoringOperations;
import croft.services.ec2.instance.OptionOperations;
import croft.services.ec2.instance.ProfileOperations;
import croft.services.ec2.instance.RunInstances;
import croft.services.ec2.instance.TypeOperations;
import croft.services.ec2.launchtemplate.DescribeVersions;
import croft.services.ec2.launchtemplate.TemplateOperations;
import croft.services.ec2.launchtemplate.Templates;
import croft.services.ec2.launchtemplate.VersionOperations;
import croft.services.ec2.placementgroup.PlacementGroupOperations;
import croft.services.ec2.placementgroup.PlacementGroups;
import croft.services.ec2.spot.SpotOperations;
import croft.services.ec2.spot.SpotRequests;
import croft.services.ec2.tag.ResourceLookup;
import croft.services.operation.Binding;
import croft.store.Store;
import java.util.ArrayList;
import java.util.List;

/** Puts the nouns around instances together. */
record InstanceRooms(Ec2Rooms rooms, RunInstances runInstances) {

  List<Binding<?, ?>> bindings() {
    Store store = rooms.store();
    List<Binding<?, ?>> all = new ArrayList<>();
    all.addAll(new AttributeOperations(store, rooms.wake()).bindings());
    all.add(new DescribeInstanceAttribute(store).binding());
    all.addAll(new MetadataOptionOperations(store).bindings());
    all.addAll(new MonitoringOperations(store).bindings());
    all.addAll(new CreditOperations(store, rooms.paging()).bindings());
    all.addAll(new OptionOperations(store).bindings());
    all.addAll(
        new ProfileOperations(store, rooms.ids(), rooms.paging(), rooms.profiles()).bindings());
    all.addAll(new TypeOperations(rooms.paging()).bindings());
    all.addAll(new TemplateOperations(store, rooms.ids(), rooms.paging()).bindings());
    all.addAll(new VersionOperations(store).bindings());
    all.add(new DescribeVersions(store, rooms.paging()).binding());
    all.addAll(new PlacementGroupOperations(store, rooms.ids()).bindings());
    all.addAll(new SpotOperations(store, rooms.paging(), runInstances).bindings());
    all.add(new EventOperations(store).binding());
    return all;
  }

  /** Adds what of them may be tagged. */
  static ResourceLookup addTo(ResourceLookup lookup) {
    return lookup
        .add(
            "launch-template",
            "InvalidLaunchTemplateId.NotFound",
            "launch template ID",
            (tx, scope, id) -> tx.get(Templates.TABLE, scope, id).isPresent())
        .add(
            "placement-group",
            "InvalidPlacementGroupId.NotFound",
            "placement group ID",
            (tx, scope, id) -> tx.get(PlacementGroups.TABLE, scope, id).isPresent())
        .add(
            "spot-instances-request",
            "InvalidSpotInstanceRequestID.NotFound",
            "spot instance request ID",
            (tx, scope, id) -> tx.get(SpotRequests.TABLE, scope, id).isPresent());
  }
}
