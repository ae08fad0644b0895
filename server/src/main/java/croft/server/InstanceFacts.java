package croft.server;

import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2instanceconnect.ConnectableInstances;
import croft.store.Store;
import java.util.Optional;

/** What other services ask of EC2's instances. */
record InstanceFacts(Store store) {

  Optional<ConnectableInstances.Found> find(String scope, String instanceId) {
    Optional<Instance> found = store.read(tx -> tx.get(Instances.TABLE, scope, instanceId));
    return found
        .filter(instance -> !instance.state().ending())
        .map(instance ->
            new ConnectableInstances.Found(
                instance.state() == InstanceState.RUNNING, instance.place().zone()));
  }
}
