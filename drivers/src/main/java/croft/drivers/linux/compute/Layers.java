package croft.drivers.linux.compute;

import croft.drivers.linux.syscall.OverlayMarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an image's root is put together from.
 *
 * @param captured what instances had written, as overlay layers, the uppermost first
 * @param ours laid over {@code image}, below the captured ones
 * @param image where the files of the lowest layer are
 */
record Layers(List<Path> captured, LayerPlan ours, Path image) {
  Layers {
    captured = List.copyOf(captured);
  }

  /** The same below what an instance has written. */
  Layers under(Path own) {
    List<Path> all = new ArrayList<>(List.of(own));
    all.addAll(captured);
    return new Layers(all, ours, image);
  }

  /** What shows at a path of the finished root; a link is found as such, never followed. */
  Optional<Path> find(Path relative) throws IOException {
    for (Path layer : captured) {
      Path found = layer.resolve(relative);
      if (isCutOff(layer, relative)) {
        return Optional.empty();
      }
      if (FileTree.exists(found)) {
        return OverlayMarks.isWhiteout(found) ? Optional.empty() : Optional.of(found);
      }
      if (endsHere(layer, relative)) {
        return Optional.empty();
      }
    }
    Path found = image.resolve(relative);
    boolean hidden = ours.hides(relative) && !isFolderOfOurs(relative);
    return hidden || !FileTree.exists(found) ? Optional.empty() : Optional.of(found);
  }

  /** Whether the layer has something else than a folder on the way to a path. */
  private static boolean isCutOff(Path layer, Path relative) {
    for (Path at = relative.getParent(); at != null; at = at.getParent()) {
      Path there = layer.resolve(at);
      if (FileTree.exists(there) && !Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a folder of the layer on the way to a path hides all below it. */
  private static boolean endsHere(Path layer, Path relative) {
    for (Path at = relative.getParent(); at != null; at = at.getParent()) {
      Path there = layer.resolve(at);
      if (FileTree.exists(there) && OverlayMarks.isOpaque(there)) {
        return true;
      }
    }
    return false;
  }

  private boolean isFolderOfOurs(Path relative) {
    return ours.get(relative) instanceof LayerPlan.Entry.Folder;
  }
}
