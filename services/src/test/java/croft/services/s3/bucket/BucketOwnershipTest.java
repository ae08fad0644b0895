package croft.services.s3.bucket;

import static croft.services.s3.S3Fixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.s3.CreateBucketConfiguration;
import croft.api.s3.CreateBucketRequest;
import croft.api.s3.ListBucketsRequest;
import croft.api.s3.ListBucketsResponse;
import croft.api.s3.S3Model;
import croft.services.s3.S3Fixture;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names are one space for all accounts; listings are not. */
class BucketOwnershipTest {
  private static final String OTHER = "210987654321";

  @TempDir Path folder;
  private S3Fixture s3;

  @BeforeEach
  void open() throws IOException {
    s3 = new S3Fixture(folder);
  }

  @AfterEach
  void close() {
    s3.close();
  }

  @Test
  void aNameThatAnotherAccountHasIsTaken() {
    s3.bucket("a-bucket");
    CreateBucketRequest request = CreateBucketRequest.builder().bucket("a-bucket").build();
    assertRefused(
        () -> s3.invokeAs(OTHER, "us-east-1", S3Model.CREATE_BUCKET, request),
        "BucketAlreadyExists",
        409);
  }

  @Test
  void anAccountListsItsOwnBuckets() {
    s3.bucket("a-bucket");
    ListBucketsRequest request = ListBucketsRequest.builder().build();
    ListBucketsResponse others = s3.invokeAs(OTHER, "us-east-1", S3Model.LIST_BUCKETS, request);
    assertThat(others.bucketsOrEmpty()).isEmpty();
    assertThat(s3.invoke(S3Model.LIST_BUCKETS, request).bucketsOrEmpty()).hasSize(1);
  }

  @Test
  void whoMakesABucketNeedsThePermissionsOfWhatItSets() {
    CreateBucketConfiguration here =
        CreateBucketConfiguration.builder().locationConstraint(S3Fixture.REGION).build();
    CreateBucketRequest.Builder plain =
        CreateBucketRequest.builder().bucket("a-bucket").createBucketConfiguration(here);
    assertThat(s3.actions(S3Model.CREATE_BUCKET, plain.acl("private").build()))
        .containsExactly("s3:CreateBucket");
    CreateBucketRequest everything =
        plain
            .acl("authenticated-read")
            .objectOwnership("ObjectWriter")
            .objectLockEnabledForBucket(true)
            .build();
    assertThat(s3.actions(S3Model.CREATE_BUCKET, everything))
        .containsExactly(
            "s3:CreateBucket",
            "s3:PutBucketAcl",
            "s3:PutBucketOwnershipControls",
            "s3:PutBucketObjectLockConfiguration",
            "s3:PutBucketVersioning");
    CreateBucketRequest granting =
        CreateBucketRequest.builder()
            .bucket("a-bucket")
            .createBucketConfiguration(here)
            .grantRead("id=\"1\"")
            .build();
    assertThat(s3.actions(S3Model.CREATE_BUCKET, granting))
        .containsExactly("s3:CreateBucket", "s3:PutBucketAcl");
  }
}
