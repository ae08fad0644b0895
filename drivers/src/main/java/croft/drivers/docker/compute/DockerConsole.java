package croft.drivers.docker.compute;

import croft.drivers.compute.Content;
import croft.drivers.docker.engine.Frames;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** What process 1 wrote: the engine's log of the container, which lasts over its starts. */
final class DockerConsole {
  private static final int KEPT_BYTES = 64 << 10;
  private static final int MOST_LINES = 4000;

  private DockerConsole() {}

  static Content read(DockerInstance instance) {
    Tail tail = new Tail();
    String path =
        "/containers/" + instance.container() + "/logs?stdout=true&stderr=true&tail=" + MOST_LINES;
    boolean terminal = instance.stored().map(StoredContainer::systemd).orElse(false);
    try {
      instance
          .containers()
          .engine()
          .receive(
              path,
              body -> {
                if (terminal) {
                  body.transferTo(tail);
                } else {
                  Frames.copy(body, tail, tail);
                }
              });
      return Content.of(tail.bytes());
    } catch (IOException e) {
      throw instance.failed("Reading the console of", e);
    }
  }

  /** The last bytes of what is written. */
  private static final class Tail extends OutputStream {
    private byte[] kept = new byte[0];

    @Override
    public void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      byte[] both = Arrays.copyOf(kept, kept.length + length);
      System.arraycopy(source, offset, both, kept.length, length);
      kept = Arrays.copyOfRange(both, Math.max(0, both.length - KEPT_BYTES), both.length);
    }

    byte[] bytes() {
      return kept;
    }
  }
}
