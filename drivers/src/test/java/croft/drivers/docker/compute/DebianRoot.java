package croft.drivers.docker.compute;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A root file system of packages that this machine has installed, and of all they need. */
public final class DebianRoot {
  // Packages' own lists name folders by the links that stand at the root: such names are told anew.
  private static final String SCRIPT =
      """
      set -e
      target=$1
      shift
      essential=$(dpkg-query -f '${Package} ${Essential}\\n' -W | sed -n 's/ yes$//p')
      packages=$(apt-cache depends --recurse --installed --no-recommends --no-suggests \
        --no-conflicts --no-breaks --no-replaces --no-enhances "$@" $essential | grep '^[a-z]' | sort -u)
      list=$target.list
      {
        printf '/%s\\n' bin sbin lib lib64 tmp etc/passwd etc/group etc/nsswitch.conf \
          etc/ld.so.cache etc/pam.d/common-account etc/pam.d/common-session usr/bin/awk \
          etc/alternatives/awk
        for package in $packages; do
          dpkg-query -L "$package" 2>/dev/null || true
        done
      } | sed -E -e 's#^/(bin|sbin|lib|lib32|lib64|libx32)/#/usr/\\1/#' -e 's#^/##' |
        grep -vE '^$|^[.]$|^usr/share/(doc|man|locale|info|lintian)/' | sort -u >"$list"
      cd /
      while read -r file; do
        if [ -e "$file" ] || [ -L "$file" ]; then printf '%s\\n' "$file"; fi
      done <"$list" | tar --create --file "$target" --no-recursion --files-from -
      """;

  private DebianRoot() {}

  /** Packs it; skips the test, with a line that says why, where the packages are not there. */
  public static Path pack(Path target, List<String> packages) {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/dpkg-query")),
        "a root for instances is made of Debian's packages, and this is no Debian");
    try {
      for (String name : packages) {
        assumeTrue(run(List.of("dpkg-query", "-L", name)), "apt-get install " + name);
      }
      List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", target.toString()));
      command.addAll(packages);
      if (!run(command)) {
        throw new IOException("packing " + packages + " failed");
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean run(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
