package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Content;
import croft.drivers.compute.Image;
import croft.drivers.compute.InitMode;
import croft.drivers.compute.InstanceFile;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.Isolation;
import croft.drivers.linux.compute.FileTree.Access;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Makes an instance's folder, layer and record; the record comes last and makes it one. */
final class InstanceCreation {
  private final InstanceSpec spec;
  private final InstanceFolder folder;
  private final LinuxMachine machine;

  InstanceCreation(InstanceSpec spec, Path instancesFolder, LinuxMachine machine) {
    this.spec = spec;
    this.folder = new InstanceFolder(instancesFolder.resolve(spec.id()));
    this.machine = machine;
  }

  LinuxInstance create() {
    Image image = machine.images().use(spec.imageId());
    try {
      return write(hasSystemd(image));
    } catch (IOException e) {
      machine.images().release(spec.imageId());
      throw new ComputeException(
          Reason.FAILED, "Creating instance " + spec.id() + ": " + e.getMessage(), e);
    } catch (ComputeException e) {
      machine.images().release(spec.imageId());
      throw e;
    }
  }

  private boolean hasSystemd(Image image) {
    return switch (spec.initMode()) {
      case AUTO -> image.systemd();
      case PLAIN -> false;
      case SYSTEMD -> {
        if (!image.systemd()) {
          throw new ComputeException(
              Reason.INVALID, "Image " + image.id() + " has no " + InitMode.SYSTEMD);
        }
        yield true;
      }
    };
  }

  private LinuxInstance write(boolean systemd) throws IOException {
    FileTree.delete(folder.path());
    int range = machine.idRanges().claim(spec.id());
    long firstId =
        switch (spec.isolation()) {
          case Isolation.USER_NAMESPACE -> machine.idRanges().firstIdOf(range);
          case Isolation.PRIVILEGED -> 0;
        };
    try {
      writeLayer(systemd, firstId);
      StoredInstance stored = record(systemd, range);
      stored.write(folder.record());
      return new LinuxInstance(spec.id(), folder, stored, machine);
    } catch (IOException | RuntimeException e) {
      FileTree.delete(folder.path());
      machine.idRanges().release(range);
      throw e;
    }
  }

  private void writeLayer(boolean systemd, long firstId) throws IOException {
    LinuxImageDriver.setPrivate(Files.createDirectory(folder.path()));
    Files.createDirectory(folder.upper());
    Files.createDirectory(folder.work());
    FileTree.apply(folder.upper(), new Access(0, 0, 0755).shifted(firstId));
    Layers layers = machine.images().layers(spec.imageId(), systemd);
    LayerWriter writer = new LayerWriter(folder.upper(), layers, firstId);
    List<InstanceFile> files = new ArrayList<>(MountHelper.with(ownFiles()));
    files.addAll(spec.files());
    for (InstanceFile file : files) {
      writer.write(file);
    }
    if (spec.rootBytes() > 0) {
      RootDisk.make(folder, spec.rootBytes());
    }
  }

  /** What tells one machine from another; the specification's files may replace them. */
  private List<InstanceFile> ownFiles() {
    String hosts = "127.0.0.1 localhost\n::1 localhost\n127.0.1.1 " + spec.hostname() + "\n";
    return List.of(
        InstanceFile.ofRoot("/etc/hostname", Content.text(spec.hostname() + "\n"), 0644),
        InstanceFile.ofRoot("/etc/hosts", Content.text(hosts), 0644),
        InstanceFile.ofRoot("/etc/machine-id", Content.text(machineId() + "\n"), 0444));
  }

  /** As machine-id(5) wants it: 32 hex digits; from the id, so repeating gives the same. */
  private String machineId() {
    byte[] digest = SpecDigest.sha256().digest(spec.id().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 16);
  }

  private StoredInstance record(boolean systemd, int range) {
    return new StoredInstance(
        SpecDigest.of(spec),
        spec.imageId(),
        spec.hostname(),
        spec.virtualCpus(),
        spec.memoryBytes(),
        spec.networkNamespace().map(Path::toString).orElse(""),
        spec.isolation(),
        systemd,
        range,
        false,
        false,
        "",
        null);
  }
}
