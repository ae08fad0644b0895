package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.Tag;

/** What EC2 refuses, and in which words; what it finds, and in which order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Ec2RefusalsTest {
  private final RunningCroft croft = RunningCroft.memory();
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private final Cloud cloud = new Cloud(ec2);
  private final String image = cloud.image();

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  @Test
  void aClientTokenLaunchesOnce() {
    List<String> first = launchWithToken(2);
    assertThat(launchWithToken(2)).isEqualTo(first);
    assertRefused(() -> launchWithToken(3), 400, "IdempotentParameterMismatch", "inconsistent");
  }

  private List<String> launchWithToken(int count) {
    return ec2
        .runInstances(r -> r.imageId(image).minCount(count).maxCount(count).clientToken("once"))
        .instances()
        .stream()
        .map(Instance::instanceId)
        .toList();
  }

  @Test
  void asManyAsThereIsRoomForButNotFewerThanTheMinimum() {
    assertRefused(
        () -> ec2.runInstances(r -> r.imageId(image).minCount(3).maxCount(2)),
        400,
        "InvalidParameterValue",
        "MinCount");
    assertRefused(
        () -> ec2.runInstances(r -> r.imageId(image).minCount(0).maxCount(1)),
        400,
        "InvalidParameterValue",
        "0");
    assertRefused(
        () -> ec2.runInstances(r -> r.imageId(image).minCount(50_000).maxCount(50_000)),
        400,
        "InstanceLimitExceeded",
        "limit");
  }

  @Test
  void aDryRunSaysWhatWouldBeAndDoesNothing() {
    int before = count();
    assertRefused(
        () -> ec2.runInstances(r -> r.imageId(image).minCount(1).maxCount(1).dryRun(true)),
        412,
        "DryRunOperation",
        "Request would have succeeded, but DryRun flag is set.");
    assertThat(count()).isEqualTo(before);
  }

  private int count() {
    return (int) instances(ec2.describeInstances()).count();
  }

  private static Stream<Instance> instances(DescribeInstancesResponse response) {
    return response.reservations().stream().map(Reservation::instances).flatMap(List::stream);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertRefused(
        () -> ec2.runInstances(r -> r.minCount(1).maxCount(1)), 400, "MissingParameter", "ImageId");
    assertRefused(
        () -> ec2.runInstances(r -> r.imageId(image).maxCount(1)),
        400,
        "MissingParameter",
        "MinCount");
    assertRefused(() -> ec2.createKeyPair(r -> {}), 400, "MissingParameter", "KeyName");
  }

  @Test
  void whatIsNotThereIsNamed() {
    String absent = "i-0123456789abcdef0";
    assertRefused(
        () -> ec2.describeInstances(r -> r.instanceIds(absent)),
        400,
        "InvalidInstanceID.NotFound",
        "The instance ID '" + absent + "' does not exist");
    assertRefused(
        () -> ec2.terminateInstances(r -> r.instanceIds("nonsense")),
        400,
        "InvalidInstanceID.Malformed",
        "nonsense");
    assertRefused(
        () -> ec2.runInstances(r -> r.imageId("ami-00000000").minCount(1).maxCount(1)),
        400,
        "InvalidAMIID.NotFound",
        "ami-00000000");
    assertRefused(
        () -> ec2.runInstances(r -> r.imageId(image).minCount(1).maxCount(1).keyName("none")),
        400,
        "InvalidKeyPair.NotFound",
        "none");
    assertRefused(
        () ->
            ec2.runInstances(
                r -> r.imageId(image).minCount(1).maxCount(1).securityGroupIds("sg-01234567")),
        400,
        "InvalidGroup.NotFound",
        "sg-01234567");
    assertRefused(
        () ->
            ec2.runInstances(r -> r.imageId(image).minCount(1).maxCount(1).instanceType("x9.huge")),
        400,
        "InvalidParameterValue",
        "x9.huge");
  }

  @Test
  void whatCroftDoesNotHaveIsRefusedByName() {
    assertRefused(
        () ->
            ec2.runInstances(
                r -> r.imageId(image).minCount(1).maxCount(1).enclaveOptions(e -> e.enabled(true))),
        400,
        "UnsupportedOperation",
        "EnclaveOptions");
    assertRefused(() -> ec2.describeVpnGateways(), 400, "UnsupportedOperation", "VpnGateways");
    Filter unknown = Filter.builder().name("colour").values("blue").build();
    assertRefused(
        () -> ec2.describeInstances(r -> r.filters(unknown)),
        400,
        "InvalidParameterValue",
        "The filter 'colour' is invalid");
  }

  @Test
  void whatIsOffAsksForNothing() {
    String id =
        ec2.runInstances(r ->
                r.imageId(image)
                    .minCount(1)
                    .maxCount(1)
                    .ebsOptimized(false)
                    .hibernationOptions(h -> h.configured(false)))
            .instances()
            .getFirst()
            .instanceId();
    assertThat(id).startsWith("i-");
    assertRefused(
        () ->
            ec2.runInstances(r ->
                r.imageId(image)
                    .minCount(1)
                    .maxCount(1)
                    .hibernationOptions(h -> h.configured(true))),
        400,
        "UnsupportedHibernationConfiguration",
        "HibernationOptions");
  }

  @Test
  void pagesTogetherAreEverythingOnce() {
    List<String> launched = new ArrayList<>();
    for (int n = 0; n < 12; n++) {
      launched.add(
          ec2.runInstances(r -> r.imageId(image).minCount(1).maxCount(1))
              .instances()
              .getFirst()
              .instanceId());
    }
    ec2.createTags(r -> r.resources(launched).tags(tag("paged", "yes")));
    Filter tagged = Filter.builder().name("tag-key").values("paged").build();
    List<String> seen = new ArrayList<>();
    int pages = 0;
    String token = null;
    do {
      String next = token;
      DescribeInstancesResponse page =
          ec2.describeInstances(r -> r.filters(tagged).maxResults(5).nextToken(next));
      assertThat(instances(page).count()).isLessThanOrEqualTo(5);
      instances(page).forEach(instance -> seen.add(instance.instanceId()));
      token = page.nextToken();
      pages++;
    } while (token != null && !token.isEmpty());
    assertThat(pages).isEqualTo(3);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(launched);
  }

  @Test
  void pagesAreRefusedWhenForgedOrOfImpossibleSize() {
    assertRefused(
        () -> ec2.describeInstances(r -> r.maxResults(5).nextToken("eyJhZnRlciI6ImktMCJ9")),
        400,
        "InvalidParameterValue",
        "token");
    assertRefused(
        () -> ec2.describeInstances(r -> r.maxResults(0)), 400, "InvalidParameterValue", "0");
  }

  @Test
  void filtersMatchByValueWildcardAndTag() {
    Instance one = cloud.run(r -> r.instanceType(InstanceType.T3_SMALL));
    ec2.createTags(
        r -> r.resources(one.instanceId()).tags(tag("Role", "db*1"), tag("Stage", "test")));
    assertThat(found("instance-type", "t3.small")).contains(one.instanceId());
    assertThat(found("instance-type", "t3.sm?ll")).contains(one.instanceId());
    assertThat(found("instance-type", "t3.large")).doesNotContain(one.instanceId());
    assertThat(found("tag:Role", "db\\*1")).containsExactly(one.instanceId());
    assertThat(found("tag:Role", "DB*")).isEmpty();
    assertThat(found("private-ip-address", one.privateIpAddress()))
        .containsExactly(one.instanceId());
    assertThat(found("instance-state-name", "stopped", "running")).contains(one.instanceId());
    assertThat(found("vpc-id", one.vpcId())).contains(one.instanceId());
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private List<String> found(String filter, String... values) {
    Filter by = Filter.builder().name(filter).values(values).build();
    return instances(ec2.describeInstances(r -> r.filters(by))).map(Instance::instanceId).toList();
  }

  private static void assertRefused(ThrowingCallable call, int status, String code, String says) {
    Ec2Exception refusal = catchThrowableOfType(Ec2Exception.class, call);
    assertThat(refusal).as("the refusal " + code).isNotNull();
    assertThat(refusal.awsErrorDetails().errorCode()).as(refusal.getMessage()).isEqualTo(code);
    assertThat(refusal.awsErrorDetails().errorMessage()).contains(says);
    assertThat(refusal.statusCode()).isEqualTo(status);
    assertThat(refusal.requestId()).isNotBlank();
  }
}
