package croft.drivers.blob;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Signs a request to an S3 endpoint. */
@FunctionalInterface
public interface RequestSigning {
  /** The header fields to send with the request, without Host, which is as the address says. */
  Map<String, String> sign(String method, URI address, byte[] body) throws IOException;
}
