package croft.server;

import croft.drivers.blob.BlobException;
import croft.drivers.blob.BlobStore;
import croft.drivers.blob.FileBlobStore;
import croft.drivers.blob.RequestSigning;
import croft.drivers.blob.S3BlobLocation;
import croft.drivers.blob.S3BlobStore;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.sigv4.AccessKey;
import croft.wire.sigv4.SigV4Signer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Where the bytes of objects are kept, as the configuration says. */
final class Blobs {
  private Blobs() {}

  static BlobStore open(Config config, InstantSource time) throws BlobException {
    if (config.blobs().isPresent()) {
      S3BlobLocation location = config.blobs().get();
      return new S3BlobStore(location, signing(location, time));
    }
    return FileBlobStore.open(config.data().resolve("blobs"));
  }

  private static RequestSigning signing(S3BlobLocation location, InstantSource time) {
    AccessKey key = AccessKey.of(location.accessKeyId(), location.secretAccessKey(), null);
    SigV4Signer signer = new SigV4Signer(key, location.region(), "s3", time);
    return (method, address, body) -> {
      String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
      HttpRequest request =
          new HttpRequest(
              method,
              address.getRawPath() + query,
              Headers.of("Host", address.getRawAuthority()),
              Bytes.of(body),
              "",
              address.getScheme().equals("https"));
      Map<String, String> fields = new HashMap<>();
      signer
          .sign(request)
          .headers()
          .asMap()
          .forEach((name, values) -> fields.put(name, values.getFirst()));
      fields.remove("Host");
      return fields;
    };
  }
}
