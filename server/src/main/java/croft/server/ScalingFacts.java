package croft.server;

import croft.services.autoscaling.entity.InstanceFacts;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceStatuses;
import croft.services.ec2.instance.Instances;
import croft.store.Store;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What Auto Scaling sees of EC2's instances several times a second. */
final class ScalingFacts implements InstanceFacts {
  private final Store store;
  private final StatusBoard statuses;
  private final LongSupplier changes;

  ScalingFacts(Store store, StatusBoard statuses) {
    this.store = store;
    this.statuses = statuses;
    this.changes = store.changes(Instances.TABLE);
  }

  @Override
  public Map<String, Fact> find(String scope, Collection<String> ids) {
    return store.read(tx -> {
      Map<String, Fact> found = new HashMap<>();
      for (String id : ids) {
        Optional<Instance> instance = tx.get(Instances.TABLE, scope, id);
        instance.ifPresent(there -> found.put(id, new Fact(there.state().text(), impaired(id))));
      }
      return found;
    });
  }

  private boolean impaired(String id) {
    InstanceStatuses.Look look = statuses.last(id);
    return look != null && !look.reachable();
  }

  @Override
  public long changes() {
    return changes.getAsLong();
  }
}
