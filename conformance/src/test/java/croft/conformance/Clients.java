package croft.conformance;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The AWS SDK for Java as somebody uses it: one identity at one Croft. It tries nothing twice. */
record Clients(URI endpoint, AwsCredentials credentials) {

  static Clients root(RunningCroft croft) {
    return root(croft.endpoint(), croft.credentials());
  }

  static Clients root(String endpoint, RunningCroft.Credentials keys) {
    return new Clients(
        URI.create(endpoint),
        AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()));
  }

  Clients as(AccessKey key) {
    return as(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
  }

  Clients as(Credentials session) {
    return as(
        AwsSessionCredentials.create(
            session.accessKeyId(), session.secretAccessKey(), session.sessionToken()));
  }

  Clients as(AwsCredentials other) {
    return new Clients(endpoint, other);
  }

  Ec2Client ec2() {
    return told(Ec2Client.builder()).build();
  }

  Ec2Client ec2(Region region) {
    return told(Ec2Client.builder()).region(region).build();
  }

  IamClient iam() {
    return told(IamClient.builder()).region(Region.AWS_GLOBAL).build();
  }

  S3Client s3() {
    return told(S3Client.builder()).build();
  }

  /** Makes URLs that carry this identity's signature. */
  S3Presigner presigner() {
    return S3Presigner.builder()
        .endpointOverride(endpoint)
        .region(Region.of(RunningCroft.REGION))
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .build();
  }

  StsClient sts() {
    return told(StsClient.builder()).build();
  }

  private <B extends AwsClientBuilder<B, ?>> B told(B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(RunningCroft.REGION))
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()));
  }
}
