package croft.drivers.docker.compute;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What runs in a {@link NamespaceHolder}, by the engine's architecture: a Linux ELF program of one
 * header and one segment that does {@code openat(AT_FDCWD, "/netns", O_RDONLY)} (x86-64: {@code
 * open}) and {@code setns(it, CLONE_NEWNET)}, ends with status 1 if that fails, and else waits for
 * ever ({@code ppoll} of nothing; x86-64: {@code pause}). No libc, no other call.
 */
enum HolderProgram {
  X86_64(
      "amd64",
      "f0VMRgIBAQAAAAAAAAAAAAIAPgABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAEAAOAAB"
          + "AEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAtgAAAAAAAAC2AAAAAAAAAAAQ"
          + "AAAAAAAASI09MAAAADH2uAIAAAAPBYnHvgAAAEC4NAEAAA8FhcB1CbgiAAAADwXr978BAAAAuDwA"
          + "AAAPBS9uZXRucwA="),
  // Its segment is aligned to 64 KiB, for kernels with pages of that size.
  AARCH64(
      "arm64",
      "f0VMRgIBAQAAAAAAAAAAAAIAtwABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAEAAOAAB"
          + "AEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAywAAAAAAAADLAAAAAAAAAAAA"
          + "AQAAAAAAYAyAkkECABACAIDSCAeA0gEAANQBAKjSiCGA0gEAANQAAQC1AACA0gEAgNICAIDSAwCA"
          + "0igJgNIBAADU+v//FyAAgNKoC4DSAQAA1C9uZXRucwA=");

  private final String architecture;
  private final String content;

  HolderProgram(String architecture, String content) {
    this.architecture = architecture;
    this.content = content;
  }

  /**
   * The one for an engine's architecture; empty where there is none.
   *
   * @param architecture as engines call it (and Go): {@code amd64}, {@code arm64}
   */
  static Optional<HolderProgram> of(String architecture) {
    return Arrays.stream(values())
        .filter(program -> program.architecture.equals(architecture))
        .findFirst();
  }

  byte[] file() {
    return Base64.getDecoder().decode(content);
  }
}
