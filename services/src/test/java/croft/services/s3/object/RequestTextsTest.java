package croft.services.s3.object;

import static croft.services.s3.S3Fixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small languages of requests: ranges, copy sources, keys, tags. */
class RequestTextsTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=2-, 2, 8",
    "bytes=-3, 7, 3",
    "bytes=-30, 0, 10",
    "bytes=9-99999999999999999999, 9, 1",
    "bytes= 1 - 2, 1, 2"
  })
  void rangesOfTenBytes(String header, long first, long length) {
    assertThat(ByteRange.of(header, 10)).isEqualTo(new ByteRange(first, length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=5-4", "bytes=-", "bytes=0-1,4-5", "octets=0-1", "", "bytes=x-y"})
  void whatIsNoRangeAsksForTheWhole(String header) {
    assertThat(ByteRange.of(header, 10)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-11", "bytes=-0"})
  void rangesBehindTheEndAreRefused(String header) {
    assertRefused(() -> ByteRange.of(header, 10), "InvalidRange", 416);
  }

  @Test
  void everyRangeOfAnEmptyObjectIsRefused() {
    assertRefused(() -> ByteRange.of("bytes=0-", 0), "InvalidRange", 416);
    assertRefused(() -> ByteRange.of("bytes=-1", 0), "InvalidRange", 416);
  }

  @Test
  void copySources() {
    String version = "0123456789abcdef0123456789abcdef";
    assertThat(CopySource.of("/bucket/a%20b/c+d"))
        .isEqualTo(new CopySource("bucket", "a b/c+d", null));
    assertThat(CopySource.of("bucket/key?versionId=" + version))
        .isEqualTo(new CopySource("bucket", "key", version));
    assertThat(CopySource.of("bucket/what%3FversionId=x").key()).isEqualTo("what?versionId=x");
    assertThat(CopySource.of("bucket//key").key()).isEqualTo("/key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "bucket", "bucket/", "/bucket", "bucket/%zz"})
  void whatIsNoCopySource(String header) {
    assertRefused(() -> CopySource.of(header), "InvalidArgument", 400);
  }

  @Test
  void keysAreCountedInBytes() {
    assertThat(Keys.checked("x".repeat(1024))).hasSize(1024);
    assertRefused(() -> Keys.checked("é".repeat(513)), "KeyTooLongError", 400);
    assertRefused(() -> Keys.checked("a\0b"), "InvalidArgument", 400);
  }

  @Test
  void versionIds() {
    assertThat(Keys.checkedVersion(null)).isNull();
    assertThat(Keys.checkedVersion("null")).isEqualTo("null");
    assertRefused(() -> Keys.checkedVersion(""), "InvalidArgument", 400);
    assertRefused(() -> Keys.checkedVersion("short"), "InvalidArgument", 400);
  }

  @Test
  void tagsOfAHeader() {
    assertThat(DescriptionReader.tags("a=1&b=two%20words&c+d=%40&e"))
        .isEqualTo(Map.of("a", "1", "b", "two words", "c d", "@", "e", ""));
    assertRefused(() -> DescriptionReader.tags("a=%26"), "InvalidTag", 400);
    assertRefused(() -> DescriptionReader.tags("a=%zz"), "InvalidArgument", 400);
  }

  @Test
  void theEndOfAPrefixIsBehindAllThatBeginWithIt() {
    assertThat(KeyRange.after("a/")).isEqualTo("a0");
    assertThat(KeyRange.after("\uD7FF")).isEqualTo("\uE000");
    assertThat(KeyRange.after("a" + Character.toString(Character.MAX_CODE_POINT))).isEqualTo("b");
    assertThat(KeyRange.after(Character.toString(Character.MAX_CODE_POINT))).isNull();
    assertThat(KeyRange.after("")).isNull();
  }
}
