package croft.drivers.blob;

import croft.drivers.blob.BlobException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Blobs as objects of any endpoint that speaks S3. A blob larger than a part is uploaded in parts;
 * it is seen once its upload is completed, and the endpoint answers for its durability.
 */
public final class S3BlobStore implements BlobStore {
  /** What a writer holds in memory; S3's parts have at least 5 MiB. */
  static final int PART_BYTES = 8 * 1024 * 1024;

  private static final int LARGEST_PAGE = 1000;

  private final S3Requests requests;
  private final String prefix;

  /**
   * Nothing is asked of the endpoint yet.
   *
   * @param signing for the location's key pair and region
   */
  public S3BlobStore(S3BlobLocation location, RequestSigning signing) {
    this.requests = new S3Requests(location.endpoint() + "/" + location.bucket(), signing);
    this.prefix = location.prefix();
  }

  @Override
  public BlobWriter create(String id) {
    return new S3BlobWriter(requests, key(id));
  }

  @Override
  public InputStream open(String id, long offset, long lengthBytes) throws BlobException {
    String key = key(id);
    if (lengthBytes == 0) {
      return InputStream.nullInputStream();
    }
    long last = lengthBytes > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + lengthBytes - 1;
    var answer = requests.open("/" + key, "bytes=" + offset + "-" + last);
    InputStream body = answer.body();
    return switch (answer.statusCode()) {
      case 200, 206 -> new Carrying(body);
      case 416 -> {
        S3Requests.close(body);
        // An empty blob has no range at all.
        yield InputStream.nullInputStream();
      }
      case 404 -> {
        S3Requests.close(body);
        throw BlobException.missing(id);
      }
      default -> throw S3Requests.refused("GET", answer.statusCode(), S3Requests.text(body));
    };
  }

  @Override
  public void delete(String id) throws BlobException {
    requests.send("DELETE", "/" + key(id), new byte[0]);
  }

  @Override
  public List<BlobEntry> list(String afterId, int limit) throws BlobException {
    String after = afterId.isEmpty() ? "" : "&start-after=" + encoded(prefix + afterId);
    String query =
        "?list-type=2&max-keys="
            + Math.min(limit, LARGEST_PAGE)
            + "&prefix="
            + encoded(prefix)
            + after;
    return S3Listing.read(requests.send("GET", query, new byte[0]).body(), prefix);
  }

  @Override
  public void close() {
    requests.close();
  }

  private String key(String id) {
    return prefix + BlobIds.checked(id);
  }

  private static String encoded(String key) {
    return key.replace("/", "%2F");
  }

  /** Tells failures of the network as the contract does. */
  private static final class Carrying extends FilterInputStream {
    Carrying(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      try {
        return in.read(target, offset, count);
      } catch (IOException e) {
        throw new BlobException(Reason.UNAVAILABLE, "The endpoint broke off: " + e.getMessage(), e);
      }
    }
  }
}
