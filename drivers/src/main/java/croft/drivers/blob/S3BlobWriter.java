package croft.drivers.blob;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An object on its way to an S3 endpoint: in one request when it is small, else in parts. */
final class S3BlobWriter implements BlobWriter {
  private static final Logger LOG = LoggerFactory.getLogger(S3BlobWriter.class);
  private static final int FIRST_BYTES = 64 * 1024;
  private static final byte[] NOTHING = new byte[0];

  private final S3Requests requests;
  private final String path;
  private final List<String> etags = new ArrayList<>();
  private byte[] part = new byte[FIRST_BYTES];
  private int filled;
  private @Nullable String uploadId;

  S3BlobWriter(S3Requests requests, String key) {
    this.requests = requests;
    this.path = "/" + key;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws BlobException {
    int from = offset;
    int left = count;
    while (left > 0) {
      if (filled == S3BlobStore.PART_BYTES) {
        sendPart();
      }
      if (filled == part.length) {
        part = Arrays.copyOf(part, Math.min(part.length * 2, S3BlobStore.PART_BYTES));
      }
      int taken = Math.min(left, part.length - filled);
      System.arraycopy(bytes, from, part, filled, taken);
      filled += taken;
      from += taken;
      left -= taken;
    }
  }

  private void sendPart() throws BlobException {
    String upload = uploadId;
    if (upload == null) {
      String answer = requests.send("POST", path + "?uploads=", NOTHING).body();
      upload = S3Listing.element(answer, "UploadId");
      uploadId = upload;
    }
    String query = "?partNumber=" + (etags.size() + 1) + "&uploadId=" + upload;
    etags.add(
        requests
            .send("PUT", path + query, Arrays.copyOf(part, filled))
            .headers()
            .firstValue("ETag")
            .orElse(""));
    filled = 0;
  }

  @Override
  public void commit() throws BlobException {
    if (uploadId == null) {
      requests.send("PUT", path, Arrays.copyOf(part, filled));
      return;
    }
    sendPart();
    StringBuilder parts = new StringBuilder("<CompleteMultipartUpload>");
    for (int i = 0; i < etags.size(); i++) {
      parts
          .append("<Part><PartNumber>")
          .append(i + 1)
          .append("</PartNumber><ETag>")
          .append(etags.get(i).replace("\"", "&quot;"))
          .append("</ETag></Part>");
    }
    parts.append("</CompleteMultipartUpload>");
    String answer =
        requests
            .send(
                "POST",
                path + "?uploadId=" + uploadId,
                parts.toString().getBytes(StandardCharsets.UTF_8))
            .body();
    if (!answer.contains("CompleteMultipartUploadResult")) {
      // S3 may begin its answer with 200 before it knows.
      throw S3Requests.refused("POST", 200, answer);
    }
    uploadId = null;
  }

  @Override
  public void close() {
    if (uploadId != null) {
      try {
        requests.send("DELETE", path + "?uploadId=" + uploadId, NOTHING);
      } catch (BlobException e) {
        LOG.warn("Cannot abort an upload of {}", path, e);
      }
      uploadId = null;
    }
  }
}
