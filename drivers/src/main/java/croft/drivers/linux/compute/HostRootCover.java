package croft.drivers.linux.compute;

import croft.drivers.linux.compute.FileTree.Access;
import croft.drivers.linux.compute.LayerPlan.Entry;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The layer that makes the host's root fit for others: it hides everything but programs and their
 * configuration, and of that what is not readable by every user of the host. What is kept is named,
 * what is hidden is the rest, so a folder nobody thought of is hidden.
 */
final class HostRootCover {
  private static final Set<String> KEPT =
      Set.of("bin", "sbin", "lib", "lib32", "lib64", "libx32", "usr", "etc", "opt", "var");
  private static final Set<String> EMPTIED =
      Set.of("boot", "dev", "home", "media", "mnt", "proc", "root", "run", "srv", "sys", "tmp");
  private static final Set<String> KEPT_IN_VAR_LIB =
      Set.of("apt", "dpkg", "man-db", "pam", "python", "sgml-base", "ucf", "xml-core");

  /** Hidden though others may read them, whether they are there yet or not. */
  private static final List<String> HIDDEN_IN_ETC =
      List.of(
          "krb5.keytab",
          "ssh/ssh_host_dsa_key",
          "ssh/ssh_host_ecdsa_key",
          "ssh/ssh_host_ed25519_key",
          "ssh/ssh_host_rsa_key",
          "ssh/ssh_host_dsa_key.pub",
          "ssh/ssh_host_ecdsa_key.pub",
          "ssh/ssh_host_ed25519_key.pub",
          "ssh/ssh_host_rsa_key.pub");

  private static final List<String> EMPTIED_FOLDERS_IN_ETC =
      List.of(
          "apt/auth.conf.d",
          "croft",
          "rc0.d",
          "rc1.d",
          "rc2.d",
          "rc3.d",
          "rc4.d",
          "rc5.d",
          "rc6.d",
          "rcS.d",
          "ssl/private",
          "systemd/system",
          "systemd/user");

  private static final List<String> EMPTIED_FILES_IN_ETC =
      List.of("crypttab", "environment", "fstab", "machine-id", "mtab");

  /** Who may become root is part of how the image works, and no secret. */
  private static final Set<String> PRIVATE_BUT_KEPT = Set.of("sudoers", "sudoers.d");

  private static final int SKELETON_DEPTH = 3;

  private final Path host;
  private final LayerPlan plan = new LayerPlan();

  private HostRootCover(Path host) {
    this.host = host;
  }

  /**
   * The layer for the root {@code host}. {@code hidden} are further folders of the host to empty,
   * such as Croft's own data.
   */
  static LayerPlan plan(Path host, List<Path> hidden) throws IOException {
    HostRootCover cover = new HostRootCover(host);
    cover.coverTop();
    cover.coverVar();
    cover.coverEtc();
    for (Path tree : List.of(host.resolve("etc"), host.resolve("opt"), host.resolve("usr/local"))) {
      if (Files.isDirectory(tree)) {
        Files.walkFileTree(tree, cover.new PrivateFiles());
      }
    }
    for (Path folder : hidden) {
      cover.hide(host.relativize(folder));
    }
    return cover.plan;
  }

  private void coverTop() throws IOException {
    for (String name : names(host)) {
      if (EMPTIED.contains(name)) {
        empty(Path.of(name));
      } else if (!KEPT.contains(name)) {
        whiteout(Path.of(name));
      }
    }
  }

  private void coverVar() throws IOException {
    for (String name : names(host.resolve("var"))) {
      Path path = Path.of("var", name);
      if (Files.isDirectory(host.resolve(path)) && !Files.isSymbolicLink(host.resolve(path))) {
        if (!name.equals("lib")) {
          skeleton(path, 0);
        }
      }
    }
    for (String name : names(host.resolve("var/lib"))) {
      Path path = Path.of("var/lib", name);
      if (Files.isDirectory(host.resolve(path)) && !KEPT_IN_VAR_LIB.contains(name)) {
        skeleton(path, 0);
      }
    }
  }

  private void coverEtc() throws IOException {
    Path etc = Path.of("etc");
    for (String name : EMPTIED_FOLDERS_IN_ETC) {
      if (Files.isDirectory(host.resolve(etc).resolve(name))) {
        empty(etc.resolve(name));
      }
    }
    for (String name : EMPTIED_FILES_IN_ETC) {
      write(etc.resolve(name), "", new Access(0, 0, 0644));
    }
    for (String name : HIDDEN_IN_ETC) {
      Path hidden = etc.resolve(name);
      if (Files.isDirectory(host.resolve(hidden).resolveSibling("."))) {
        whiteout(hidden);
      }
    }
    for (String name : List.of("shadow", "gshadow")) {
      Path file = host.resolve(etc).resolve(name);
      if (Files.exists(file)) {
        write(etc.resolve(name), withoutPasswords(Files.readAllLines(file)), Access.of(file));
      }
    }
  }

  /** The second field of each line is the password's hash; a star is none that fits. */
  static String withoutPasswords(List<String> lines) {
    return lines.stream()
        .map(line -> line.split(":", 3))
        .filter(fields -> fields.length == 3)
        .map(fields -> fields[0] + ":*:" + fields[2] + "\n")
        .collect(Collectors.joining());
  }

  /** Hides a folder's files and keeps its folders: services expect theirs to be there. */
  private void skeleton(Path path, int depth) throws IOException {
    empty(path);
    if (depth == SKELETON_DEPTH) {
      return;
    }
    for (String name : names(host.resolve(path))) {
      Path child = path.resolve(name);
      if (Files.isDirectory(host.resolve(child))
          && !Files.isSymbolicLink(host.resolve(child))
          && Access.of(host.resolve(child)).readableByOthers()) {
        skeleton(child, depth + 1);
      }
    }
  }

  private void hide(Path path) throws IOException {
    if (FileTree.exists(host.resolve(path)) && !plan.hides(path)) {
      empty(path);
    }
  }

  private void empty(Path path) throws IOException {
    makeFolder(path.getParent());
    plan.put(path, new Entry.Folder(Access.of(host.resolve(path)), true));
  }

  private void whiteout(Path path) throws IOException {
    makeFolder(path.getParent());
    plan.put(path, new Entry.Whiteout());
  }

  private void write(Path path, String text, Access access) throws IOException {
    makeFolder(path.getParent());
    plan.put(path, new Entry.Text(text, access));
  }

  private void makeFolder(@Nullable Path path) throws IOException {
    if (path != null && plan.get(path) == null) {
      makeFolder(path.getParent());
      plan.put(path, new Entry.Folder(Access.of(host.resolve(path)), false));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (Stream<Path> children = Files.list(folder)) {
      children.forEach(child -> names.add(String.valueOf(child.getFileName())));
    }
    return names.stream().sorted().toList();
  }

  /** Covers what not everybody may read. */
  private final class PrivateFiles extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      Path path = host.relativize(folder);
      if (isKept(folder) || plan.hides(path)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (!Access.of(folder).readableByOthers()) {
        empty(path);
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Path path = host.relativize(file);
      boolean planned = plan.get(path) != null;
      if (!planned
          && !attributes.isSymbolicLink()
          && !isKept(file)
          && !Access.of(file).readableByOthers()) {
        whiteout(path);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE; // It went while we looked.
    }

    private boolean isKept(Path path) {
      return PRIVATE_BUT_KEPT.contains(String.valueOf(path.getFileName()));
    }
  }
}
