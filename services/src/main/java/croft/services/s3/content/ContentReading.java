package croft.services.s3.content;

import croft.drivers.blob.BlobStore;
import croft.wire.schema.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs of bytes, decrypted a frame at a time as they are read. */
final class ContentReading implements ByteStream {
  private final ContentHolds.Reading hold;
  private final List<Segment> segments;
  private final long lengthBytes;
  private final BlobStore blobs;
  private final Function<String, FrameCipher> ciphers;

  ContentReading(
      ContentHolds.Reading hold,
      List<Segment> segments,
      long lengthBytes,
      BlobStore blobs,
      Function<String, FrameCipher> ciphers) {
    this.hold = hold;
    this.segments = segments;
    this.lengthBytes = lengthBytes;
    this.blobs = blobs;
    this.ciphers = ciphers;
  }

  @Override
  public long length() {
    return lengthBytes;
  }

  @Override
  public InputStream open() {
    hold.opened();
    return new Frames(segments.iterator());
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    hold.opened();
    try (Frames frames = new Frames(segments.iterator())) {
      while (frames.fill()) {
        out.write(frames.plain, frames.at, frames.end - frames.at);
        frames.at = frames.end;
      }
    }
  }

  private final class Frames extends InputStream {
    private final Iterator<Segment> next;
    private final byte[] stored = new byte[FrameCipher.STORED_FRAME_BYTES];
    private final byte[] plain = new byte[FrameCipher.FRAME_BYTES];
    private int at;
    private int end;
    private @Nullable Segment segment;
    private @Nullable FrameCipher cipher;
    private @Nullable InputStream in;
    private long frame;
    private long left;

    Frames(Iterator<Segment> segments) {
      this.next = segments;
    }

    /** Makes plain bytes be there from {@link #at} to {@link #end}; false when no more come. */
    boolean fill() throws IOException {
      while (at == end) {
        if (left == 0 && !begin()) {
          return false;
        }
        if (left > 0) {
          decrypt();
        }
      }
      return true;
    }

    /** Goes on to the next segment. */
    private boolean begin() throws IOException {
      closeSegment();
      if (!next.hasNext()) {
        return false;
      }
      Segment begun = next.next();
      segment = begun;
      cipher = ciphers.apply(begun.id());
      left = begun.lengthBytes();
      frame = begun.offset() / FrameCipher.FRAME_BYTES;
      if (left > 0) {
        in = open(begun);
      }
      return true;
    }

    private InputStream open(Segment begun) throws IOException {
      if (begun.inline() != null) {
        return new ByteArrayInputStream(Base64.getDecoder().decode(begun.inline()));
      }
      long last = (begun.offset() + begun.lengthBytes() - 1) / FrameCipher.FRAME_BYTES;
      long from = frame * FrameCipher.STORED_FRAME_BYTES;
      long to =
          Math.min(
              (last + 1) * FrameCipher.STORED_FRAME_BYTES,
              FrameCipher.storedBytes(begun.sizeBytes()));
      return blobs.open(begun.id(), from, to - from);
    }

    private void decrypt() throws IOException {
      Segment now = Objects.requireNonNull(segment);
      long begin = frame * FrameCipher.FRAME_BYTES;
      int size = (int) Math.min(FrameCipher.FRAME_BYTES, now.sizeBytes() - begin);
      int wanted = size + FrameCipher.TAG_BYTES;
      int got = Objects.requireNonNull(in).readNBytes(stored, 0, wanted);
      if (got < wanted
          || Objects.requireNonNull(cipher).decrypt(frame, stored, got, plain) != size) {
        throw new IOException("The content " + now.id() + " is damaged at byte " + begin);
      }
      at = (int) Math.max(0, now.offset() - begin);
      end = (int) Math.min(size, at + left);
      left -= end - at;
      frame++;
    }

    @Override
    public int read() throws IOException {
      return fill() ? plain[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, target.length);
      if (count == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int taken = Math.min(count, end - at);
      System.arraycopy(plain, at, target, offset, taken);
      at += taken;
      return taken;
    }

    private void closeSegment() throws IOException {
      if (in != null) {
        in.close();
        in = null;
      }
    }

    @Override
    public void close() throws IOException {
      try {
        closeSegment();
      } finally {
        hold.close();
      }
    }
  }
}
