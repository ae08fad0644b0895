package croft.services.sns.subscription;

import static croft.services.operation.Binding.bind;

import croft.api.sns.GetSubscriptionAttributesInput;
import croft.api.sns.GetSubscriptionAttributesResponse;
import croft.api.sns.ListSubscriptionsByTopicInput;
import croft.api.sns.ListSubscriptionsByTopicResponse;
import croft.api.sns.ListSubscriptionsInput;
import croft.api.sns.ListSubscriptionsResponse;
import croft.api.sns.SetSubscriptionAttributesInput;
import croft.api.sns.SetSubscriptionAttributesResponse;
import croft.api.sns.SnsModel;
import croft.base.Arn;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.sns.retry.DeliveryPolicies;
import croft.services.sns.topic.SnsParts;
import croft.services.sns.topic.Topic;
import croft.services.sns.topic.TopicAttributes;
import croft.services.sns.topic.TopicErrors;
import croft.services.sns.topic.Topics;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The lists and the attributes of subscriptions. */
public final class SubscriptionOperations {
  private static final int PAGE = 100;

  private final SnsParts parts;

  public SubscriptionOperations(SnsParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(SnsModel.LIST_SUBSCRIPTIONS, AccessRule.toAll("sns:ListSubscriptions"), this::listAll),
        bind(
            SnsModel.LIST_SUBSCRIPTIONS_BY_TOPIC,
            (call, request) ->
                Topics.access(
                    parts.store(), "sns:ListSubscriptionsByTopic", request.topicArn(), Map.of()),
            this::listOfTopic),
        bind(
            SnsModel.GET_SUBSCRIPTION_ATTRIBUTES,
            AccessRule.toAll("sns:GetSubscriptionAttributes"),
            this::get),
        bind(
            SnsModel.SET_SUBSCRIPTION_ATTRIBUTES,
            AccessRule.toAll("sns:SetSubscriptionAttributes"),
            this::set));
  }

  private ListSubscriptionsResponse listAll(Call call, ListSubscriptionsInput request) {
    List<Subscription> all =
        parts.store().read(tx -> tx.find(Subscription.TABLE, Subscription.BY_OWNER, call.scope()));
    Pages.Page<Subscription> page = page(call, "", all, request.nextToken());
    return ListSubscriptionsResponse.builder()
        .subscriptions(page.map(SubscriptionOperations::shape))
        .nextToken(page.token())
        .build();
  }

  private ListSubscriptionsByTopicResponse listOfTopic(
      Call call, ListSubscriptionsByTopicInput request) {
    List<Subscription> all =
        parts
            .store()
            .read(tx -> Subscriptions.of(tx, Topics.require(tx, call, request.topicArn())));
    Pages.Page<Subscription> page =
        page(call, String.valueOf(request.topicArn()), all, request.nextToken());
    return ListSubscriptionsByTopicResponse.builder()
        .subscriptions(page.map(SubscriptionOperations::shape))
        .nextToken(page.token())
        .build();
  }

  private Pages.Page<Subscription> page(
      Call call, String list, List<Subscription> all, @Nullable String token) {
    List<Subscription> sorted =
        all.stream().sorted(Comparator.comparing(Subscription::arn)).toList();
    return parts
        .pages()
        .page(
            call,
            "sns subscriptions " + list,
            sorted,
            Subscription::arn,
            Pages.Wanted.of(token, null, PAGE, () -> TopicErrors.invalid("NextToken")));
  }

  private static croft.api.sns.Subscription shape(Subscription subscription) {
    return croft.api.sns.Subscription.builder()
        .subscriptionArn(subscription.shownArn())
        .owner(subscription.account())
        .protocol(subscription.protocol())
        .endpoint(Endpoints.shown(subscription.endpoint()))
        .topicArn(subscription.topicArn())
        .build();
  }

  private GetSubscriptionAttributesResponse get(Call call, GetSubscriptionAttributesInput request) {
    return parts
        .store()
        .read(tx -> {
          Subscription found = Subscriptions.require(tx, call, request.subscriptionArn());
          Topic topic =
              Topics.find(tx, Arn.parse(found.topicArn())).orElseThrow(TopicErrors::noTopic);
          return GetSubscriptionAttributesResponse.builder()
              .attributes(shown(found, topic))
              .build();
        });
  }

  private static Map<String, String> shown(Subscription subscription, Topic topic) {
    Map<String, String> shown = new TreeMap<>();
    shown.put(SubscriptionAttributes.RAW, "false");
    shown.putAll(subscription.attributes());
    shown.put("SubscriptionArn", subscription.arn());
    shown.put("TopicArn", subscription.topicArn());
    shown.put("Owner", subscription.account());
    shown.put("Protocol", subscription.protocol());
    shown.put("Endpoint", Endpoints.shown(subscription.endpoint()));
    shown.put("PendingConfirmation", Boolean.toString(!subscription.confirmed()));
    shown.put("ConfirmationWasAuthenticated", Boolean.toString(subscription.authenticated()));
    shown.put("SubscriptionPrincipal", subscription.principal());
    if (subscription.attribute(SubscriptionAttributes.FILTER) != null) {
      shown.put(SubscriptionAttributes.SCOPE, subscription.filterScope().spelling());
    }
    if (subscription.protocol().startsWith("http")) {
      shown.put(
          "EffectiveDeliveryPolicy",
          DeliveryPolicies.shownOfSubscription(
              topic.attribute(TopicAttributes.DELIVERY_POLICY),
              subscription.attribute(SubscriptionAttributes.DELIVERY_POLICY)));
    }
    return shown;
  }

  private SetSubscriptionAttributesResponse set(Call call, SetSubscriptionAttributesInput request) {
    String name = Objects.requireNonNullElse(request.attributeName(), "");
    String value = Objects.requireNonNullElse(request.attributeValue(), "");
    parts
        .store()
        .write(tx -> {
          Subscription found = Subscriptions.require(tx, call, request.subscriptionArn());
          tx.put(
              Subscription.TABLE,
              found.withAttributes(
                  SubscriptionAttributes.set(
                      found.attributes(),
                      Map.of(name, value),
                      found.topicArn(),
                      found.protocol())));
          return found;
        });
    return SetSubscriptionAttributesResponse.builder().build();
  }
}
