package croft.services.sns.topic;

import static croft.services.operation.Binding.bind;

import croft.api.sns.CreateTopicInput;
import croft.api.sns.CreateTopicResponse;
import croft.api.sns.DeleteTopicInput;
import croft.api.sns.DeleteTopicResponse;
import croft.api.sns.GetTopicAttributesInput;
import croft.api.sns.GetTopicAttributesResponse;
import croft.api.sns.ListTopicsInput;
import croft.api.sns.ListTopicsResponse;
import croft.api.sns.SetTopicAttributesInput;
import croft.api.sns.SetTopicAttributesResponse;
import croft.api.sns.SnsModel;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.Requests;
import croft.services.sns.retry.DeliveryPolicies;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CreateTopic, DeleteTopic, ListTopics, GetTopicAttributes and SetTopicAttributes. */
public final class TopicOperations {
  private static final int PAGE = 100;
  private static final String SUFFIX = ".fifo";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");

  private final SnsParts parts;
  private final SubscriptionBook subscriptions;

  /** What topics ask of the room of subscriptions. */
  public interface SubscriptionBook {
    /** How many there are. */
    Counts count(Transaction tx, Topic topic);

    /** Ends all of a topic that goes. */
    void deleteAll(Transaction tx, Topic topic);
  }

  /** How many subscriptions are confirmed and how many wait for it. */
  public record Counts(long confirmed, long pending) {}

