package croft.services.ec2.instance;

import croft.services.ec2.networkinterface.InterfaceView;
import croft.services.ec2.tag.Tags;
import croft.store.Transaction;

/** Gathers what a scope holds beside its instances, once for a whole answer. */
final class InstanceView {
  private InstanceView() {}

  static InstanceShapes shapes(Transaction tx, String scope) {
    InterfaceView interfaces = new InterfaceView(tx, scope);
    return new InstanceShapes(interfaces.groupNames(), Tags.all(tx, scope), interfaces);
  }
}
