package croft.services.ec2.volume;

import croft.api.ec2.InstanceBlockDeviceMapping;
import croft.services.ec2.instance.Instance;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The disks of a scope's instances, gathered once for a whole answer. */
public final class DiskView {
  private final Map<String, List<Volume>> byInstance = new HashMap<>();

  public DiskView(Transaction tx, String scope) {
    for (Volume volume : tx.list(Volumes.TABLE, scope)) {
      String instanceId = volume.instanceId();
      if (instanceId != null) {
        byInstance.computeIfAbsent(instanceId, id -> new ArrayList<>()).add(volume);
      }
    }
  }

  /** An instance's block devices, its root first. */
  public List<InstanceBlockDeviceMapping> mappings(Instance instance) {
    List<Volume> rows = byInstance.getOrDefault(instance.id(), List.of());
    boolean rootHasRow =
        rows.stream().anyMatch(v -> v.id().equals(instance.options().rootVolumeId()));
    Stream<Volume> root = rootHasRow ? Stream.of() : Stream.of(Volumes.layerOf(instance));
    return Stream.concat(root, rows.stream())
        .map(VolumeShapes::mapping)
        .filter(Objects::nonNull)
        .sorted(
            Comparator.comparing((InstanceBlockDeviceMapping m) -> !isRoot(m))
                .thenComparing(m -> String.valueOf(m.deviceName())))
        .toList();
  }

  private static boolean isRoot(InstanceBlockDeviceMapping mapping) {
    return croft.services.ec2.instance.InstanceShapes.ROOT_DEVICE.equals(mapping.deviceName());
  }
}
