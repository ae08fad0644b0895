package croft.services.s3.bucket;

import croft.base.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The rules for names of general purpose buckets.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">General
 * purpose bucket naming rules</a>.
 */
final class BucketNames {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
  private static final List<String> PREFIXES = List.of("xn--", "sthree-", "amzn-s3-demo-");
  private static final List<String> SUFFIXES =
      List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");

  private BucketNames() {}

  /**
   * The name itself.
   *
   * @throws ServiceError {@code InvalidBucketName} (400)
   */
  static String checked(String name) {
    boolean valid =
        NAME.matcher(name).matches()
            && !name.contains("..")
            && !ADDRESS.matcher(name).matches()
            && PREFIXES.stream().noneMatch(name::startsWith)
            && SUFFIXES.stream().noneMatch(name::endsWith);
    if (!valid) {
      throw new ServiceError(
          "InvalidBucketName",
          400,
          "The specified bucket is not valid.",
          Map.of("BucketName", name));
    }
    return name;
  }
}
