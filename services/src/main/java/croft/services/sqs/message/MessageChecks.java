package croft.services.sqs.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.api.sqs.SendMessageBatchRequestEntry;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.QueueErrors;
import croft.services.sqs.queue.SqsParts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of requests.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">SendMessage</a>.
 */
final class MessageChecks {
  /** The most bytes of a message, and of a batch of them. */
  static final int MOST_BYTES = 1_048_576;

  private static final int MOST_DELAY_SECONDS = 900;
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final String NOT_OF_THIS_TYPE =
      "The request include parameter that is not valid for this queue type";

  private final SqsParts parts;

  /** A message, with what its sender is told of it. */
  record Checked(
      Draft draft, @Nullable String attributesDigest, @Nullable String systemDigest, long bytes) {}

  MessageChecks(SqsParts parts) {
    this.parts = parts;
  }

  /**
   * The message of a request.
   *
   * @throws ServiceError as AWS has it
   */
  Checked check(Caller sender, Queue queue, SendMessageBatchRequestEntry request) {
    String body = Objects.requireNonNullElse(request.messageBody(), "");
    if (body.isEmpty()) {
      throw QueueErrors.missing("MessageBody");
    }
    checkLetters(body);
    Map<String, Attribute> attributes = AttributeChecks.check(request.messageAttributesOrEmpty());
    Map<String, Attribute> system =
        AttributeChecks.checkSystem(request.messageSystemAttributesOrEmpty());
    long bytes = body.getBytes(UTF_8).length + AttributeChecks.bytes(attributes);
    if (bytes > queue.mostBytes()) {
      throw QueueErrors.invalid(
          "One or more parameters are invalid. Reason: Message must be shorter than "
              + queue.mostBytes()
              + " bytes.");
    }
    long delay = delayMillis(queue, request.delaySeconds());
    String group = group(queue, request.messageGroupId());
    String deduplication = deduplication(queue, request.messageDeduplicationId(), body);
    Message message =
        new Message(
            parts.ids().uuid(),
            body,
            attributes,
            senderId(sender),
            group,
            deduplication,
            AttributeChecks.trace(system),
            "");
    return new Checked(
        Draft.sent(message, key(queue, group, deduplication), parts.nowMillis(), delay),
        Digests.ofAttributes(attributes),
        Digests.ofAttributes(system),
        bytes);
  }

  /** Passes text that XML can carry. */
  static void checkLetters(String text) {
    text.codePoints()
        .filter(letter -> !isAllowed(letter))
        .findFirst()
        .ifPresent(letter -> {
          throw ServiceError.badRequest(
              "InvalidMessageContents",
              "Invalid binary character '#x"
                  + Integer.toHexString(letter)
                  + "' was found in the message body, the set of allowed characters is #x9 | #xA |"
                  + " #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");
        });
  }

  private static boolean isAllowed(int letter) {
    return letter == '\t'
        || letter == '\n'
        || letter == '\r'
        || (letter >= 0x20 && letter <= 0xd7ff)
        || (letter >= 0xe000 && letter <= 0xfffd)
        || letter >= 0x10000;
  }

  private static long delayMillis(Queue queue, @Nullable Integer seconds) {
    if (seconds == null) {
      return queue.delayMillis();
    }
    if (seconds < 0 || seconds > MOST_DELAY_SECONDS) {
      throw QueueErrors.invalid("DelaySeconds", seconds, "DelaySeconds must be >= 0 and <= 900.");
    }
    if (queue.isFifo()) {
      if (seconds > 0) {
        throw QueueErrors.invalid("DelaySeconds", seconds, NOT_OF_THIS_TYPE + ".");
      }
      return queue.delayMillis();
    }
    return seconds * 1000L;
  }

  private static String group(Queue queue, @Nullable String given) {
    String group = Objects.requireNonNullElse(given, "");
    if (!queue.isFifo()) {
      if (!group.isEmpty()) {
        throw QueueErrors.invalid("MessageGroupId", group, NOT_OF_THIS_TYPE + ".");
      }
      return "";
    }
    if (group.isEmpty()) {
      throw QueueErrors.missing("MessageGroupId");
    }
    return checkedId("MessageGroupId", group);
  }

  private static String deduplication(Queue queue, @Nullable String given, String body) {
    String id = Objects.requireNonNullElse(given, "");
    if (!queue.isFifo()) {
      if (!id.isEmpty()) {
        throw QueueErrors.invalid("MessageDeduplicationId", id, NOT_OF_THIS_TYPE + ".");
      }
      return "";
    }
    if (!id.isEmpty()) {
      return checkedId("MessageDeduplicationId", id);
    }
    if (!queue.deduplicatesByContent()) {
      throw QueueErrors.invalid(
          "The queue should either have ContentBasedDeduplication enabled or"
              + " MessageDeduplicationId provided explicitly");
    }
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java always has SHA-256", e);
    }
  }

  private static String checkedId(String parameter, String id) {
    if (!ID.matcher(id).matches()) {
      throw QueueErrors.invalid(
          parameter,
          id,
          parameter
              + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
    }
    return id;
  }

  private static @Nullable String key(Queue queue, String group, String deduplication) {
    if (!queue.isFifo()) {
      return null;
    }
    // Neither has a blank.
    return queue.deduplicatesInGroups() ? group + " " + deduplication : deduplication;
  }

  private static String senderId(Caller caller) {
    return switch (caller.kind()) {
      case ROOT -> caller.account();
      case USER, ASSUMED_ROLE, FEDERATED_USER, SERVICE, ANONYMOUS -> caller.principalId();
    };
  }
}
