package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsReleaseTest {
  @TempDir Path root;

  private Layers layers(Path... captured) {
    return new Layers(List.of(captured), new LayerPlan(), root);
  }

  private static void write(Path root, String text) throws IOException {
    Files.writeString(Files.createDirectories(root.resolve("usr/lib")).resolve("os-release"), text);
  }

  @Test
  void anImageSaysWhatItIs() throws IOException {
    write(root, "PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\nVERSION_ID=\"12\"\n");
    assertThat(OsRelease.of(layers())).contains("debian-12");
    assertThat(OsRelease.parse("ID='amzn'\nVERSION_ID='2023'\n")).contains("amzn-2023");
  }

  @Test
  void whatSaysNothingIsNothing() throws IOException {
    assertThat(OsRelease.of(layers())).isEmpty();
    assertThat(OsRelease.parse("ID=arch\n")).isEmpty();
    Files.createDirectories(root.resolve("etc"));
    Files.createSymbolicLink(root.resolve("etc/os-release"), Path.of("/etc/os-release"));
    assertThat(OsRelease.of(layers())).as("a link that leads out is not followed").isEmpty();
  }

  @Test
  void aLayerAboveCountsMore(@TempDir Path layer) throws IOException {
    write(root, "ID=debian\nVERSION_ID=12\n");
    write(layer, "ID=debian\nVERSION_ID=13\n");
    assertThat(OsRelease.of(layers(layer))).contains("debian-13");
  }
}
