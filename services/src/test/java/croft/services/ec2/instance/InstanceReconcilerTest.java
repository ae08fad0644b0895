package croft.services.ec2.instance;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.Instance;
import croft.api.ec2.RebootInstancesRequest;
import croft.api.ec2.StartInstancesRequest;
import croft.api.ec2.StateReason;
import croft.api.ec2.StopInstancesRequest;
import croft.api.ec2.TerminateInstancesRequest;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.InstanceState.Absent;
import croft.drivers.compute.InstanceState.Running;
import croft.drivers.compute.InstanceState.StopReason;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstanceReconcilerTest {
  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void stopKeepsThePrivateAddressAndGivesThePublicOneBack() {
    String id = fixture.running();
    Instance before = fixture.describe(id);
    fixture.ec2.stopInstances(StopInstancesRequest.builder().instanceIds(List.of(id)).build());
    assertThat(fixture.state(id)).isEqualTo("stopping");
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("stopped");
    assertThat(fixture.describe(id).publicIpAddress()).isNull();
    assertThat(fixture.describe(id).privateIpAddress()).isEqualTo(before.privateIpAddress());
    assertThat(reason(id)).isEqualTo("Client.UserInitiatedShutdown");
    fixture.ec2.startInstances(StartInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("running");
    assertThat(fixture.describe(id).publicIpAddress()).isNotNull();
  }

  @Test
  void anInstanceThatEndsByItselfIsNoticedAndStopped() {
    String id = fixture.running();
    fixture.compute.end(id, StopReason.SHUT_DOWN);
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("stopped");
    assertThat(reason(id)).isEqualTo("Client.InstanceInitiatedShutdown");
  }

  @Test
  void anInstanceThatRebootsItselfRunsOn() {
    String id = fixture.running();
    Instance before = fixture.describe(id);
    fixture.compute.end(id, StopReason.REBOOTED);
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("running");
    assertThat(fixture.compute.observe(id))
        .isInstanceOf(croft.drivers.compute.InstanceState.Running.class);
    assertThat(fixture.describe(id).publicIpAddress()).isEqualTo(before.publicIpAddress());
    assertThat(fixture.describe(id).launchTime()).isEqualTo(before.launchTime());
  }

  @ParameterizedTest
  @EnumSource(names = {"KILLED", "OUT_OF_MEMORY"})
  void anInstanceThatNobodyShutDownIsStoppedWhateverAShutdownDoes(StopReason reason) {
    String id =
        Objects.requireNonNull(
            fixture
                .ec2
                .runInstances(
                    fixture.launch().instanceInitiatedShutdownBehavior("terminate").build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    fixture.reconcile();
    fixture.compute.end(id, reason);
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("stopped");
    assertThat(reason(id)).isEqualTo("Server.InternalError");
    assertThat(fixture.describe(id).stateReason())
        .satisfies(told ->
            assertThat(Objects.requireNonNull(told).message())
                .contains("ended without being shut down"));
    assertThat(fixture.describe(id).stateTransitionReason()).isEqualTo("Server.InternalError");
  }

  @Test
  void anInstanceLostFromItsMachineIsTerminated() {
    String id = fixture.running();
    fixture.compute.destroy(id);
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("terminated");
    assertThat(reason(id)).isEqualTo("Server.InternalError");
  }

  @Test
  void anInstanceStartsAgainThoughItsKeyPairIsGone() {
    fixture.ec2.createKeyPair(
        croft.api.ec2.CreateKeyPairRequest.builder().keyName("k").keyType("ed25519").build());
    String id =
        Objects.requireNonNull(
            fixture
                .ec2
                .runInstances(fixture.launch().keyName("k").build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    fixture.reconcile();
    fixture.ec2.deleteKeyPair(croft.api.ec2.DeleteKeyPairRequest.builder().keyName("k").build());
    fixture.ec2.stopInstances(StopInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    fixture.ec2.startInstances(StartInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("running");
  }

  @Test
  void anInstanceStoppedBeforeItEverStartedIsStopped() {
    String id =
        Objects.requireNonNull(
            fixture
                .ec2
                .runInstances(fixture.launch().build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    fixture.ec2.stopInstances(StopInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("stopped");
  }

  @Test
  void terminationLeavesNothingButARecordForAnHour() {
    String id = fixture.running();
    fixture.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("terminated");
    assertThat(fixture.describe(id).privateIpAddress()).isNull();
    assertThat(fixture.compute.observe(id)).isInstanceOf(Absent.class);
    assertThat(fixture.network.networks())
        .allSatisfy(net -> assertThat(fixture.network.interfaces(net.id())).isEmpty());
    fixture.clock.advance(Duration.ofMinutes(61));
    fixture.reconcile();
    refused("InvalidInstanceID.NotFound", id, () -> fixture.describe(id));
  }

  @Test
  void aStartThatKeepsFailingEndsTheInstanceWithItsReason() {
    String id =
        Objects.requireNonNull(
            fixture
                .ec2
                .runInstances(fixture.launch().build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    fixture.compute.failNextStart(id, "no room");
    assertThat(failure()).contains("no room");
    assertThat(fixture.state(id)).isEqualTo("pending");
    fixture.clock.advance(Duration.ofMinutes(2));
    fixture.compute.failNextStart(id, "still no room");
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("shutting-down");
    assertThat(fixture.describe(id).stateReason())
        .extracting(StateReason::message)
        .asString()
        .contains("still no room");
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("terminated");
  }

  private String failure() {
    try {
      fixture.reconcile();
      return "";
    } catch (ComputeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void aRebootStartsItAnewUnderTheSameState() {
    String id = fixture.running();
    fixture.clock.advance(Duration.ofMinutes(5));
    fixture.ec2.rebootInstances(RebootInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("running");
    assertThat(fixture.compute.observe(id))
        .isInstanceOfSatisfying(
            Running.class,
            running -> assertThat(running.startedAt()).isEqualTo(fixture.clock.instant()));
  }

  @Test
  void aStoppedInstanceIsNotRebooted() {
    String id = fixture.running();
    fixture.ec2.stopInstances(StopInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    refused(
        "IncorrectInstanceState",
        "rebooted",
        () ->
            fixture.ec2.rebootInstances(
                RebootInstancesRequest.builder().instanceIds(List.of(id)).build()));
  }

  private String reason(String id) {
    StateReason reason = fixture.describe(id).stateReason();
    return reason == null ? "" : String.valueOf(reason.code());
  }
}
