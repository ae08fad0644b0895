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

  private static final String OBJECTS =
      """
      import { S3Client, CreateBucketCommand, PutObjectCommand, GetObjectCommand,
        DeleteObjectsCommand, DeleteBucketCommand, HeadObjectCommand,
        paginateListObjectsV2 } from '@aws-sdk/client-s3';
      import { Upload } from '@aws-sdk/lib-storage';
      import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
      import { Readable } from 'node:stream';
      const s3 = new S3Client({ endpoint: process.env.AWS_ENDPOINT_URL,
        region: process.env.AWS_REGION, forcePathStyle: true });
      const Bucket = 'javascript';
      await s3.send(new CreateBucketCommand({ Bucket }));
      for (const name of ['a', 'b', 'c']) {
        await s3.send(new PutObjectCommand({ Bucket, Key: `small/${name} ü+`, Body: name,
          ContentType: 'text/plain', Metadata: { from: 'node' } }));
      }
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'small/b ü+' }));
      const text = await got.Body.transformToString();
      const part = Buffer.alloc(1024 * 1024, 'x');
      const parts = Readable.from((function* () { for (let i = 0; i < 12; i++) yield part; })());
      await new Upload({ client: s3, partSize: 5 * 1024 * 1024,
        params: { Bucket, Key: 'large', Body: parts } }).done();
      const large = await s3.send(new HeadObjectCommand({ Bucket, Key: 'large' }));
      const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'presigned' }));
      const put = await fetch(url, { method: 'PUT', body: 'by fetch' });
      const back = await fetch(await getSignedUrl(s3, new GetObjectCommand(
        { Bucket, Key: 'presigned' })));
      const keys = [];
      for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket })) {
        keys.push(...page.Contents.map(object => object.Key));
      }
      await s3.send(new DeleteObjectsCommand(
        { Bucket, Delete: { Objects: keys.map(Key => ({ Key })) } }));
      await s3.send(new DeleteBucketCommand({ Bucket }));
      console.log([text, got.Metadata.from, got.ContentType, large.ContentLength, put.status,
        await back.text(), keys.join()].join(' | '));
      """;

  @BeforeAll
  static void fetch() throws IOException {
    Machine.require("node", "it runs the client under test: install Node.js");
    Machine.require("npm", "it fetches the client under test: install npm");
    if (!Files.isDirectory(PACKAGES.resolve("node_modules/@aws-sdk/s3-request-presigner"))) {
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
                  "@aws-sdk/client-s3@3",
                  "@aws-sdk/client-sts@3",
                  "@aws-sdk/lib-storage@3",
                  "@aws-sdk/s3-request-presigner@3"),
              Map.of(),
              PACKAGES);
      Program.Outcome outcome = install.run();
      assumeTrue(outcome.status() == 0, "npm cannot fetch the client: " + outcome.errors());
    }
    Files.writeString(PACKAGES.resolve("life.mjs"), LIFE);
    Files.writeString(PACKAGES.resolve("objects.mjs"), OBJECTS);
  }

  @Test
  void livesAWholeLife() {
    try (RunningCroft croft = RunningCroft.memory()) {
      String told =
          new Program(List.of("node", "life.mjs"), croft.environment(), PACKAGES).run().succeeded();
      assertThat(told).isEqualTo("123456789012 true InvalidInstanceID.NotFound");
    }
  }

  @Test
  void keepsObjects() {
    try (RunningCroft croft = RunningCroft.memory()) {
      String told =
          new Program(List.of("node", "objects.mjs"), croft.environment(), PACKAGES)
              .run()
              .succeeded();
      assertThat(told)
          .isEqualTo(
              "b | node | text/plain | 12582912 | 200 | by fetch |"
                  + " large,presigned,small/a ü+,small/b ü+,small/c ü+");
    }
  }
}
