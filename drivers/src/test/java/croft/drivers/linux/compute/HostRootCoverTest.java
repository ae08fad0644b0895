package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.linux.compute.LayerPlan.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small host in a folder, and what an instance may see of it. */
class HostRootCoverTest {
  @TempDir Path host;

  @BeforeEach
  void onLinux() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "owners as Linux has them");
    file("etc/hostname", "host\n", 0644);
  }

  private void file(String path, String content, int mode) throws IOException {
    Path file = host.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setAttribute(file, "unix:mode", mode);
  }

  private LayerPlan plan(Path... hidden) throws IOException {
    return HostRootCover.plan(host, List.of(hidden));
  }

  @Test
  void keepsProgramsAndTheirConfiguration() throws IOException {
    file("usr/bin/ls", "", 0755);
    file("etc/passwd", "root:x:0:0::/root:/bin/sh\n", 0644);
    file("etc/sudoers", "", 0440);
    file("etc/sudoers.d/admins", "", 0440);
    file("var/lib/dpkg/status", "", 0644);
    LayerPlan plan = plan();
    for (String path : List.of("usr/bin/ls", "etc/passwd", "etc/sudoers", "etc/sudoers.d/admins")) {
      assertThat(plan.hides(Path.of(path))).as(path).isFalse();
    }
    assertThat(plan.hides(Path.of("var/lib/dpkg/status"))).isFalse();
  }

  @Test
  void hidesFoldersNobodyThoughtOf() throws IOException {
    file("data/customers.db", "", 0644);
    file("home/ann/.ssh/id_rsa", "", 0600);
    file("root/.aws/credentials", "", 0600);
    file("var/lib/postgresql/15/base", "", 0644);
    file("var/backups/shadow.bak", "", 0644);
    file("var/log/auth.log", "", 0644);
    LayerPlan plan = plan();
    for (String path :
        List.of(
            "data/customers.db",
            "home/ann",
            "root/.aws/credentials",
            "var/lib/postgresql/15/base",
            "var/backups/shadow.bak",
            "var/log/auth.log")) {
      assertThat(plan.hides(Path.of(path))).as(path).isTrue();
    }
    assertThat(plan.get(Path.of("data"))).isEqualTo(new Entry.Whiteout());
    assertThat(plan.get(Path.of("var/lib/postgresql/15"))).isInstanceOf(Entry.Folder.class);
  }

  @Test
  void hidesWhatNotEveryUserMayRead() throws IOException {
    file("etc/app/password", "", 0640);
    file("etc/wireguard/wg0.conf", "", 0644);
    Files.setAttribute(host.resolve("etc/wireguard"), "unix:mode", 0700);
    file("opt/app/token", "", 0600);
    file("usr/local/etc/key", "", 0400);
    file("etc/ssl/private/server.key", "", 0644);
    file("etc/ssh/ssh_host_rsa_key.pub", "", 0644);
    LayerPlan plan = plan();
    for (String path :
        List.of(
            "etc/app/password",
            "etc/wireguard/wg0.conf",
            "opt/app/token",
            "usr/local/etc/key",
            "etc/ssl/private/server.key",
            "etc/ssh/ssh_host_rsa_key.pub",
            "etc/ssh/ssh_host_ed25519_key")) {
      assertThat(plan.hides(Path.of(path))).as(path).isTrue();
    }
  }

  @Test
  void passwordsAreReplacedByNone() throws IOException {
    file("etc/shadow", "root:$y$j9T$abc:19000:0:99999:7:::\nann:!:1::::::\n", 0640);
    assertThat(plan().get(Path.of("etc/shadow")))
        .isInstanceOfSatisfying(
            Entry.Text.class,
            text -> {
              assertThat(text.content()).isEqualTo("root:*:19000:0:99999:7:::\nann:*:1::::::\n");
              assertThat(text.access().mode()).isEqualTo(0640);
            });
  }

  @Test
  void hidesCroftsOwnDataWhereverItIs() throws IOException {
    file("opt/croft/data/secret", "", 0644);
    file("var/lib/croft/secret", "", 0644);
    LayerPlan plan = plan(host.resolve("opt/croft/data"), host.resolve("var/lib/croft"));
    assertThat(plan.hides(Path.of("opt/croft/data/secret"))).isTrue();
    assertThat(plan.hides(Path.of("var/lib/croft/secret"))).isTrue();
    assertThat(plan.hides(Path.of("opt/croft"))).isFalse();
  }

  @Test
  void unitsOfTheHostDoNotStart() throws IOException {
    file("etc/systemd/system/multi-user.target.wants/app.service", "", 0644);
    file("etc/rc3.d/S01app", "", 0755);
    LayerPlan plan = plan().with(SystemdSeed.plan());
    Path wants = Path.of("etc/systemd/system/multi-user.target.wants");
    assertThat(plan.hides(wants.resolve("app.service"))).isTrue();
    assertThat(plan.hides(Path.of("etc/rc3.d/S01app"))).isTrue();
    assertThat(plan.get(wants.resolve("croft-boot.service"))).isInstanceOf(Entry.Link.class);
    assertThat(plan.get(Path.of("etc/systemd/system/docker.socket")))
        .isEqualTo(new Entry.Link("/dev/null"));
  }
}
