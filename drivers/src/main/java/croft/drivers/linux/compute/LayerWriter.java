package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.InstanceFile;
import croft.drivers.linux.compute.FileTree.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Puts files into an instance's own layer before its first boot, where no program of the instance
 * has written yet. Links of the image are followed inside the image only; folders get the owner and
 * permissions they have there.
 */
final class LayerWriter {
  private static final int LINK_LIMIT = 40;
  private static final Access NEW_FOLDER = new Access(0, 0, 0755);

  private final Path upper;
  private final Layers layers;
  private final long firstId;

  LayerWriter(Path upper, Layers layers, long firstId) {
    this.upper = upper;
    this.layers = layers;
    this.firstId = firstId;
  }

  void write(InstanceFile file) throws IOException {
    Path wanted = Path.of("/").relativize(Path.of(file.path()).normalize());
    Path folder = wanted.getParent() == null ? Path.of("") : resolve(wanted.getParent());
    makeFolders(folder);
    Path target = upper.resolve(folder).resolve(wanted.getFileName());
    PrivateFiles.write(target, file.content().bytes()); // It may hold a secret.
    FileTree.apply(
        target, new Access(file.ownerId(), file.ownerId(), file.mode()).shifted(firstId));
  }

  /** The path without links, as a process inside the image would walk it. */
  private Path resolve(Path wanted) throws IOException {
    Deque<Path> rest = new ArrayDeque<>();
    wanted.forEach(rest::addLast);
    Path walked = Path.of("");
    int links = 0;
    while (!rest.isEmpty()) {
      Path name = rest.removeFirst();
      if (name.toString().equals("..")) {
        walked = walked.getParent() == null ? Path.of("") : walked.getParent();
        continue;
      }
      Path next = walked.resolve(name);
      Optional<Path> found = layers.find(next);
      if (found.isEmpty() || !Files.isSymbolicLink(found.get())) {
        walked = next;
        continue;
      }
      links++;
      if (links > LINK_LIMIT) {
        throw new ComputeException(
            ComputeException.Reason.INVALID, "Too many links on the way to " + wanted);
      }
      Path link = Files.readSymbolicLink(found.get());
      Deque<Path> parts = new ArrayDeque<>();
      link.forEach(parts::addLast);
      while (!parts.isEmpty()) {
        rest.addFirst(parts.removeLast());
      }
      walked = link.isAbsolute() ? Path.of("") : walked;
    }
    return walked;
  }

  private void makeFolders(Path folder) throws IOException {
    Path walked = Path.of("");
    for (Path name : folder) {
      walked = walked.resolve(name);
      Path target = upper.resolve(walked);
      if (name.toString().isEmpty() || FileTree.exists(target)) {
        continue;
      }
      Optional<Path> below = layers.find(walked);
      boolean isFolder =
          below.isPresent() && Files.isDirectory(below.get(), LinkOption.NOFOLLOW_LINKS);
      Files.createDirectory(target);
      Access access = isFolder ? Access.of(below.orElseThrow()) : NEW_FOLDER;
      FileTree.apply(target, access.shifted(firstId));
    }
  }
}
