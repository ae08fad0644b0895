package croft.wire.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** Where a server finds its certificate; asked for each TLS connection, so it may change. */
@FunctionalInterface
public interface TlsSource {
  SSLContext context() throws GeneralSecurityException, IOException;
}
