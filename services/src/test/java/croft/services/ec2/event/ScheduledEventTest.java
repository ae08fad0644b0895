package croft.services.ec2.event;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.DescribeInstanceStatusRequest;
import croft.api.ec2.InstanceStatusEvent;
import croft.api.ec2.ModifyInstanceEventStartTimeRequest;
import croft.base.Ids;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduledEventTest {
  private Ec2Fixture fixture;
  private ScheduledEvents events;
  private EventReconciler reconciler;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
    events = new ScheduledEvents(fixture.store, new Ids(new Random(3)));
    reconciler = new EventReconciler(fixture.store, fixture.wake(), fixture.clock);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<InstanceStatusEvent> shown(String instanceId) {
    return fixture
        .ec2
        .describeInstanceStatus(
            DescribeInstanceStatusRequest.builder()
                .instanceIds(List.of(instanceId))
                .includeAllInstances(true)
                .build())
        .instanceStatusesOrEmpty()
        .getFirst()
        .eventsOrEmpty();
  }

  private void look() {
    reconciler.due().forEach(reconciler::reconcile);
    fixture.reconcile();
  }

  @Test
  void anEventIsShownMovedAndCarriedOut() {
    String id = fixture.running();
    Instant at = fixture.clock.instant().plus(Duration.ofHours(1));
    String event = events.schedule(Ec2Fixture.SCOPE, id, "instance-stop", at);
    assertThat(shown(id)).extracting(InstanceStatusEvent::code).containsExactly("instance-stop");
    Instant later = at.plus(Duration.ofHours(3));
    ModifyInstanceEventStartTimeRequest.Builder move =
        ModifyInstanceEventStartTimeRequest.builder().instanceId(id).instanceEventId(event);
    refused(
        "InvalidInstanceEventStartTime",
        "no later than",
        () ->
            fixture.ec2.modifyInstanceEventStartTime(
                move.notBefore(at.plus(Duration.ofDays(30))).build()));
    fixture.ec2.modifyInstanceEventStartTime(move.notBefore(later).build());
    fixture.clock.advance(Duration.ofHours(2));
    look();
    assertThat(fixture.state(id)).isEqualTo("running");
    fixture.clock.advance(Duration.ofHours(3));
    look();
    assertThat(fixture.state(id)).isEqualTo("stopped");
    assertThat(String.valueOf(fixture.describe(id).stateReason())).contains("Server.ScheduledStop");
    assertThat(shown(id).getFirst().description()).startsWith("[Completed] ");
  }

  @Test
  void aCancelledEventIsNotCarriedOut() {
    String id = fixture.running();
    String event =
        events.schedule(Ec2Fixture.SCOPE, id, "instance-retirement", fixture.clock.instant());
    events.cancel(Ec2Fixture.SCOPE, event);
    look();
    assertThat(fixture.state(id)).isEqualTo("running");
  }
}
