package croft.services.ec2.instance;

import croft.services.ec2.networkinterface.InterfaceView;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.DiskView;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Gathers what a scope holds beside its instances, once for a whole answer. */
final class InstanceView {
  private InstanceView() {}

  /** For an answer about some of the instances: tags are read as they are asked for. */
  static InstanceShapes shapes(Transaction tx, String scope) {
    Map<String, Map<String, String>> read = new HashMap<>();
    return shapes(
        tx, scope, instanceId -> read.computeIfAbsent(instanceId, id -> Tags.of(tx, scope, id)));
  }

  /** For an answer about all of them: tags are read at once. */
  static InstanceShapes ofAll(Transaction tx, String scope) {
    Map<String, Map<String, String>> all = Tags.all(tx, scope);
    return shapes(tx, scope, instanceId -> all.getOrDefault(instanceId, Map.of()));
  }

  private static InstanceShapes shapes(
      Transaction tx, String scope, Function<String, Map<String, String>> tags) {
    InterfaceView interfaces = new InterfaceView(tx, scope);
    return new InstanceShapes(interfaces.groupNames(), tags, interfaces, new DiskView(tx, scope));
  }
}
