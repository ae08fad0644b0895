package croft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
  private static final Pattern EXAMPLE_LINE = Pattern.compile("#([a-z][a-z-]*)=(\\S*)");

  @TempDir Path userHome;

  @Test
  void defaultsListenOnLoopbackWithSignaturesAndIsolation() throws Exception {
    Config config = Config.read(List.of(), Map.of(), userHome);

    assertThat(config.bind().isLoopbackAddress()).isTrue();
    assertThat(config.port()).isEqualTo(4566);
    assertThat(config.region()).isEqualTo("us-west-2");
    assertThat(config.account()).isEqualTo("123456789012");
    assertThat(config.auth()).isEqualTo(Config.Auth.SIGNED);
    assertThat(config.isolation()).isEqualTo(Config.Isolation.USER_NAMESPACE);
    assertThat(config.drivers()).isEqualTo(Config.Drivers.LINUX);
    assertThat(config.storeUrl()).isEqualTo(Optional.empty());
    assertThat(config.home()).isEqualTo(userHome.resolve(".croft"));
    assertThat(config.data()).isEqualTo(userHome.resolve(".croft/data"));
  }

  @Test
  void laterSourcesWin() throws Exception {
    Path home = Files.createDirectories(userHome.resolve(".croft"));
    Files.writeString(
        home.resolve("croft.properties"), "port=1001\nregion=eu-west-1\naccount=000000000001\n");
    Map<String, String> environment = Map.of("CROFT_PORT", "1002", "CROFT_REGION", "eu-west-2");

    Config config = Config.read(List.of("--port", "1003"), environment, userHome);

    assertThat(config.port()).isEqualTo(1003);
    assertThat(config.region()).isEqualTo("eu-west-2");
    assertThat(config.account()).isEqualTo("000000000001");
  }

  @Test
  void bothSpellingsOfAnOptionAndANamedFileAreRead() throws Exception {
    Path file = Files.writeString(userHome.resolve("my.properties"), "auth=open\n");

    Config config =
        Config.read(List.of("--config=" + file, "--drivers", "memory"), Map.of(), userHome);

    assertThat(config.auth()).isEqualTo(Config.Auth.OPEN);
    assertThat(config.drivers()).isEqualTo(Config.Drivers.MEMORY);
  }

  @Test
  void croftHomeMovesHomeAndData() throws Exception {
    Path home = userHome.resolve("elsewhere");

    Config config = Config.read(List.of(), Map.of("CROFT_HOME", home.toString()), userHome);

    assertThat(config.home()).isEqualTo(home);
    assertThat(config.data()).isEqualTo(home.resolve("data"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --port             | 70000          | must be a whole number from 0 to 65535
          --port             | many           | must be a whole number from 0 to 65535
          --bind             | localhost      | must be an IP address
          --region           | us_west_2      | must be a region
          --account          | 12345          | must be the twelve digits
          --auth             | off            | must be one of signed, open
          --isolation        | none           | must be one of user-namespace, privileged
          --drivers          | xen            | must be one of linux, docker, memory
          --docker-socket    | tcp://10.0.0.1 | is not a unix socket
          --docker-image     | Debian:Stable  | name: debian:stable
          --store            | mysql://x      | must be a URL such as postgresql:
          --blobs            | file:/tmp      | must be a URL such as s3:
          --blobs            | s3://host/name | has no KEY:SECRET@HOST
          --data             | relative/path  | must be an absolute path
          --data             | /srv/my croft  | without colon, comma, backslash or space
          --public-addresses | 100.96.0.1/12  | must be an IPv4 network
          --public-addresses | 100.96.0.256/20 | must be an IPv4 network
          --public-addresses | 10.0.0.0/24    | must be an IPv4 network
          --max-request-bytes | 1             | must be a whole number from 65536
          --log-level        | loud           | must be one of error, warn, info, debug, trace
          --config           | /no/such/file  | no readable file
          --prot             | 1              | unknown option --prot
          """)
  void wrongValuesAreToldWithTheirSource(String flag, String text, String message) {
    List<String> problems = problems(List.of(flag, text), Map.of());

    assertThat(problems).singleElement().asString().contains(message).contains(flag.substring(2));
  }

  @Test
  void everyProblemIsToldAtOnce() {
    List<String> problems = problems(List.of("--port", "x"), Map.of("CROFT_AUTH", "maybe"));

    assertThat(problems).hasSize(2);
    assertThat(problems.getLast()).contains("CROFT_AUTH");
  }

  @Test
  void openAuthIsRefusedBeyondLoopback() {
    List<String> problems = problems(List.of("--auth", "open", "--bind", "0.0.0.0"), Map.of());

    assertThat(problems).singleElement().asString().contains("0.0.0.0").contains("auth=signed");
  }

  @Test
  void aPasswordInTheStoreUrlIsNotRepeated() {
    List<String> problems = problems(List.of("--store", "postgres://u:hunter2@h/db"), Map.of());

    assertThat(problems).singleElement().asString().doesNotContain("hunter2");
  }

  @Test
  void mailGoesToARelayOrNowhereAndItsPasswordIsNotRepeated() throws Exception {
    assertThat(Config.read(List.of(), Map.of(), userHome).mail()).isEmpty();
    assertThat(
            Config.read(
                    List.of("--mail", "smtps://mail.example.org?from=croft@example.org"),
                    Map.of(),
                    userHome)
                .mail())
        .hasValueSatisfying(relay -> assertThat(relay.port()).isEqualTo(465));
    List<String> problems =
        problems(List.of("--mail", "smtp://ann:secret@mail.example.org"), Map.of());
    assertThat(problems.getFirst()).contains("mail", "?from=").doesNotContain("secret");
  }

  @Test
  void unknownNamesAreRefusedWhereverTheyStand() throws Exception {
    Path file = Files.writeString(userHome.resolve("my.properties"), "prot=1\n");

    List<String> problems =
        problems(List.of("--config", file.toString()), Map.of("CROFT_PROT", "1"));

    assertThat(problems).hasSize(2);
    assertThat(problems.getFirst()).contains("prot").contains(file.toString());
    assertThat(problems.getLast()).contains("CROFT_PROT");
  }

  @Test
  void theExampleNamesEveryOptionWithItsDefaultAndNoOther() throws Exception {
    List<String> named = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("../croft.example.properties"))) {
      Matcher matcher = EXAMPLE_LINE.matcher(line);
      if (matcher.matches()) {
        named.add(matcher.group(1) + "=" + matcher.group(2));
      } else {
        assertThat(line).as("a comment or an option with #").matches("#|# .*|#  .*|");
      }
    }

    List<String> options = new ArrayList<>();
    for (ConfigOption option : ConfigOption.values()) {
      options.add(option.key() + "=" + option.defaultText());
    }
    assertThat(named).containsExactlyElementsOf(options);
  }

  private List<String> problems(List<String> arguments, Map<String, String> environment) {
    ConfigException refusal =
        catchThrowableOfType(
            ConfigException.class, () -> Config.read(arguments, environment, userHome));
    return refusal.problems();
  }
}
