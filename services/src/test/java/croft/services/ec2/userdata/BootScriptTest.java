package croft.services.ec2.userdata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootScriptTest {
  @TempDir Path directory;

  @Test
  void shellScriptIsKeptToTheByteAndRunOnce() {
    String script = "#!/bin/bash\necho \"it's $HOME\"\n";
    List<BootFile> files = BootScript.files(script.getBytes(UTF_8));
    assertThat(text(files, "/var/lib/cloud/instance/scripts/part-001")).isEqualTo(script);
    String boot = text(files, BootScript.PATH);
    assertThat(boot.indexOf("scripts/part-001"))
        .isGreaterThan(boot.indexOf("if [ ! -e /var/lib/cloud/instance/boot-finished ]"));
  }

  @Test
  void multipartAndGzipAreTakenApartInOrder() throws IOException {
    String message =
        """
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="==B=="

        --==B==
        Content-Type: text/cloud-config; charset="us-ascii"

        #cloud-config
        runcmd:
          - [touch, "/tmp/a b"]
        --==B==
        Content-Type: text/x-shellscript; charset="us-ascii"
        Content-Transfer-Encoding: base64

        IyEvYmluL3NoCmVjaG8gaGkK
        --==B==--
        """;
    List<Part> parts = UserDataParser.parse(gzip(message.getBytes(UTF_8)));
    assertThat(parts).hasSize(2);
    assertThat(parts.getFirst())
        .isInstanceOfSatisfying(
            Part.CloudConfig.class, c -> assertThat(c.keys()).containsOnlyKeys("runcmd"));
    assertThat(parts.getLast())
        .isInstanceOfSatisfying(
            Part.Script.class,
            s -> assertThat(new String(s.bytes(), UTF_8)).isEqualTo("#!/bin/sh\necho hi\n"));
  }

  @Test
  void cloudConfigCommandsReallyRunAndQuoteHostileText() throws Exception {
    Path file = directory.resolve("it's $(touch pwned); x");
    String config =
        """
        #cloud-config
        write_files:
          - path: "%s"
            permissions: "0640"
            content: "a'b$c\\n"
        runcmd:
          - echo one >> %s/log
          - [sh, -c, "echo two >> %s/log"]
        nonsense: 1
        """
            .formatted(file, directory, directory);
    CloudConfigScript.Commands commands =
        CloudConfigScript.compile(
            ((Part.CloudConfig) UserDataParser.parse(config.getBytes(UTF_8)).getFirst()).keys());
    Process process =
        new ProcessBuilder("sh", "-c", String.join("\n", commands.once()))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output).contains("cloud-config key 'nonsense' is not supported");
    assertThat(Files.readString(file)).isEqualTo("a'b$c\n");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(3);
    assertThat(Files.readAllLines(directory.resolve("log"))).containsExactly("one", "two");
    assertThat(directory.resolve("pwned")).doesNotExist();
  }

  @Test
  void theWholeScriptIsValidShell() throws Exception {
    byte[] data = "#cloud-config\npackages: [nginx, [curl, 7.88]]\nhostname: web\n".getBytes(UTF_8);
    Path script = Files.write(directory.resolve("boot"), BootScript.files(data).getLast().bytes());
    Process process = new ProcessBuilder("sh", "-n", script.toString()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(script))
        .contains("croft_packages install 'nginx' 'curl=7.88'")
        .contains("hostname 'web'");
  }

  @Test
  void whatCannotBeReadIsNamedInTheLog() {
    assertThat(text(BootScript.files("just words".getBytes(UTF_8)), BootScript.PATH))
        .contains("user-data not handled: text that begins");
    assertThat(UserDataParser.parse("#cloud-config\na: 1\na: 2\n".getBytes(UTF_8)))
        .singleElement()
        .isInstanceOf(Part.Unhandled.class);
  }

  private static String text(List<BootFile> files, String path) {
    return files.stream()
        .filter(f -> f.path().equals(path))
        .map(f -> new String(f.bytes(), UTF_8))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
