package croft.services.sqs.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.services.sqs.line.Place;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.QueueErrors;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A receipt handle: which message it is, and which time it was received.
 *
 * @param text as clients have it
 */
record Handle(String text, long order, int receives) {
  private static final Pattern FORM = Pattern.compile("([0-9a-f]{16}) ([0-9]{1,19}) ([0-9]{1,9})");

  static String of(Place place) {
    String plain = place.queueId() + " " + place.order() + " " + place.receives();
    return Base64.getUrlEncoder().encodeToString(plain.getBytes(UTF_8));
  }

  /**
   * Reads a handle of a queue.
   *
   * @throws croft.base.ServiceError {@code ReceiptHandleIsInvalid}, {@code MissingParameter}
   */
  static Handle parse(Queue queue, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw QueueErrors.missing("ReceiptHandle");
    }
    String plain;
    try {
      plain = new String(Base64.getUrlDecoder().decode(text), UTF_8);
    } catch (IllegalArgumentException notOne) {
      throw QueueErrors.invalidHandle(text);
    }
    Matcher matcher = FORM.matcher(plain);
    if (!matcher.matches() || !matcher.group(1).equals(queue.id())) {
      throw QueueErrors.invalidHandle(text);
    }
    try {
      return new Handle(text, Long.parseLong(matcher.group(2)), Integer.parseInt(matcher.group(3)));
    } catch (NumberFormatException tooLarge) {
      throw QueueErrors.invalidHandle(text);
    }
  }
}
