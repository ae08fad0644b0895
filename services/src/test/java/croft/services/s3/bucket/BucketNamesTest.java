package croft.services.s3.bucket;

import static croft.services.s3.S3Fixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"abc", "my-bucket", "a.b.c", "1bucket", "1.2.3.4.5"})
  void namesThatMayBe(String name) {
    assertThat(BucketNames.checked(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ab",
        "Upper",
        "under_score",
        "-begins",
        "ends-",
        ".begins",
        "two..dots",
        "10.0.0.1",
        "xn--name",
        "sthree-name",
        "amzn-s3-demo-name",
        "name-s3alias",
        "name--ol-s3",
        "name.mrap",
        "name--x-s3",
        "name--table-s3",
        "name/with/path",
        "../up"
      })
  void namesThatMayNotBe(String name) {
    assertRefused(() -> BucketNames.checked(name), "InvalidBucketName", 400);
  }
}
