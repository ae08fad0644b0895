package croft.services.sns.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.base.ServiceError;
import croft.services.sns.message.Attribute;
import croft.services.sns.message.Message;
import croft.services.sns.topic.Topic;
import croft.services.sns.topic.TopicAttributes;
import croft.services.sns.topic.TopicErrors;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a message must be like.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>.
 */
final class MessageChecks {
  static final int MOST_BYTES = 262_144;

  private static final int MOST_SUBJECT_LETTERS = 100;
  private static final Pattern FIFO_ID =
      Pattern.compile("[A-Za-z0-9!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~]{1,128}");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private MessageChecks() {}

  /** A message, and how large it is. */
  record Checked(Message message, long bytes) {}

  /**
   * The message a draft makes.
   *
   * @throws ServiceError {@code InvalidParameter}, {@code ParameterValueInvalid}
   */
  static Checked check(Topic topic, Draft draft, String id, Instant now) {
    if (draft.message().isEmpty()) {
      throw TopicErrors.invalid("Empty message");
    }
    Map<String, Attribute> attributes = AttributeChecks.check(draft.attributes());
    long bytes = (long) draft.message().getBytes(UTF_8).length + AttributeChecks.bytes(attributes);
    if (bytes > MOST_BYTES) {
      throw TopicErrors.invalid("Message too long");
    }
    String subject = draft.subject();
    if (subject != null) {
      checkSubject(subject);
    }
    Map<String, String> bodies = bodies(draft);
    String body = bodies.getOrDefault("default", draft.message());
    return new Checked(
        new Message(
            topic.arn().toString(),
            id,
            Message.Type.NOTIFICATION,
            Objects.requireNonNullElse(subject, ""),
            body,
            bodies,
            attributes,
            now,
            group(topic, draft),
            deduplication(topic, draft),
            "",
            ""),
        bytes);
  }

  /** How large a message is without what protocols have of their own. */
  static long bytes(Message message) {
    return message.body().getBytes(UTF_8).length + AttributeChecks.bytes(message.attributes());
  }

  private static void checkSubject(String subject) {
    boolean plain = subject.chars().allMatch(letter -> letter >= ' ' && letter < 0x7f);
    if (subject.isEmpty()
        || subject.length() >= MOST_SUBJECT_LETTERS
        || !plain
        || subject.startsWith(" ")) {
      throw TopicErrors.invalid("Subject");
    }
  }

  private static Map<String, String> bodies(Draft draft) {
    String structure = draft.structure();
    if (structure == null || structure.isEmpty()) {
      return Map.of();
    }
    if (!structure.equals("json")) {
      throw TopicErrors.invalid("MessageStructure");
    }
    Map<String, String> bodies = new TreeMap<>();
    JsonNode root;
    try {
      root = MAPPER.readTree(draft.message());
    } catch (JacksonException notJson) {
      throw TopicErrors.invalid("Message Structure - JSON message body failed to parse");
    }
    if (!root.isObject()) {
      throw TopicErrors.invalid("Message Structure - JSON message body failed to parse");
    }
    root.properties()
        .forEach(entry -> {
          // What is no text is not a protocol's message.
          if (entry.getValue().isString()) {
            bodies.put(entry.getKey(), entry.getValue().asString());
          }
        });
    if (!bodies.containsKey("default")) {
      throw TopicErrors.invalid("Message Structure - No default entry in JSON message body");
    }
    return bodies;
  }

  private static String group(Topic topic, Draft draft) {
    String group = Objects.requireNonNullElse(draft.groupId(), "");
    if (!topic.isFifo()) {
      if (!group.isEmpty()) {
        throw notOfThisType("MessageGroupId");
      }
      return "";
    }
    if (group.isEmpty()) {
      throw TopicErrors.invalid("The MessageGroupId parameter is required for FIFO topics");
    }
    if (!FIFO_ID.matcher(group).matches()) {
      throw TopicErrors.invalid("MessageGroupId Reason: The MessageGroupId is not valid");
    }
    return group;
  }

  private static String deduplication(Topic topic, Draft draft) {
    String id = Objects.requireNonNullElse(draft.deduplicationId(), "");
    if (!topic.isFifo()) {
      if (!id.isEmpty()) {
        throw notOfThisType("MessageDeduplicationId");
      }
      return "";
    }
    if (id.isEmpty() && topic.is(TopicAttributes.CONTENT_DEDUPLICATION)) {
      return digest(draft.message());
    }
    if (id.isEmpty()) {
      throw TopicErrors.invalid(
          "The topic should either have ContentBasedDeduplication enabled or"
              + " MessageDeduplicationId provided explicitly");
    }
    if (!FIFO_ID.matcher(id).matches()) {
      throw TopicErrors.invalid(
          "MessageDeduplicationId Reason: The MessageDeduplicationId is not valid");
    }
    return id;
  }

  private static ServiceError notOfThisType(String member) {
    return TopicErrors.invalid(
        member
            + " Reason: The request includes "
            + member
            + " parameter that is not valid for this topic type");
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
