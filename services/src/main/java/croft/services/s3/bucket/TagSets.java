package croft.services.s3.bucket;

import croft.api.s3.Tag;
import croft.base.ServiceError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The tags of buckets and objects: what they may be, and their shapes.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html">Categorizing
 * your storage using tags</a>.
 */
public final class TagSets {
  public static final int MOST_OF_BUCKET = 50;
  public static final int MOST_OF_OBJECT = 10;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;
  private static final String OTHER_SIGNS = "+-=._:/@ ";

  private TagSets() {}

  /**
   * The tags of a request.
   *
   * @param most allowed
   * @throws ServiceError {@code InvalidTag} or {@code BadRequest}, status 400
   */
  public static Map<String, String> of(List<Tag> tags, int most) {
    Map<String, String> read = new LinkedHashMap<>();
    for (Tag tag : tags) {
      String key = Objects.requireNonNullElse(tag.key(), "");
      String value = Objects.requireNonNullElse(tag.value(), "");
      put(read, key, value);
    }
    return limited(read, most);
  }

  /** Adds one tag after looking at it. */
  public static void put(Map<String, String> tags, String key, String value) {
    if (key.isEmpty() || length(key) > LONGEST_KEY || !isAllowed(key)) {
      throw invalid("The TagKey you have provided is invalid", key);
    }
    if (length(value) > LONGEST_VALUE || !isAllowed(value)) {
      throw invalid("The TagValue you have provided is invalid", key);
    }
    if (key.startsWith("aws:")) {
      throw invalid("System tags cannot be added/updated by requester", key);
    }
    if (tags.put(key, value) != null) {
      throw invalid("Cannot provide multiple Tags with the same key", key);
    }
  }

  /** The tags, if they are not too many. */
  public static Map<String, String> limited(Map<String, String> tags, int most) {
    if (tags.size() > most) {
      String whose = most == MOST_OF_OBJECT ? "Object" : "Bucket";
      throw ServiceError.badRequest("BadRequest", whose + " tags cannot be greater than " + most);
    }
    return tags;
  }

  /** The tags as answers have them. */
  public static List<Tag> shapes(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static boolean isAllowed(String text) {
    return text.codePoints()
        .allMatch(c ->
            Character.isLetter(c)
                || Character.isDigit(c)
                || Character.isSpaceChar(c)
                || OTHER_SIGNS.indexOf(c) >= 0);
  }

  private static ServiceError invalid(String message, String key) {
    return new ServiceError("InvalidTag", 400, message, Map.of("TagKey", key));
  }
}
