package croft.services.ec2.monitoring;

import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceType;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.tag.TagRow;
import croft.services.ec2.tag.Tags;
import croft.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What metrics need to know of running instances, kept until EC2 changes one. */
final class MeteredInstances {
  private static final String RUNNING = "running";
  private static final String GROUP_TAG = "aws:autoscaling:groupName";

  private final Store store;
  private final LongSupplier changes;
  private Map<String, Metered> known = Map.of();
  private long seen = Long.MIN_VALUE;

  /**
   * An instance.
   *
   * @param dimensions under which its points are published: each a metric of its own
   * @param words what the CloudWatch agent's configuration may name: {@code InstanceId} and others
   */
  record Metered(
      String scope,
      int virtualCpus,
      long memoryBytes,
      boolean detailed,
      List<Map<String, String>> dimensions,
      Map<String, String> words) {}

  MeteredInstances(Store store) {
    this.store = store;
    this.changes = store.changes(Instances.TABLE);
  }

  /** A running instance; empty for one that is not, or is none of EC2's. */
  synchronized Optional<Metered> find(String instanceId) {
    long number = changes.getAsLong();
    if (number != seen) {
      known = read();
      seen = number;
    }
    return Optional.ofNullable(known.get(instanceId));
  }

  private Map<String, Metered> read() {
    return store.read(tx -> {
      Map<String, Metered> all = new HashMap<>();
      for (Instance instance : tx.find(Instances.TABLE, "state", RUNNING)) {
        InstanceType type = InstanceType.find(instance.options().type());
        Optional<String> group =
            tx.findIn(Tags.TABLE, instance.scope(), "resource_id", instance.id()).stream()
                .filter(tag -> tag.key().equals(GROUP_TAG))
                .map(TagRow::value)
                .findFirst();
        all.put(
            instance.id(),
            new Metered(
                instance.scope(),
                type == null ? 1 : type.virtualCpus(),
                type == null ? 0 : type.memoryBytes(),
                instance.options().detailedMonitoring(),
                dimensions(instance, group),
                words(instance, group)));
      }
      return all;
    });
  }

  private static Map<String, String> words(Instance instance, Optional<String> group) {
    Map<String, String> words = new HashMap<>();
    words.put("InstanceId", instance.id());
    words.put("ImageId", instance.launch().imageId());
    words.put("InstanceType", instance.options().type());
    group.ifPresent(name -> words.put("AutoScalingGroupName", name));
    return Map.copyOf(words);
  }

  /** Of its own and its group's always; of its kind, and of all, where monitoring is detailed. */
  private static List<Map<String, String>> dimensions(Instance instance, Optional<String> group) {
    List<Map<String, String>> all = new ArrayList<>();
    all.add(Map.of("InstanceId", instance.id()));
    group.ifPresent(name -> all.add(Map.of("AutoScalingGroupName", name)));
    if (instance.options().detailedMonitoring()) {
      all.add(Map.of("ImageId", instance.launch().imageId()));
      all.add(Map.of("InstanceType", instance.options().type()));
      all.add(Map.of());
    }
    return all;
  }
}
