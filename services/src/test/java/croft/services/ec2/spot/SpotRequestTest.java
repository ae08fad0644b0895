package croft.services.ec2.spot;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.CancelSpotInstanceRequestsRequest;
import croft.api.ec2.DescribeSpotInstanceRequestsRequest;
import croft.api.ec2.DescribeSpotPriceHistoryRequest;
import croft.api.ec2.Instance;
import croft.api.ec2.InstanceMarketOptionsRequest;
import croft.api.ec2.RequestSpotInstancesRequest;
import croft.api.ec2.RequestSpotLaunchSpecification;
import croft.api.ec2.SpotInstanceRequest;
import croft.api.ec2.SpotInstanceStatus;
import croft.api.ec2.TerminateInstancesRequest;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpotRequestTest {
  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private SpotInstanceRequest shown(String id) {
    return fixture
        .ec2
        .describeSpotInstanceRequests(
            DescribeSpotInstanceRequestsRequest.builder()
                .spotInstanceRequestIds(List.of(id))
                .build())
        .spotInstanceRequestsOrEmpty()
        .getFirst();
  }

  @Test
  void aRequestIsFulfilledAtOnceAndClosesWithItsInstance() {
    SpotInstanceRequest request =
        fixture
            .ec2
            .requestSpotInstances(
                RequestSpotInstancesRequest.builder()
                    .spotPrice("0.05")
                    .launchSpecification(
                        RequestSpotLaunchSpecification.builder()
                            .imageId(Ec2Fixture.IMAGE)
                            .instanceType("t3.micro")
                            .build())
                    .build())
            .spotInstanceRequestsOrEmpty()
            .getFirst();
    String id = String.valueOf(request.spotInstanceRequestId());
    String instanceId = String.valueOf(request.instanceId());
    assertThat(request.state()).isEqualTo("active");
    fixture.reconcile();
    assertThat(fixture.state(instanceId)).isEqualTo("running");
    assertThat(fixture.describe(instanceId).instanceLifecycle()).isEqualTo("spot");
    fixture.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(instanceId)).build());
    assertThat(shown(id).state()).isEqualTo("closed");
    assertThat(Objects.requireNonNull(shown(id).status()).code())
        .isEqualTo("instance-terminated-by-user");
  }

  @Test
  void cancellingARequestLeavesItsInstanceRunning() {
    String instanceId =
        String.valueOf(
            fixture
                .ec2
                .runInstances(
                    fixture
                        .launch()
                        .instanceMarketOptions(
                            InstanceMarketOptionsRequest.builder().marketType("spot").build())
                        .build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    fixture.reconcile();
    String id = String.valueOf(fixture.describe(instanceId).spotInstanceRequestId());
    fixture.ec2.cancelSpotInstanceRequests(
        CancelSpotInstanceRequestsRequest.builder().spotInstanceRequestIds(List.of(id)).build());
    assertThat(shown(id).state()).isEqualTo("cancelled");
    assertThat(fixture.state(instanceId)).isEqualTo("running");
  }

  private SpotInstanceRequest persistent(String userData) {
    return fixture
        .ec2
        .requestSpotInstances(
            RequestSpotInstancesRequest.builder()
                .type("persistent")
                .launchSpecification(
                    RequestSpotLaunchSpecification.builder()
                        .imageId(Ec2Fixture.IMAGE)
                        .instanceType("t3.small")
                        .userData(userData)
                        .build())
                .build())
        .spotInstanceRequestsOrEmpty()
        .getFirst();
  }

  private void terminate(String instanceId) {
    fixture.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(instanceId)).build());
    fixture.reconcile();
  }

  @Test
  void aPersistentRequestLaunchesAgainUntilItIsCancelled() {
    SpotInstanceRequest request = persistent("IyEvYmluL3NoCg==");
    String id = String.valueOf(request.spotInstanceRequestId());
    String first = String.valueOf(request.instanceId());
    fixture.reconcile();
    assertThat(fixture.reconcileSpotRequests()).as("while its instance runs").isZero();
    terminate(first);
    assertThat(shown(id).state()).isEqualTo("open");
    assertThat(fixture.reconcileSpotRequests()).isOne();
    String second = String.valueOf(shown(id).instanceId());
    assertThat(second).isNotEqualTo(first);
    assertThat(shown(id).state()).isEqualTo("active");
    fixture.reconcile();
    Instance running = fixture.describe(second);
    assertThat(Objects.requireNonNull(running.state()).name()).isEqualTo("running");
    assertThat(running.instanceType()).isEqualTo("t3.small");
    assertThat(running.spotInstanceRequestId()).isEqualTo(id);
    fixture.ec2.cancelSpotInstanceRequests(
        CancelSpotInstanceRequestsRequest.builder().spotInstanceRequestIds(List.of(id)).build());
    terminate(second);
    assertThat(fixture.reconcileSpotRequests()).as("after it was cancelled").isZero();
    assertThat(shown(id).state()).isEqualTo("cancelled");
  }

  @Test
  void aPersistentRequestTellsWhyItCannotLaunch() {
    SpotInstanceRequest request = persistent("");
    String id = String.valueOf(request.spotInstanceRequestId());
    terminate(String.valueOf(request.instanceId()));
    fixture.ec2.runInstances(fixture.launch().minCount(20).maxCount(20).build());
    fixture.reconcileSpotRequests();
    assertThat(shown(id).state()).isEqualTo("open");
    SpotInstanceStatus status = Objects.requireNonNull(shown(id).status());
    assertThat(status.code()).isEqualTo("constraint-not-fulfillable");
    assertThat(status.message()).contains("instance limit");
  }

  @Test
  void thereIsNoMarketToTellPricesOf() {
    refused(
        "UnsupportedOperation",
        "no market",
        () ->
            fixture.ec2.describeSpotPriceHistory(
                DescribeSpotPriceHistoryRequest.builder().build()));
    refused("InvalidSpotInstanceRequestID.NotFound", "sir-00000000", () -> shown("sir-00000000"));
  }
}
