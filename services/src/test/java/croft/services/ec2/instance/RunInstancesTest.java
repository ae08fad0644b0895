package croft.services.ec2.instance;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.DescribeInstancesRequest;
import croft.api.ec2.DescribeInstancesResult;
import croft.api.ec2.Filter;
import croft.api.ec2.HibernationOptionsRequest;
import croft.api.ec2.Instance;
import croft.api.ec2.ModifyInstanceAttributeRequest;
import croft.api.ec2.Reservation;
import croft.api.ec2.Tag;
import croft.api.ec2.TagSpecification;
import croft.api.ec2.TerminateInstancesRequest;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunInstancesTest {
  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory, 3);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void launchesArePendingThenRunningWithAddressesOfTheirOwn() {
    Reservation reservation =
        fixture.ec2.runInstances(fixture.launch().minCount(2).maxCount(2).build());
    List<Instance> launched = reservation.instancesOrEmpty();
    assertThat(launched).hasSize(2);
    assertThat(launched).extracting(Instance::privateIpAddress).doesNotHaveDuplicates();
    assertThat(launched)
        .extracting(Instance::publicIpAddress)
        .doesNotContainNull()
        .doesNotHaveDuplicates();
    String id = String.valueOf(launched.getFirst().instanceId());
    assertThat(fixture.state(id)).isEqualTo("pending");
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("running");
    assertThat(fixture.compute.observe(id))
        .isInstanceOf(croft.drivers.compute.InstanceState.Running.class);
  }

  @Test
  void asManyAsTheLimitLeavesRoomForButNotFewerThanTheMinimum() {
    assertThat(fixture.ec2.runInstances(fixture.launch().maxCount(10).build()).instancesOrEmpty())
        .hasSize(3);
    refused(
        "InstanceLimitExceeded",
        "more instances (4) than your current instance limit of 3",
        () -> fixture.ec2.runInstances(fixture.launch().build()));
  }

  @Test
  void aClientTokenLaunchesOnceAndOnlyOneThing() {
    Reservation first = fixture.ec2.runInstances(fixture.launch().clientToken("t").build());
    Reservation second = fixture.ec2.runInstances(fixture.launch().clientToken("t").build());
    assertThat(second.reservationId()).isEqualTo(first.reservationId());
    assertThat(second.instancesOrEmpty()).hasSize(1);
    refused(
        "IdempotentParameterMismatch",
        "inconsistent",
        () ->
            fixture.ec2.runInstances(
                fixture.launch().clientToken("t").instanceType("t3.small").build()));
  }

  @Test
  void whatIsNotHonouredIsRefusedByName() {
    refused(
        "UnsupportedOperation",
        "KernelId",
        () -> fixture.ec2.runInstances(fixture.launch().kernelId("aki-1").build()));
    refused(
        "UnsupportedHibernationConfiguration",
        "HibernationOptions.Configured",
        () ->
            fixture.ec2.runInstances(
                fixture
                    .launch()
                    .hibernationOptions(
                        HibernationOptionsRequest.builder().configured(true).build())
                    .build()));
    // A flag that is off asks for nothing.
    assertThat(
            fixture
                .ec2
                .runInstances(fixture.launch().ebsOptimized(false).build())
                .instancesOrEmpty())
        .hasSize(1);
  }

  @Test
  void badInputIsRefusedAsEc2Does() {
    refused(
        "InvalidAMIID.NotFound",
        "The image id '[ami-0123456789abcdef0]' does not exist",
        () -> fixture.ec2.runInstances(fixture.launch().imageId("ami-0123456789abcdef0").build()));
    refused(
        "InvalidAMIID.Malformed",
        "ami-...",
        () -> fixture.ec2.runInstances(fixture.launch().imageId("host-root").build()));
    refused(
        "InvalidKeyPair.NotFound",
        "The key pair 'none' does not exist",
        () -> fixture.ec2.runInstances(fixture.launch().keyName("none").build()));
    refused(
        "InvalidParameterValue",
        "minCount",
        () -> fixture.ec2.runInstances(fixture.launch().minCount(2).build()));
    refused(
        "InvalidGroup.NotFound",
        "sg-0123456789abcdef0",
        () ->
            fixture.ec2.runInstances(
                fixture.launch().securityGroupIds(List.of("sg-0123456789abcdef0")).build()));
    refused(
        "DryRunOperation",
        "would have succeeded",
        () -> fixture.ec2.runInstances(fixture.launch().dryRun(true).build()));
  }

  @Test
  void tagsOfTheLaunchAreFoundByFilterWithWildcards() {
    fixture.ec2.runInstances(
        fixture
            .launch()
            .tagSpecifications(
                List.of(
                    TagSpecification.builder()
                        .resourceType("instance")
                        .tags(List.of(Tag.builder().key("Name").value("QConEC2").build()))
                        .build()))
            .build());
    fixture.running();
    assertThat(found("tag:Name", "QCon*")).isEqualTo(1);
    assertThat(found("tag:Name", "QCon")).isZero();
    assertThat(found("instance-state-name", "pending")).isZero();
    assertThat(found("instance-state-name", "running")).isEqualTo(2);
    refused("InvalidParameterValue", "'colour' is invalid", () -> found("colour", "red"));
  }

  private int found(String name, String value) {
    DescribeInstancesResult result =
        fixture.ec2.describeInstances(
            DescribeInstancesRequest.builder()
                .filters(List.of(Filter.builder().name(name).values(List.of(value)).build()))
                .build());
    return result.reservationsOrEmpty().stream().mapToInt(r -> r.instancesOrEmpty().size()).sum();
  }

  @Test
  void aProtectedInstanceIsNotTerminated() {
    String id = fixture.running();
    fixture.ec2.modifyInstanceAttribute(
        ModifyInstanceAttributeRequest.builder()
            .instanceId(id)
            .disableApiTermination(AttributeBooleanValue.builder().value(true).build())
            .build());
    refused(
        "OperationNotPermitted",
        "disableApiTermination",
        () ->
            fixture.ec2.terminateInstances(
                TerminateInstancesRequest.builder().instanceIds(List.of(id)).build()));
    assertThat(fixture.state(id)).isEqualTo("running");
  }
}
