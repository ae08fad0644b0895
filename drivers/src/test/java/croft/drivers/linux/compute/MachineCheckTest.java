package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.compute.Capability;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCheckTest {
  @TempDir Path folder;

  @Test
  void namesEveryCapabilityWhateverTheMachine() {
    List<Capability> found = MachineCheck.capabilities(folder.resolve("not/there"));
    assertThat(found)
        .extracting(Capability::name)
        .containsExactly(
            "root",
            "crun",
            "user namespaces",
            "id-mapped mounts",
            "overlay",
            "control groups",
            "seccomp",
            "roots of a size");
    assertThat(found).allSatisfy(c -> assertThat(c.detail()).as(c.name()).isNotBlank());
  }

  @Test
  void findsAllWhereInstancesRun() {
    TestHome.assumeInstancesRun();
    assertThat(MachineCheck.capabilities(Path.of("target").toAbsolutePath()))
        .allSatisfy(c -> assertThat(c.present()).as(c.toString()).isTrue());
  }
}
