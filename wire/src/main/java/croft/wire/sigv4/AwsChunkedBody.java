package croft.wire.sigv4;

import croft.base.ServiceError;
import croft.wire.schema.ByteStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A body in S3's own chunks, decoded and checked as it is read: each chunk's signature where there
 * is one, the whole length, and the checksums that trail it. Nothing is held back, so what was read
 * counts only once the last read succeeded.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Transferring payload
 * in multiple chunks</a> and <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">including
 * trailing headers</a>.
 */
final class AwsChunkedBody implements ByteStream {
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int LONGEST_LINE_BYTES = 8 * 1024;
  private static final int MOST_TRAILERS = 32;
  private static final int LEAST_CHUNK_BYTES = 8192;
  private static final String SIGNATURE = "chunk-signature=";
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

  private final ByteStream encoded;
  private final long decodedLength;
  private final PayloadMode mode;
  private final @Nullable ChunkSignatures signatures;
  private final List<String> trailerNames;
  private volatile Map<String, String> trailers = Map.of();

  AwsChunkedBody(
      ByteStream encoded,
      long decodedLength,
      PayloadMode mode,
      @Nullable ChunkSignatures signatures,
      List<String> trailerNames) {
    this.encoded = encoded;
    this.decodedLength = decodedLength;
    this.mode = mode;
    this.signatures = signatures;
    this.trailerNames = trailerNames;
  }

  @Override
  public long length() {
    return decodedLength;
  }

  @Override
  public InputStream open() throws IOException {
    return new Decoding(new BufferedInputStream(encoded.open(), BUFFER_BYTES));
  }

  @Override
  public List<String> trailerNames() {
    return trailerNames;
  }

  @Override
  public Map<String, String> trailers() {
    return trailers;
  }

  private final class Decoding extends InputStream {
    private final InputStream in;
    private final MessageDigest chunkDigest = Hashes.sha256();
    private final Map<ChecksumAlgorithm, ChecksumAlgorithm.Accumulator> checksums =
        new EnumMap<>(ChecksumAlgorithm.class);
    private String chunkSignature = "";
    private long chunkLeft;
    private boolean shortChunk;
    private long decoded;
    private boolean ended;

    Decoding(InputStream in) {
      this.in = in;
      for (String name : trailerNames) {
        ChecksumAlgorithm algorithm = ChecksumAlgorithm.ofHeader(name);
        if (algorithm == null) {
          throw ServiceError.badRequest(
              "InvalidRequest", "The value specified in the x-amz-trailer header is not supported");
        }
        checksums.put(algorithm, algorithm.start());
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, target.length);
      if (count == 0) {
        return 0;
      }
      if (chunkLeft == 0 && !ended) {
        beginChunk();
      }
      if (ended) {
        return -1;
      }
      int got = in.read(target, offset, (int) Math.min(count, chunkLeft));
      if (got < 0) {
        throw incomplete();
      }
      if (signatures != null) {
        chunkDigest.update(target, offset, got);
      }
      checksums.values().forEach(checksum -> checksum.update(target, offset, got));
      decoded += got;
      chunkLeft -= got;
      if (chunkLeft == 0) {
        endChunk();
        if (decoded == decodedLength) {
          // Now, not at the next read: a reader may stop at the length it knows.
          beginChunk();
        }
      }
      return got;
    }

    private void beginChunk() throws IOException {
      String line = line();
      int semicolon = line.indexOf(';');
      long size = size(semicolon < 0 ? line : line.substring(0, semicolon));
      chunkSignature = "";
      if (semicolon >= 0 && line.startsWith(SIGNATURE, semicolon + 1)) {
        chunkSignature = line.substring(semicolon + 1 + SIGNATURE.length()).strip();
      }
      if (size == 0) {
        end();
        return;
      }
      if (shortChunk && mode.signsChunks()) {
        throw new ServiceError(
            "InvalidChunkSizeError",
            403,
            "Only the last chunk is allowed to have a size less than "
                + LEAST_CHUNK_BYTES
                + " bytes");
      }
      shortChunk = size < LEAST_CHUNK_BYTES;
      if (size > decodedLength - decoded) {
        throw incomplete();
      }
      chunkLeft = size;
    }

