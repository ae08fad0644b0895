package croft.services.ec2.logfile;

import croft.services.ec2.instance.Instances;
import croft.store.Store;
import java.util.List;

/** How far files were sent, over restarts of the server. */
final class FilePositions {
  private final Store store;

  FilePositions(Store store) {
    this.store = store;
  }

  List<FilePosition> of(String scope, String instanceId) {
    return store.read(tx -> tx.findIn(FilePosition.TABLE, scope, "instance_id", instanceId));
  }

  void save(FilePosition position) {
    store.write(tx -> {
      tx.put(FilePosition.TABLE, position);
      return position;
    });
  }

  /** Replaces one, whose file has another number since its instance started anew. */
  void replace(FilePosition before, FilePosition after) {
    store.write(tx -> {
      tx.delete(FilePosition.TABLE, before.scope(), before.id());
      tx.put(FilePosition.TABLE, after);
      return after;
    });
  }

  void forget(FilePosition position) {
    store.write(tx -> tx.delete(FilePosition.TABLE, position.scope(), position.id()));
  }

  /** Forgets files of instances that are gone. */
  void tidy() {
    List<FilePosition> left =
        store.read(tx ->
            tx.listAll(FilePosition.TABLE).stream()
                .filter(row -> tx.get(Instances.TABLE, row.scope(), row.instanceId()).isEmpty())
                .toList());
    left.forEach(this::forget);
  }
}
