package croft.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A folder that holds generated files and nothing else. */
final class SourceTree {
  private final Path root;
  private final Set<Path> kept = new HashSet<>();
  private int written;

  SourceTree(Path root) {
    this.root = root;
  }

  /** Writes those texts that differ from what is there, so that the compiler sees no change. */
  void put(Map<String, String> texts) throws IOException {
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Path file = root.resolve(text.getKey());
      kept.add(file);
      if (!Files.exists(file) || !Files.readString(file).equals(text.getValue())) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.getValue());
        written++;
      }
    }
  }

  /** Deletes the files that were not put; returns how many files were written or deleted. */
  int finish() throws IOException {
    if (!Files.exists(root)) {
      return written;
    }
    List<Path> stale;
    try (Stream<Path> all = Files.walk(root)) {
      stale = all.filter(file -> Files.isRegularFile(file) && !kept.contains(file)).toList();
    }
    for (Path file : stale) {
      Files.delete(file);
    }
    return written + stale.size();
  }
}
