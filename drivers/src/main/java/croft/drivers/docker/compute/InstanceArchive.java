package croft.drivers.docker.compute;

import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceFile;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.linux.compute.SpecDigest;
import croft.drivers.linux.compute.SystemdSeed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is put into an instance's root before its first boot, as a tar archive. */
final class InstanceArchive {
  private static final String ETC = "/etc/";

  private final InstanceSpec spec;
  private final boolean systemd;

  InstanceArchive(InstanceSpec spec, boolean systemd) {
    this.spec = spec;
    this.systemd = systemd;
  }

  void writeTo(OutputStream target) throws IOException {
    TarWriter tar = new TarWriter(target);
    if (systemd) {
      for (Map.Entry<String, String> link : SystemdSeed.links().entrySet()) {
        tar.link(link.getKey(), link.getValue());
      }
    }
    for (InstanceFile file : files()) {
      // Folders that are missing are made by the engine, and those that are there stay as they are.
      tar.file(file.path().substring(1), file.content().bytes(), file.mode(), file.ownerId());
    }
    tar.finish();
  }

  /** Each path once: the last one wins. */
  private List<InstanceFile> files() {
    Map<String, InstanceFile> byPath = new LinkedHashMap<>();
    List<InstanceFile> all = new ArrayList<>(systemd ? SystemdSeed.files() : List.of());
    all.addAll(ownFiles());
    all.addAll(spec.files());
    all.forEach(file -> byPath.put(file.path(), file));
    Map<String, InstanceFile> kept = new TreeMap<>(byPath);
    for (String name : ContainerDefinition.COVERED) {
      InstanceFile file = byPath.get(ETC + name);
      if (file != null) {
        String path = ContainerDefinition.KEPT_FOLDER + "/" + name;
        kept.put(path, new InstanceFile(path, file.content(), file.mode(), file.ownerId()));
      }
    }
    return List.copyOf(kept.values());
  }

  /** What tells one machine from another. */
  private List<InstanceFile> ownFiles() {
    String hosts = "127.0.0.1 localhost\n::1 localhost\n127.0.1.1 " + spec.hostname() + "\n";
    byte[] digest = SpecDigest.sha256().digest(spec.id().getBytes(StandardCharsets.UTF_8));
    String machineId = HexFormat.of().formatHex(digest, 0, 16);
    return List.of(
        InstanceFile.ofRoot("/etc/hostname", Content.text(spec.hostname() + "\n"), 0644),
        InstanceFile.ofRoot("/etc/hosts", Content.text(hosts), 0644),
        InstanceFile.ofRoot("/etc/machine-id", Content.text(machineId + "\n"), 0444));
  }
}
