package croft.services.ec2.instance;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.DescribeInstanceTypesRequest;
import croft.api.ec2.GetInstanceTypesFromInstanceRequirementsRequest;
import croft.api.ec2.InstanceRequirementsRequest;
import croft.api.ec2.InstanceTypeInfoFromInstanceRequirements;
import croft.api.ec2.MemoryMiBRequest;
import croft.api.ec2.NetworkInfo;
import croft.api.ec2.ReportInstanceStatusRequest;
import croft.api.ec2.StopInstancesRequest;
import croft.api.ec2.VCpuCountRangeRequest;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypeOperationsTest {
  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static InstanceRequirementsRequest.Builder wanted(
      int processors, int leastMebibytes, int mostMebibytes) {
    return InstanceRequirementsRequest.builder()
        .vCpuCount(VCpuCountRangeRequest.builder().min(processors).max(processors).build())
        .memoryMiB(MemoryMiBRequest.builder().min(leastMebibytes).max(mostMebibytes).build());
  }

  private List<String> types(InstanceRequirementsRequest.Builder requirements) {
    return fixture
        .ec2
        .getInstanceTypesFromInstanceRequirements(
            GetInstanceTypesFromInstanceRequirementsRequest.builder()
                .architectureTypes(List.of("x86_64"))
                .virtualizationTypes(List.of("hvm"))
                .instanceRequirements(requirements.build())
                .build())
        .instanceTypesOrEmpty()
        .stream()
        .map(InstanceTypeInfoFromInstanceRequirements::instanceType)
        .map(String::valueOf)
        .toList();
  }

  @Test
  void typesAreFoundByWhatTheyHave() {
    // Burstable types only when they are asked for.
    assertThat(types(wanted(2, 8192, 8192)))
        .contains("m5.large", "m5a.large", "m6i.large")
        .doesNotContain("t3.large", "m5.xlarge", "c5.large", "r5.large");
    assertThat(types(wanted(2, 8192, 8192).burstablePerformance("required")))
        .containsExactly("t2.large", "t3.large", "t3a.large");
    assertThat(types(wanted(2, 8192, 8192).cpuManufacturers(List.of("amd"))))
        .contains("m5a.large", "m6a.large")
        .doesNotContain("m5.large");
    assertThat(types(wanted(2, 8192, 8192).allowedInstanceTypes(List.of("m5*", "c5.large"))))
        .containsExactly("m5.large", "m5a.large", "m5d.large");
    assertThat(types(wanted(2, 8192, 8192).excludedInstanceTypes(List.of("m*"))))
        .noneMatch(name -> name.startsWith("m"));
    assertThat(types(wanted(2, 7000, 8192).instanceGenerations(List.of("previous"))))
        .contains("m3.large")
        .doesNotContain("m5.large");
  }

  @Test
  void whatNoTypeHasIsFoundNowhere() {
    assertThat(types(wanted(2, 8192, 8192).localStorage("required"))).isEmpty();
    assertThat(types(wanted(2, 8192, 8192).acceleratorTypes(List.of("gpu")))).isEmpty();
    assertThat(types(wanted(2, 8192, 8192).requireHibernateSupport(true))).isEmpty();
    assertThat(types(wanted(2, 8192, 8192).bareMetal("required"))).isEmpty();
  }

  @Test
  void processorsAndMemoryAreRequired() {
    refused(
        "MissingParameter",
        "MemoryMiB.Min",
        () ->
            types(
                InstanceRequirementsRequest.builder()
                    .vCpuCount(VCpuCountRangeRequest.builder().min(1).build())
                    .memoryMiB(MemoryMiBRequest.builder().build())));
    refused(
        "InvalidParameterCombination",
        "ExcludedInstanceTypes",
        () ->
            types(
                wanted(2, 1, 8192)
                    .allowedInstanceTypes(List.of("m5.large"))
                    .excludedInstanceTypes(List.of("m5.large"))));
  }

  @Test
  void aTypeTellsItsInterfaces() {
    NetworkInfo network =
        Objects.requireNonNull(
            fixture
                .ec2
                .describeInstanceTypes(
                    DescribeInstanceTypesRequest.builder()
                        .instanceTypes(List.of("t3.micro"))
                        .build())
                .instanceTypesOrEmpty()
                .getFirst()
                .networkInfo());
    assertThat(network.maximumNetworkInterfaces()).isEqualTo(2);
    assertThat(network.ipv4AddressesPerInterface()).isEqualTo(2);
    assertThat(network.ipv6Supported()).isFalse();
  }

  @Test
  void onlyRunningInstancesAreReported() {
    String id = fixture.running();
    ReportInstanceStatusRequest report =
        ReportInstanceStatusRequest.builder()
            .instances(List.of(id))
            .status("impaired")
            .reasonCodes(List.of("unresponsive"))
            .build();
    fixture.ec2.reportInstanceStatus(report);
    assertThat(fixture.state(id)).as("what is reported changes nothing").isEqualTo("running");
    fixture.ec2.stopInstances(StopInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    refused("IncorrectState", id, () -> fixture.ec2.reportInstanceStatus(report));
  }
}
