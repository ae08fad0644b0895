package croft.drivers.linux.compute;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.linux.compute.FileTree.Access;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers instances that ask for mounts of their disks. Each has a folder of its own, which stands
 * at {@link CrunConfig#REQUESTS} inside: a helper of mount(8) puts {@code NAME.request} there and
 * waits for {@code NAME.answer}, whose first word is 0 or the status to end with. The folder
 * belongs to the instance's root, so nothing in it is trusted: no link is followed, nothing is
 * waited for, and little is read.
 */
final class MountRequests implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MountRequests.class);
  private static final String REQUEST = ".request";
  private static final String TAKEN = ".taken";
  private static final String ANSWER = ".answer";
  private static final int LARGEST_REQUEST_BYTES = 4096;
  private static final int MOUNT_FAILED = 32;

  private final WatchService watch;
  private final BiConsumer<String, MountRequest> mount;
  private final Map<WatchKey, String> instances = new ConcurrentHashMap<>();
  private final Map<String, WatchKey> keys = new ConcurrentHashMap<>();

  /** Begins to answer; {@code mount} does what an instance, given by its id, asks for. */
  MountRequests(BiConsumer<String, MountRequest> mount) throws IOException {
    this.watch = FileSystems.getDefault().newWatchService();
    this.mount = mount;
    Thread.ofVirtual().name("mount-requests").start(this::answerAll);
  }

  /** Makes the folder of an instance, empty, its root's own. */
  static void prepare(Path folder, long firstId) throws IOException {
    FileTree.delete(folder);
    LinuxImageDriver.setPrivate(Files.createDirectory(folder));
    FileTree.apply(folder, new Access(0, 0, 0700).shifted(firstId));
  }

  /** Answers an instance from now on, also what it asked before. */
  void serve(String id, Path folder) throws IOException {
    WatchKey key = folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
    instances.put(key, id);
    keys.put(id, key);
    answer(id, folder);
  }

  /** Answers it no more. */
  void forget(String id) {
    WatchKey key = keys.remove(id);
    if (key != null) {
      key.cancel();
      instances.remove(key);
    }
  }

  private void answerAll() {
    while (true) {
      try {
        WatchKey key = watch.take();
        key.pollEvents();
        String id = instances.get(key);
        if (id != null && key.watchable() instanceof Path folder) {
          answer(id, folder);
        }
        key.reset();
      } catch (ClosedWatchServiceException end) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void answer(String id, Path folder) {
    try (DirectoryStream<Path> requests = Files.newDirectoryStream(folder, "*" + REQUEST)) {
      for (Path request : requests) {
        Path taken = take(request);
        if (taken != null) {
          Thread.ofVirtual().name("mount-" + id).start(() -> answerOne(id, folder, taken));
        }
      }
    } catch (IOException e) {
      LOG.debug("The requests of {} cannot be read: {}", id, e.getMessage());
    }
  }

  /** Whoever renames it answers it: there may be another server on its way out. */
  private static @Nullable Path take(Path request) throws IOException {
    String name = String.valueOf(request.getFileName());
    String stem = name.substring(0, name.length() - REQUEST.length());
    Path taken = request.resolveSibling(stem + TAKEN);
    try {
      return Files.move(request, taken, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  private void answerOne(String id, Path folder, Path taken) {
    String answer = "0 mounted";
    try {
      MountRequest request = MountRequest.of(read(folder, String.valueOf(taken.getFileName())));
      mount.accept(id, request);
      String done = request.isGrowth() ? "Grew" : "Mounted";
      LOG.info("{} {} of {} at {}", done, request.source(), id, request.target());
    } catch (ComputeException | SyscallException e) {
      LOG.info("A mount in {} was refused: {}", id, e.getMessage());
      answer = MOUNT_FAILED + " " + oneLine(e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("A mount in {} failed", id, e);
      answer = MOUNT_FAILED + " Croft failed to mount it";
    }
    try {
      write(folder, String.valueOf(taken.getFileName()).replace(TAKEN, ANSWER), answer + "\n");
      Files.deleteIfExists(taken);
    } catch (IOException | SyscallException e) {
      LOG.info("The answer to a mount in {} cannot be written: {}", id, e.getMessage());
    }
  }

  private static String oneLine(@Nullable String text) {
    return text == null ? "" : text.replaceAll("\\s+", " ");
  }

  /** The lines of a little file in an instance's folder. */
  static List<String> read(Path folder, String name) {
    int directory = Syscalls.open(folder, Flags.O_PATH);
    try (Arena arena = Arena.ofConfined()) {
      int opened = Syscalls.openInRoot(directory, name, Flags.O_RDONLY | Flags.O_NONBLOCK, 0);
      try {
        MemorySegment buffer = arena.allocate(LARGEST_REQUEST_BYTES);
        int length = Syscalls.read(opened, buffer);
        byte[] bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, UTF_8).lines().toList();
      } finally {
        Syscalls.close(opened);
      }
    } finally {
      Syscalls.close(directory);
    }
  }

  /** Under a name of its own first, so that it is seen whole. */
  private static void write(Path folder, String name, String text) throws IOException {
    String fresh = "." + name;
    int directory = Syscalls.open(folder, Flags.O_PATH);
    try (Arena arena = Arena.ofConfined()) {
      Files.deleteIfExists(folder.resolve(fresh));
      int flags = Flags.O_WRONLY | Flags.O_CREAT | Flags.O_EXCL;
      int opened = Syscalls.openInRoot(directory, fresh, flags, 0644);
      try {
        byte[] bytes = text.getBytes(UTF_8);
        MemorySegment buffer = arena.allocate(bytes.length);
        buffer.copyFrom(MemorySegment.ofArray(bytes));
        Syscalls.write(opened, buffer);
      } finally {
        Syscalls.close(opened);
      }
    } finally {
      Syscalls.close(directory);
    }
    Files.move(
        folder.resolve(fresh),
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** A request that must not be honoured, for whoever does the mounting. */
  static ComputeException refused(String message) {
    return new ComputeException(Reason.INVALID, message);
  }

  @Override
  public void close() {
    try {
      watch.close();
    } catch (IOException e) {
      LOG.debug("Closing the watch over requests: {}", e.getMessage());
    }
  }
}
