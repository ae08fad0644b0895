package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The AWS SDK for JavaScript, version 3, as npm has it; kept under {@code target} once fetched. */
final class JavaScriptSdkTest {
  private static final Path PACKAGES = Path.of("target", "npm").toAbsolutePath();
  private static final String LIFE =
      """
      import { EC2Client, RunInstancesCommand, CreateTagsCommand, DescribeInstancesCommand,
        DescribeImagesCommand, TerminateInstancesCommand, waitUntilInstanceRunning,
        waitUntilInstanceTerminated } from '@aws-sdk/client-ec2';
      import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
      const options = { endpoint: process.env.AWS_ENDPOINT_URL, region: process.env.AWS_REGION };
      const ec2 = new EC2Client(options);
      const who = await new STSClient(options).send(new GetCallerIdentityCommand({}));
      const image = (await ec2.send(new DescribeImagesCommand({ Owners: ['amazon'] }))).Images[0];
      const run = await ec2.send(new RunInstancesCommand(
        { ImageId: image.ImageId, MinCount: 2, MaxCount: 2 }));
      const ids = run.Instances.map(instance => instance.InstanceId);
      const wait = { client: ec2, maxWaitTime: 60, minDelay: 1, maxDelay: 2 };
      await waitUntilInstanceRunning(wait, { InstanceIds: ids });
      await ec2.send(new CreateTagsCommand(
        { Resources: ids, Tags: [{ Key: 'Name', Value: 'QConEC2' }] }));
      const found = await ec2.send(new DescribeInstancesCommand(
        { Filters: [{ Name: 'tag:Name', Values: ['QConEC2'] }] }));
      const seen = found.Reservations.flatMap(r => r.Instances).map(i => i.InstanceId);
      let refusal;
      try {
        await ec2.send(new DescribeInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] }));
      } catch (error) {
        refusal = error.name;
      }
      await ec2.send(new TerminateInstancesCommand({ InstanceIds: ids }));
      await waitUntilInstanceTerminated(wait, { InstanceIds: ids });
      console.log(who.Account, seen.sort().join() === ids.sort().join(), refusal);
      """;

  @BeforeAll
  static void fetch() throws IOException {
    Machine.require("node", "it runs the client under test: install Node.js");
    Machine.require("npm", "it fetches the client under test: install npm");
    if (!Files.isDirectory(PACKAGES.resolve("node_modules/@aws-sdk/client-sts"))) {
      Files.createDirectories(PACKAGES);
      Files.writeString(PACKAGES.resolve("package.json"), "{\"private\": true}");
      Program install =
          new Program(
              List.of(
                  "npm",
                  "install",
                  "--no-audit",
                  "--no-fund",
                  "@aws-sdk/client-ec2@3",
                  "@aws-sdk/client-sts@3"),
              Map.of(),
              PACKAGES);
      Program.Outcome outcome = install.run();
      assumeTrue(outcome.status() == 0, "npm cannot fetch the client: " + outcome.errors());
    }
    Files.writeString(PACKAGES.resolve("life.mjs"), LIFE);
  }

  @Test
  void livesAWholeLife() {
    try (RunningCroft croft = RunningCroft.memory()) {
      String told =
          new Program(List.of("node", "life.mjs"), croft.environment(), PACKAGES).run().succeeded();
      assertThat(told).isEqualTo("123456789012 true InvalidInstanceID.NotFound");
    }
  }
}
