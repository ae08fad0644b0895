package croft.cli;

import java.nio.file.Path;
import java.util.Optional;

/** What the doctor looks at; a test gives it a machine of its own making. */
interface Host {
  /** The text of a file such as {@code /proc/meminfo}; empty when it cannot be read. */
  Optional<String> read(String path);

  boolean exists(String path);

  /** Where a program is, on PATH or in the directories of system programs. */
  Optional<Path> program(String name);

  /** The first line a program prints, on either stream; empty when it fails. */
  Optional<String> firstLineOf(String... command);

  /** The space left in bytes where a directory is or would be made. */
  long freeBytes(Path directory);

  /** The effective user id. */
  long userId();

  /** The type of the terminal, as TERM has it. */
  String terminalType();

  /** The version of the Java that runs this. */
  String javaVersion();
}
