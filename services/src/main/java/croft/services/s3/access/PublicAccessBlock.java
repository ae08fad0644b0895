package croft.services.s3.access;

/**
 * The four settings that keep a bucket from the public whatever its policy and lists say.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html">Blocking
 * public access to your Amazon S3 storage</a>.
 *
 * @param blockPublicAcls no list may be set that gives something to everybody
 * @param ignorePublicAcls what lists give to everybody does not count
 * @param blockPublicPolicy no policy may be set that is public
 * @param restrictPublicBuckets a public policy allows the bucket's account and AWS services only
 */
public record PublicAccessBlock(
    boolean blockPublicAcls,
    boolean ignorePublicAcls,
    boolean blockPublicPolicy,
    boolean restrictPublicBuckets) {

  /** Nothing is blocked: where the settings were deleted. */
  public static final PublicAccessBlock NONE = new PublicAccessBlock(false, false, false, false);

  /** All is blocked: new buckets since April 2023. */
  public static final PublicAccessBlock ALL = new PublicAccessBlock(true, true, true, true);
}
