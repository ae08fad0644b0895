package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The first thing anybody does with EC2, against instances that really run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MissionDemosTest {
  private static final String TWO_INSTANCES =
      """
      import boto3
      ec2 = boto3.resource('ec2')
      image = next(iter(ec2.images.filter(Owners=['amazon']))).id
      instances = ec2.create_instances(ImageId=image, MinCount=2, MaxCount=2)
      for instance in instances:
          instance.wait_until_running()
          instance.reload()
          print(instance.id, instance.state['Name'], instance.private_ip_address)
      """;

  private final RunningCroft croft = RunningCroft.linux();
  private List<String> instances = List.of();

  @BeforeAll
  void startTwoInstances() {
    Machine.requirePython("boto3");
    String printed = croft.python(TWO_INSTANCES).succeeded();
    assertThat(printed.lines()).hasSize(2).allMatch(line -> line.matches("i-\\w+ running \\S+"));
    instances = printed.lines().map(line -> line.substring(0, line.indexOf(' '))).toList();
  }

  @AfterAll
  void close() {
    croft.close();
  }

  @Test
  @Order(1)
  void bothInstancesRunAsMachinesOfTheirOwn() {
    assertThat(instances).doesNotHaveDuplicates();
    for (String id : instances) {
      String address = address(id);
      assertThat(croft.told(id, "ip -4 -o addr; cat /proc/1/comm")).contains(address, "systemd");
    }
  }

  @Test
  @Order(2)
  void versionOneOfTheCommandLineTagsAndFinds() {
    Machine.require("aws", "it is the client under test: pip install awscli");
    tagAndFind("aws", "QConEC2");
  }

  @Test
  @Order(3)
  void versionTwoOfTheCommandLineTagsAndFinds() {
    Machine.require("/usr/bin/aws", "it is the client under test: install the package awscli");
    tagAndFind("/usr/bin/aws", "QConEC2-again");
  }

  private void tagAndFind(String aws, String name) {
    // Clients of before 2023 do not read AWS_ENDPOINT_URL, so it is told to both.
    String endpoint = croft.endpoint();
    croft
        .run(
            aws,
            "--endpoint-url",
            endpoint,
            "ec2",
            "create-tags",
            "--resources",
            instances.get(0),
            instances.get(1),
            "--tags",
            "Key=Name,Value=" + name)
        .succeeded();
    String found =
        croft
            .run(
                aws,
                "--endpoint-url",
                endpoint,
                "ec2",
                "describe-instances",
                "--filters",
                "Name=tag:Name,Values=" + name,
                "--query",
                "Reservations[].Instances[].InstanceId",
                "--output",
                "text")
            .succeeded();
    assertThat(found.split("\\s+")).containsExactlyInAnyOrderElementsOf(instances);
  }

  private String address(String id) {
    return croft
        .python(
            "import boto3, sys; print(boto3.resource('ec2').Instance(sys.argv[1]).private_ip_address)",
            id)
        .succeeded();
  }
}
