package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.compute.Isolation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever changes what an instance may do sees it here, in the file beside this test. */
class CrunConfigTest {
  private static CrunConfig config(Isolation isolation, Optional<Path> network) {
    return new CrunConfig(
        "ip-10-0-0-4",
        Path.of("/mnt/root"),
        isolation,
        1_879_048_192L,
        network,
        network.map(path -> Path.of("/mnt/sys")),
        Path.of("/mnt/dev"),
        Path.of("/mnt/requests"),
        Path.of("/mnt/console.log"),
        List.of("/lib/systemd/systemd", "--unit=multi-user.target"),
        true,
        20_000,
        "amd64");
  }

  @Test
  void anInstanceWithSystemdAndANetwork() throws IOException {
    Optional<Path> network = Optional.of(Path.of("/run/netns/i-1"));
    String json = config(Isolation.USER_NAMESPACE, network).json();
    JsonMapper mapper = JsonMapper.shared();
    assertThat(mapper.readTree(json).toPrettyString())
        .isEqualTo(mapper.readTree(expected("config.json")).toPrettyString());
  }

  @Test
  void aPrivilegedOneHasNoUserNamespaceAndNoWritableSettings() {
    JsonNode linux =
        JsonMapper.shared()
            .readTree(config(Isolation.PRIVILEGED, Optional.empty()).json())
            .path("linux");
    assertThat(linux.has("uidMappings")).isFalse();
    assertThat(linux.path("namespaces").toString())
        .doesNotContain("\"user\"")
        .contains("{\"type\":\"network\"}");
    assertThat(linux.path("readonlyPaths").toString()).contains("\"/proc/sys\"");
    assertThat(linux.path("seccomp").path("syscalls").toString()).contains("init_module");
  }

  private static String expected(String name) throws IOException {
    try (InputStream file = CrunConfigTest.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(file, name).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