    private void endChunk() throws IOException {
      checkChunk();
      if (!line().isEmpty()) {
        throw malformed("A chunk is longer than its size.");
      }
    }

    private void checkChunk() {
      if (signatures != null
          && !signatures.isNextChunk(Hashes.hex(chunkDigest.digest()), chunkSignature)) {
        throw mismatch();
      }
    }

    private void end() throws IOException {
      ended = true;
      checkChunk();
      if (decoded != decodedLength) {
        throw incomplete();
      }
      Map<String, String> came = readTrailers();
      if (!mode.hasTrailer()) {
        if (!came.isEmpty()) {
          throw malformedTrailer();
        }
        return;
      }
      String signature = came.remove(TRAILER_SIGNATURE);
      if (signatures != null) {
        checkTrailerSignature(came, signature);
      }
      checkChecksums(came);
      trailers = Map.copyOf(came);
    }

    private void checkTrailerSignature(Map<String, String> came, @Nullable String signature) {
      StringBuilder canonical = new StringBuilder();
      came.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
      if (signature == null
          || !Objects.requireNonNull(signatures)
              .isTrailer(Hashes.sha256Hex(canonical.toString()), signature)) {
        throw mismatch();
      }
    }

    private void checkChecksums(Map<String, String> came) {
      if (came.size() != checksums.size()) {
        throw malformedTrailer();
      }
      checksums.forEach((algorithm, checksum) -> {
        String value = came.get(algorithm.header());
        if (value == null) {
          throw malformedTrailer();
        }
        if (!Hashes.same(Base64.getEncoder().encodeToString(checksum.value()), value)) {
          throw ServiceError.badRequest(
              "BadDigest",
              "The " + algorithm + " you specified did not match the calculated checksum.");
        }
      });
    }

    /** To the end of the body: S3's own examples have empty lines between trailers. */
    private Map<String, String> readTrailers() throws IOException {
      Map<String, String> came = new LinkedHashMap<>();
      for (String line = lineOrNull(); line != null; line = lineOrNull()) {
        if (line.isEmpty()) {
          continue;
        }
        int colon = line.indexOf(':');
        if (colon <= 0 || came.size() >= MOST_TRAILERS) {
          throw malformedTrailer();
        }
        came.put(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      }
      return came;
    }

    private long size(String text) {
      try {
        long size = Long.parseUnsignedLong(text.strip(), 16);
        if (size >= 0 && text.length() <= 16) {
          return size;
        }
      } catch (NumberFormatException e) {
        // Told below, as one too large is.
      }
      throw malformed("A chunk's size is not a hexadecimal number.");
    }

    private String line() throws IOException {
      String line = lineOrNull();
      if (line == null) {
        throw incomplete();
      }
      return line;
    }

    /** Up to a line feed, without it and a carriage return before it; null at the end. */
    private @Nullable String lineOrNull() throws IOException {
      byte[] bytes = new byte[128];
      int count = 0;
      int next = in.read();
      if (next < 0) {
        return null;
      }
      while (next >= 0 && next != '\n') {
        if (count == LONGEST_LINE_BYTES) {
          throw malformed("A line of the chunk framing is too long.");
        }
        if (count == bytes.length) {
          bytes = java.util.Arrays.copyOf(bytes, count * 2);
        }
        bytes[count++] = (byte) next;
        next = in.read();
      }
      if (count > 0 && bytes[count - 1] == '\r') {
        count--;
      }
      return new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static ServiceError incomplete() {
    return ServiceError.badRequest(
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length HTTP header");
  }

  private static ServiceError malformed(String message) {
    return ServiceError.badRequest("InvalidRequest", message);
  }

  private static ServiceError malformedTrailer() {
    return ServiceError.badRequest(
        "MalformedTrailerError",
        "The request contained trailing data that was not well-formed or did not conform to our"
            + " published schema.");
  }

  private static ServiceError mismatch() {
    return new ServiceError(
        "SignatureDoesNotMatch",
        403,
        "The request signature we calculated does not match the signature you provided. Check your"
            + " key and signing method.",
        new HashMap<>());
  }
}
