package croft.drivers.linux.compute;

import croft.drivers.compute.InstanceFile;
import croft.drivers.compute.InstanceSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Whether two specifications are the same, without keeping what their files hold. */
public final class SpecDigest {
  private SpecDigest() {}

  public static String of(InstanceSpec spec) {
    MessageDigest digest = sha256();
    digest.update(spec.toString().getBytes(StandardCharsets.UTF_8));
    for (InstanceFile file : spec.files()) {
      digest.update(file.content().bytes());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
