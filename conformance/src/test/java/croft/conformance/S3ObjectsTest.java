package croft.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Buckets, objects and listings over boto3: each operation with each header that changes its
 * answer. The cases stand in {@code s3_objects.py}, each a test by its own name.
 */
final class S3ObjectsTest {
  private static final int LEAST_CASES = 110;

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
  }

  /** What became of one case: {@code ok} or what was seen instead. */
  private record Result(String name, String outcome) {
    static Result of(String line) {
      String[] parts = line.split("\t", 2);
      return new Result(parts[0], parts.length < 2 ? line : parts[1]);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCaseOfTheMatrix() {
    List<Result> results;
    try (RunningCroft croft = RunningCroft.memory()) {
      results = croft.python(cases()).succeeded().lines().map(Result::of).toList();
    }
    assertThat(results).hasSizeGreaterThanOrEqualTo(LEAST_CASES);
    return results.stream()
        .map(result ->
            DynamicTest.dynamicTest(result.name, () -> assertThat(result.outcome).isEqualTo("ok")));
  }

  @Test
  void theCommandLineKeepsAFolderInStep() {
    Machine.require("aws", "install the AWS command line: pip install awscli");
    try (RunningCroft croft = RunningCroft.memory()) {
      String script =
          """
          set -e
          mkdir -p here/sub back
          for n in $(seq 1 25); do echo "file $n" > here/sub/$n.txt; done
          printf 'a+b' > 'here/odd name + ü.txt'
          aws s3 mb s3://in-step-bucket > made
          aws s3 sync --only-show-errors here s3://in-step-bucket/there
          aws s3 sync --only-show-errors s3://in-step-bucket/there back
          diff -r here back
          rm here/sub/1.txt
          aws s3 sync --only-show-errors --delete here s3://in-step-bucket/there
          test $(aws s3 ls --recursive s3://in-step-bucket/ | wc -l) = 25
          aws s3 rb --force s3://in-step-bucket > removed
          aws s3 ls
          """;
      assertThat(croft.run("bash", "-c", script).succeeded()).isEmpty();
    }
  }

  private static String cases() {
    try (InputStream source = S3ObjectsTest.class.getResourceAsStream("s3_objects.py")) {
      return new String(Objects.requireNonNull(source).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
