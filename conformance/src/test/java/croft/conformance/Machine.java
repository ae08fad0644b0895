package croft.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the machine under the tests can do; a test that needs more is skipped, saying what. */
final class Machine {
  private Machine() {}

  /** Skips a test where real instances cannot run. */
  static void requireInstances() {
    assumeTrue(
        Files.isWritable(Path.of("/proc/sys/net/ipv4/ip_forward")),
        "real instances need root: run the tests as root");
    require("crun", "instances are run by it: install the package crun");
    require("nft", "security groups are enforced by it: install the package nftables");
  }

  /** Skips a test that needs a program which is not on the PATH. */
  static void require(String program, String why) {
    assumeTrue(has(List.of("sh", "-c", "command -v " + program)), program + " is missing; " + why);
  }

  /** Skips a test that needs a Python package. */
  static void requirePython(String module) {
    assumeTrue(
        has(List.of("python3", "-c", "import " + module)),
        "python3 has no " + module + ": pip install " + module);
  }

  private static boolean has(List<String> command) {
    return new Program(command, Map.of(), Path.of("/")).run().status() == 0;
  }
}
