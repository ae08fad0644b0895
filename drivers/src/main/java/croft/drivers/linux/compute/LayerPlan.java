package croft.drivers.linux.compute;

import croft.drivers.linux.compute.FileTree.Access;
import croft.drivers.linux.syscall.OverlayMarks;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a layer of ours holds. It is planned once and written at every start of an instance, with
 * the instance's owners, to a file system in memory: a layer that lies below the image's own root
 * on the same disk cannot be part of the same overlay.
 */
final class LayerPlan {
  /** One path of the layer. */
  sealed interface Entry {
    /** A folder; an opaque one hides what the image has inside. */
    record Folder(Access access, boolean opaque) implements Entry {}

    record Text(String content, Access access) implements Entry {}

    record Link(String target) implements Entry {}

    /** Hides what the image has. */
    record Whiteout() implements Entry {}
  }

  /** A folder sorts before what is in it. */
  private final Map<String, Entry> entries;

  LayerPlan() {
    this(new TreeMap<>());
  }

  private LayerPlan(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /** Both plans in one; where both have a path, {@code other} wins, but a folder stays opaque. */
  LayerPlan with(LayerPlan other) {
    TreeMap<String, Entry> both = new TreeMap<>(entries);
    other.entries.forEach((path, entry) -> both.merge(path, entry, LayerPlan::over));
    return new LayerPlan(both);
  }

  private static Entry over(Entry below, Entry above) {
    boolean bothFolders = below instanceof Entry.Folder && above instanceof Entry.Folder;
    return bothFolders ? below : above;
  }

  void put(Path path, Entry entry) {
    entries.put(path.toString(), entry);
  }

  @Nullable Entry get(Path path) {
    return entries.get(path.toString());
  }

  Map<String, Entry> entries() {
    return Map.copyOf(entries);
  }

  /** Whether the plan hides everything below a path, or the path itself. */
  boolean hides(Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      if (get(at) instanceof Entry.Whiteout
          || (get(at) instanceof Entry.Folder folder && folder.opaque())) {
        return true;
      }
    }
    return false;
  }

  /** Writes it into an empty folder, owned as a range beginning at {@code firstId} has it. */
  void write(Path layer, long firstId) throws IOException {
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      write(layer.resolve(entry.getKey()), entry.getValue(), firstId);
    }
  }

  private static void write(Path path, Entry entry, long firstId) throws IOException {
    switch (entry) {
      case Entry.Folder folder -> {
        Files.createDirectory(path);
        FileTree.apply(path, folder.access().shifted(firstId));
        if (folder.opaque()) {
          OverlayMarks.opaque(path);
        }
      }
      case Entry.Text text -> {
        Files.writeString(path, text.content());
        FileTree.apply(path, text.access().shifted(firstId));
      }
      case Entry.Link link -> {
        Files.createSymbolicLink(path, Path.of(link.target()));
        Syscalls.chown(path, (int) firstId, (int) firstId);
      }
      case Entry.Whiteout whiteout -> OverlayMarks.whiteout(path);
    }
  }
}
