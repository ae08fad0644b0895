package croft.services.ec2.instance;

import static croft.services.ec2.Ec2Fixture.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.AttributeValue;
import croft.api.ec2.BlobAttributeValue;
import croft.api.ec2.DescribeInstanceAttributeRequest;
import croft.api.ec2.DescribeInstanceCreditSpecificationsRequest;
import croft.api.ec2.GetPasswordDataRequest;
import croft.api.ec2.InstanceAttribute;
import croft.api.ec2.ModifyInstanceAttributeRequest;
import croft.api.ec2.ModifyInstanceMetadataDefaultsRequest;
import croft.api.ec2.MonitorInstancesRequest;
import croft.api.ec2.StartInstancesRequest;
import croft.api.ec2.StopInstancesRequest;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceAttributeTest {
  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void stop(String id) {
    fixture.ec2.stopInstances(StopInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("stopped");
  }

  private static ModifyInstanceAttributeRequest.Builder modify(String id) {
    return ModifyInstanceAttributeRequest.builder().instanceId(id);
  }

  private InstanceAttribute attribute(String id, String name) {
    return fixture.ec2.describeInstanceAttribute(
        DescribeInstanceAttributeRequest.builder().instanceId(id).attribute(name).build());
  }

  @Test
  void theTypeOfAStoppedInstanceIsItsSizeFromTheNextStart() {
    String id = fixture.running();
    ModifyInstanceAttributeRequest larger =
        modify(id).instanceType(AttributeValue.builder().value("t3.large").build()).build();
    refused("IncorrectInstanceState", id, () -> fixture.ec2.modifyInstanceAttribute(larger));
    stop(id);
    refused(
        "InvalidParameterValue",
        "t9.huge",
        () ->
            fixture.ec2.modifyInstanceAttribute(
                modify(id).attribute("instanceType").value("t9.huge").build()));
    fixture.ec2.modifyInstanceAttribute(larger);
    fixture.ec2.startInstances(StartInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    assertThat(fixture.describe(id).instanceType()).isEqualTo("t3.large");
    assertThat(fixture.compute.sizeOf(id).memoryBytes()).isEqualTo(8L << 30);
  }

  @Test
  void userDataChangesWhileStopped() {
    String id = fixture.running();
    ModifyInstanceAttributeRequest change =
        modify(id)
            .userData(BlobAttributeValue.builder().value("#!/bin/sh\n".getBytes(UTF_8)).build())
            .build();
    refused(
        "IncorrectInstanceState", "userData", () -> fixture.ec2.modifyInstanceAttribute(change));
    stop(id);
    fixture.ec2.modifyInstanceAttribute(change);
    assertThat(Objects.requireNonNull(attribute(id, "userData").userData()).value())
        .isEqualTo(Base64.getEncoder().encodeToString("#!/bin/sh\n".getBytes(UTF_8)));
  }

  @Test
  void anInstanceProtectedFromStoppingIsNotStopped() {
    String id = fixture.running();
    fixture.ec2.modifyInstanceAttribute(
        modify(id).disableApiStop(AttributeBooleanValue.builder().value(true).build()).build());
    refused("OperationNotPermitted", "disableApiStop", () -> stop(id));
    assertThat(Objects.requireNonNull(attribute(id, "disableApiStop").disableApiStop()).value())
        .isTrue();
    fixture.ec2.modifyInstanceAttribute(
        modify(id).attribute("disableApiStop").value("false").build());
    stop(id);
  }

  @Test
  void oneAttributeIsChangedAtATimeAndUnknownOnesAreRefused() {
    String id = fixture.running();
    refused(
        "InvalidParameterCombination",
        "multiple attribute types",
        () ->
            fixture.ec2.modifyInstanceAttribute(
                modify(id)
                    .disableApiStop(AttributeBooleanValue.builder().value(true).build())
                    .disableApiTermination(AttributeBooleanValue.builder().value(true).build())
                    .build()));
    refused(
        "InvalidParameterCombination",
        "No attributes",
        () -> fixture.ec2.modifyInstanceAttribute(modify(id).build()));
    refused(
        "UnsupportedHibernationConfiguration",
        id,
        () ->
            fixture.ec2.stopInstances(
                StopInstancesRequest.builder().instanceIds(List.of(id)).hibernate(true).build()));
  }

  @Test
  void metadataDefaultsHoldForLaunchesThatSayNothing() {
    fixture.ec2.modifyInstanceMetadataDefaults(
        ModifyInstanceMetadataDefaultsRequest.builder()
            .httpTokens("required")
            .httpPutResponseHopLimit(3)
            .build());
    String id = fixture.running();
    assertThat(Objects.requireNonNull(fixture.describe(id).metadataOptions()).httpTokens())
        .isEqualTo("required");
    fixture.ec2.modifyInstanceMetadataDefaults(
        ModifyInstanceMetadataDefaultsRequest.builder().httpTokens("no-preference").build());
    assertThat(
            Objects.requireNonNull(fixture.describe(fixture.running()).metadataOptions())
                .httpTokens())
        .isEqualTo("optional");
  }

  @Test
  void smallerQuestionsHaveTheirAnswers() {
    String id = fixture.running();
    fixture.ec2.monitorInstances(
        MonitorInstancesRequest.builder().instanceIds(List.of(id)).build());
    assertThat(Objects.requireNonNull(fixture.describe(id).monitoring()).state())
        .isEqualTo("enabled");
    assertThat(
            fixture
                .ec2
                .getPasswordData(GetPasswordDataRequest.builder().instanceId(id).build())
                .passwordData())
        .isEmpty();
    assertThat(
            fixture
                .ec2
                .describeInstanceCreditSpecifications(
                    DescribeInstanceCreditSpecificationsRequest.builder()
                        .instanceIds(List.of(id))
                        .build())
                .instanceCreditSpecificationsOrEmpty()
                .getFirst()
                .cpuCredits())
        .isEqualTo("unlimited");
  }
}
