package croft.services.ec2.instance;

import croft.services.ec2.networkinterface.InterfaceView;
import croft.services.ec2.securitygroup.SecurityGroup;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.services.ec2.tag.Tags;
import croft.store.Transaction;
import java.util.Map;
import java.util.stream.Collectors;

/** Gathers what a scope holds beside its instances, once for a whole answer. */
final class InstanceView {
  private InstanceView() {}

  static InstanceShapes shapes(Transaction tx, String scope) {
    Map<String, String> groupNames =
        tx.list(SecurityGroups.TABLE, scope).stream()
            .collect(Collectors.toMap(SecurityGroup::id, SecurityGroup::name));
    return new InstanceShapes(groupNames, Tags.all(tx, scope), new InterfaceView(tx, scope));
  }
}
