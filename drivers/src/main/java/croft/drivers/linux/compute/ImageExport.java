package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Writes a root that is put together for the moment with tar(1). */
final class ImageExport {
  /** What tar(1) says when a file changed while it was read, as the host's own may. */
  private static final int SOMETHING_CHANGED = 1;

  private final Stage stage;
  private final Layers layers;

  ImageExport(Stage stage, Layers layers) {
    this.stage = stage;
    this.layers = layers;
  }

  void writeTo(OutputStream target) {
    try {
      stage.with(
          "export",
          () -> {
            new RootMount(stage, layers, 0).mountReadOnly();
            return pack(target);
          });
    } catch (InterruptedException e) {
      throw ComputeException.interrupted("exporting an image", e);
    } catch (ComputeException e) {
      throw e;
    } catch (Exception e) {
      throw new ComputeException(Reason.FAILED, "Exporting an image: " + e.getMessage(), e);
    }
  }

  private int pack(OutputStream target) throws IOException {
    List<String> command =
        List.of(
            "tar",
            "--create",
            "--file=-",
            "--directory=" + stage.root(),
            "--numeric-owner",
            "--xattrs",
            "--xattrs-include=security.capability",
            "--warning=no-file-changed",
            ".");
    Process tar = Processes.builder(command).start();
    tar.getOutputStream().close();
    StreamCollector messages = new StreamCollector(tar.getErrorStream());
    try (InputStream archive = tar.getInputStream()) {
      archive.transferTo(target);
    } catch (IOException e) {
      tar.destroy();
      throw e;
    }
    int status = Processes.waitFor(tar, "tar");
    if (status > SOMETHING_CHANGED) {
      throw new IOException("tar: " + messages.content().text().strip());
    }
    return status;
  }
}
