package croft.wire.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Keys and certificates as text (RFC 7468), read and written with the JDK alone. */
final class PemFile {
  private static final String KEY = "PRIVATE KEY";
  private static final String CERTIFICATE = "CERTIFICATE";

  private PemFile() {}

  static String text(PrivateKey key) {
    return block(KEY, key.getEncoded());
  }

  static String text(X509Certificate certificate) throws CertificateEncodingException {
    return block(CERTIFICATE, certificate.getEncoded());
  }

  /** The first private key of a file, an EC key in PKCS #8. */
  static PrivateKey readKey(Path file) throws IOException, GeneralSecurityException {
    List<byte[]> keys = blocks(Files.readString(file), KEY);
    if (keys.isEmpty()) {
      throw new IOException(file + " holds no private key");
    }
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(keys.getFirst()));
  }

  /** All certificates of a file, at least one. */
  static List<X509Certificate> readCertificates(Path file)
      throws IOException, CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] der : blocks(Files.readString(file), CERTIFICATE)) {
      certificates.add(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + " holds no certificate");
    }
    return certificates;
  }

  /** Replaces a file at once; {@code secret} ones only their owner may read. */
  static void write(Path file, String text, boolean secret) throws IOException {
    Set<PosixFilePermission> permissions =
        PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--");
    Path directory = file.toAbsolutePath().getParent();
    Path temporary =
        Files.createTempFile(
            directory,
            ".",
            ".pem",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(temporary, text);
      Files.setPosixFilePermissions(temporary, permissions);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static String block(String kind, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
  }

  private static List<byte[]> blocks(String text, String kind) {
    String begin = "-----BEGIN " + kind + "-----";
    String end = "-----END " + kind + "-----";
    List<byte[]> blocks = new ArrayList<>();
    int from = text.indexOf(begin);
    while (from >= 0) {
      int to = text.indexOf(end, from);
      if (to < 0) {
        break;
      }
      blocks.add(Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to)));
      from = text.indexOf(begin, to);
    }
    return blocks;
  }
}
