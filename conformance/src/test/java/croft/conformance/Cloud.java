package croft.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** What most EC2 tests do with the SDK's client: launch, look again, wait for a state. */
record Cloud(Ec2Client ec2) {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** The image that every Croft has. */
  String image() {
    return Await.until(
            LONGEST,
            () -> ec2.describeImages(images -> images.owners("amazon")).images(),
            found -> !found.isEmpty())
        .getFirst()
        .imageId();
  }

  /** One new instance, running. */
  Instance run(Consumer<RunInstancesRequest.Builder> more) {
    return launch(1, more).getFirst();
  }

  /** New instances, running. */
  List<Instance> launch(int count, Consumer<RunInstancesRequest.Builder> more) {
    String image = image();
    List<Instance> running = new ArrayList<>();
    ec2.runInstances(
            request -> {
              request.imageId(image).minCount(count).maxCount(count);
              more.accept(request);
            })
        .instances()
        .forEach(launched -> running.add(become(launched.instanceId(), InstanceStateName.RUNNING)));
    return running;
  }

  Instance look(String id) {
    return ec2.describeInstances(r -> r.instanceIds(id))
        .reservations()
        .getFirst()
        .instances()
        .getFirst();
  }

  /** The instance, once it is in that state. */
  Instance become(String id, InstanceStateName state) {
    return Await.until(LONGEST, () -> look(id), seen -> seen.state().name() == state);
  }
}