  public TopicOperations(SnsParts parts, SubscriptionBook subscriptions) {
    this.parts = parts;
    this.subscriptions = subscriptions;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(SnsModel.CREATE_TOPIC, this::mayCreate, this::create)
            .honouring("Name", "Attributes", "Tags"),
        bind(
            SnsModel.DELETE_TOPIC,
            (call, request) -> access("sns:DeleteTopic", request.topicArn()),
            this::delete),
        bind(SnsModel.LIST_TOPICS, AccessRule.toAll("sns:ListTopics"), this::list),
        bind(
            SnsModel.GET_TOPIC_ATTRIBUTES,
            (call, request) -> access("sns:GetTopicAttributes", request.topicArn()),
            this::get),
        bind(
            SnsModel.SET_TOPIC_ATTRIBUTES,
            (call, request) -> access("sns:SetTopicAttributes", request.topicArn()),
            this::set));
  }

  private List<Access> access(String action, @Nullable String topicArn) {
    return Topics.access(parts.store(), action, topicArn, Map.of());
  }

  private List<Access> mayCreate(Call call, CreateTopicInput request) {
    Map<String, String> tags = TopicTagOperations.tags(request.tagsOrEmpty());
    return List.of(
        Access.to("sns:CreateTopic", call.arn("sns", String.valueOf(request.name())))
            .with(Requests.requestTags(tags)));
  }

  private CreateTopicResponse create(Call call, CreateTopicInput request) {
    String name = Objects.requireNonNullElse(request.name(), "");
    boolean fifo = "true".equals(request.attributesOrEmpty().get(TopicAttributes.FIFO));
    checkName(name, fifo);
    Map<String, String> tags = TopicTagOperations.tags(request.tagsOrEmpty());
    Map<String, String> attributes =
        TopicAttributes.set(Map.of(), request.attributesOrEmpty(), fifo, parts.policies());
    Topic topic =
        new Topic(call.account(), call.region(), name, attributes, tags, parts.time().instant(), 0);
    parts
        .store()
        .write(tx -> {
          Topic present = tx.get(Topic.TABLE, topic.scope(), name).orElse(null);
          if (present == null) {
            tx.insert(Topic.TABLE, topic);
          } else {
            requireSame(present, request.attributesOrEmpty(), tags);
          }
          return topic;
        });
    return CreateTopicResponse.builder().topicArn(topic.arn().toString()).build();
  }

  private static void checkName(String name, boolean fifo) {
    if (fifo && !name.endsWith(SUFFIX)) {
      throw TopicErrors.invalid(
          "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase"
              + " ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256"
              + " characters long.");
    }
    String letters = fifo ? name.substring(0, name.length() - SUFFIX.length()) : name;
    if (!NAME.matcher(letters).matches() || name.length() > 256) {
      throw TopicErrors.invalid("Topic Name");
    }
  }

  /** Whoever makes a topic that is there gets it, unless it is not what was asked for. */
  private static void requireSame(
      Topic present, Map<String, String> attributes, Map<String, String> tags) {
    attributes.forEach((name, value) -> {
      if (!value.equals(present.attributes().getOrDefault(name, defaultOf(present, name)))) {
        throw TopicErrors.invalid(
            "Attributes Reason: Topic already exists with different attributes");
      }
    });
    if (!tags.isEmpty() && !tags.equals(present.tags())) {
      throw TopicErrors.invalid("Tags Reason: Topic already exists with different tags");
    }
  }

  private static String defaultOf(Topic topic, String name) {
    return switch (name) {
      case TopicAttributes.POLICY -> topic.policy();
      case TopicAttributes.FIFO, TopicAttributes.CONTENT_DEDUPLICATION -> "false";
      case TopicAttributes.SIGNATURE_VERSION -> "1";
      case TopicAttributes.THROUGHPUT_SCOPE -> "Topic";
      default -> "";
    };
  }

  private DeleteTopicResponse delete(Call call, DeleteTopicInput request) {
    parts
        .store()
        .write(tx -> {
          Topics.find(tx, Topics.arn(request.topicArn(), "TopicArn"))
              .ifPresent(topic -> {
                subscriptions.deleteAll(tx, topic);
                tx.delete(Topic.TABLE, topic.scope(), topic.name());
              });
          return call;
        });
    return DeleteTopicResponse.builder().build();
  }

  private ListTopicsResponse list(Call call, ListTopicsInput request) {
    List<Topic> all = parts.store().read(tx -> tx.list(Topic.TABLE, call.scope()));
    Pages.Page<Topic> page =
        parts
            .pages()
            .page(
                call,
                "sns topics",
                all,
                Topic::name,
                Pages.Wanted.of(
                    request.nextToken(), null, PAGE, () -> TopicErrors.invalid("NextToken")));
    return ListTopicsResponse.builder()
        .topics(
            page.map(
                topic -> croft.api.sns.Topic.builder().topicArn(topic.arn().toString()).build()))
        .nextToken(page.token())
        .build();
  }

  private GetTopicAttributesResponse get(Call call, GetTopicAttributesInput request) {
    return parts
        .store()
        .read(tx -> {
          Topic topic = Topics.require(tx, call, request.topicArn());
          return GetTopicAttributesResponse.builder()
              .attributes(shown(topic, subscriptions.count(tx, topic)))
              .build();
        });
  }

  private static Map<String, String> shown(Topic topic, Counts counts) {
    Map<String, String> shown = new TreeMap<>();
    shown.put(TopicAttributes.DISPLAY_NAME, "");
    shown.putAll(topic.attributes());
    shown.put("TopicArn", topic.arn().toString());
    shown.put("Owner", topic.account());
    shown.put(TopicAttributes.POLICY, topic.policy());
    shown.put("SubscriptionsConfirmed", Long.toString(counts.confirmed()));
    shown.put("SubscriptionsPending", Long.toString(counts.pending()));
    shown.put("SubscriptionsDeleted", Long.toString(topic.deletedSubscriptions()));
    shown.put(
        "EffectiveDeliveryPolicy",
        DeliveryPolicies.shownOfTopic(topic.attribute(TopicAttributes.DELIVERY_POLICY)));
    BiConsumer<String, String> ofFifo =
        (name, value) -> {
          if (topic.isFifo()) {
            shown.putIfAbsent(name, value);
          }
        };
    ofFifo.accept(TopicAttributes.CONTENT_DEDUPLICATION, "false");
    ofFifo.accept(TopicAttributes.THROUGHPUT_SCOPE, "Topic");
    if (!topic.isFifo()) {
      shown.remove(TopicAttributes.FIFO);
    }
    return shown;
  }

  private SetTopicAttributesResponse set(Call call, SetTopicAttributesInput request) {
    String name = Objects.requireNonNullElse(request.attributeName(), "");
    String value = Objects.requireNonNullElse(request.attributeValue(), "");
    if (name.equals(TopicAttributes.FIFO)) {
      throw TopicErrors.invalid("AttributeName");
    }
    parts
        .store()
        .write(tx -> {
          Topic topic = Topics.require(tx, call, request.topicArn());
          tx.put(
              Topic.TABLE,
              topic.withAttributes(
                  TopicAttributes.set(
                      topic.attributes(), Map.of(name, value), topic.isFifo(), parts.policies())));
          return topic;
        });
    return SetTopicAttributesResponse.builder().build();
  }
}
