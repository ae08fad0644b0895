package croft.services.ec2.volume;

import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceParts;
import croft.services.ec2.tag.Tags;
import croft.store.Transaction;

/** What instances need of disks. */
public final class DiskParts implements InstanceParts {
  @Override
  public Instance released(Transaction tx, Instance instance) {
    Tags.clear(tx, instance.scope(), instance.options().rootVolumeId());
    return instance;
  }
}
