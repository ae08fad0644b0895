package croft.services.s3.object;

import croft.base.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What keys and version ids may be. A key is any text: no path, and so no path to climb. */
public final class Keys {
  private static final int LONGEST_BYTES = 1024;
  private static final int VERSION_ID_LENGTH = 32;

  private Keys() {}

  /**
   * The key itself.
   *
   * @throws ServiceError {@code KeyTooLongError} (400) for one of more than 1,024 bytes of UTF-8,
   *     {@code InvalidArgument} for none or one that has a NUL, which no database can keep
   */
  public static String checked(@Nullable String key) {
    String given = Objects.requireNonNullElse(key, "");
    int bytes = given.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_BYTES) {
      throw new ServiceError(
          "KeyTooLongError",
          400,
          "Your key is too long",
          Map.of(
              "Size", Integer.toString(bytes),
              "MaxSizeAllowed", Integer.toString(LONGEST_BYTES)));
    }
    if (bytes == 0 || given.indexOf('\0') >= 0) {
      throw ObjectErrors.invalidArgument("The specified key is not valid.", "Key", given);
    }
    return given;
  }

  /**
   * The version id itself, or null.
   *
   * @throws ServiceError {@code InvalidArgument} (400) for what no version can have
   */
  public static @Nullable String checkedVersion(@Nullable String versionId) {
    if (versionId == null || versionId.equals(ObjectVersion.NULL)) {
      return versionId;
    }
    if (versionId.isEmpty()) {
      throw ObjectErrors.invalidArgument("Version id cannot be the empty string", "versionId", "");
    }
    if (versionId.length() != VERSION_ID_LENGTH
        || !versionId.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw ObjectErrors.invalidArgument("Invalid version id specified", "versionId", versionId);
    }
    return versionId;
  }
}
