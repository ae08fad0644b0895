package croft.drivers.blob;

import java.util.regex.Pattern;

/** Ids become names of files and keys of objects, so they may hold nothing else. */
public final class BlobIds {
  private static final Pattern VALID = Pattern.compile("[a-z0-9]{4,64}");

  private BlobIds() {}

  /**
   * The id itself.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static String checked(String id) {
    if (!isValid(id)) {
      throw new IllegalArgumentException("Not the id of a blob: " + id);
    }
    return id;
  }

  static boolean isValid(String id) {
    return VALID.matcher(id).matches();
  }
}
