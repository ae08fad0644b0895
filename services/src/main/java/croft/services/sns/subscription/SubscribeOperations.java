package croft.services.sns.subscription;

import static croft.services.operation.Binding.bind;
import static croft.services.operation.Requests.on;

import croft.api.sns.ConfirmSubscriptionInput;
import croft.api.sns.ConfirmSubscriptionResponse;
import croft.api.sns.SnsModel;
import croft.api.sns.SubscribeInput;
import croft.api.sns.SubscribeResponse;
import croft.api.sns.UnsubscribeInput;
import croft.api.sns.UnsubscribeResponse;
import croft.base.Arn;
import croft.base.Caller;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.sns.topic.SnsParts;
import croft.services.sns.topic.Topic;
import croft.services.sns.topic.TopicErrors;
import croft.services.sns.topic.Topics;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Subscribe, ConfirmSubscription and Unsubscribe. */
public final class SubscribeOperations {
  private static final int TOKEN_DIGITS = 160;

  private final SnsParts parts;
  private final Subscriptions subscriptions;

  public SubscribeOperations(SnsParts parts, Subscriptions subscriptions) {
    this.parts = parts;
    this.subscriptions = subscriptions;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(SnsModel.SUBSCRIBE, this::maySubscribe, this::subscribe),
        // Whoever has the token was told it at the endpoint.
        bind(
                SnsModel.CONFIRM_SUBSCRIPTION,
                (call, request) ->
                    isNobody(call)
                        ? List.<Access>of()
                        : Topics.access(
                            parts.store(), "sns:ConfirmSubscription", request.topicArn(), Map.of()),
                this::confirm)
            .anonymously(),
        bind(
                SnsModel.UNSUBSCRIBE,
                (call, request) ->
                    isNobody(call) ? List.<Access>of() : List.of(Access.toAll("sns:Unsubscribe")),
                this::unsubscribe)
            .anonymously());
  }

  private static boolean isNobody(Call call) {
    return call.caller().kind() == Caller.Kind.ANONYMOUS;
  }

  private List<Access> maySubscribe(Call call, SubscribeInput request) {
    Map<String, List<String>> context = new TreeMap<>();
    context.put("sns:Protocol", List.of(Objects.requireNonNullElse(request.protocol(), "")));
    context.put("sns:Endpoint", List.of(Objects.requireNonNullElse(request.endpoint(), "")));
    return Topics.access(parts.store(), "sns:Subscribe", request.topicArn(), context);
  }

  private SubscribeResponse subscribe(Call call, SubscribeInput request) {
    String protocol = Objects.requireNonNullElse(request.protocol(), "");
    String endpoint = Objects.requireNonNullElse(request.endpoint(), "");
    Subscription subscription =
        parts
            .store()
            .write(tx -> {
              Topic topic = Topics.require(tx, call, request.topicArn());
              Endpoints.check(topic, protocol, endpoint);
              Map<String, String> attributes =
                  SubscriptionAttributes.set(
                      Map.of(), request.attributesOrEmpty(), topic.arn().toString(), protocol);
              List<Subscription> present =
                  tx.findIn(
                      Subscription.TABLE,
                      topic.arn().toString(),
                      Subscription.BY_ENDPOINT,
                      Subscription.key(protocol, endpoint));
              return present.isEmpty()
                  ? add(tx, call, topic, request, attributes)
                  : again(tx, present.getFirst(), attributes);
            });
    boolean told = subscription.confirmed() || on(request.returnSubscriptionArn());
    return SubscribeResponse.builder()
        .subscriptionArn(told ? subscription.arn() : "pending confirmation")
        .build();
  }

  private Subscription add(
      Transaction tx,
      Call call,
      Topic topic,
      SubscribeInput request,
      Map<String, String> attributes) {
    String protocol = Objects.requireNonNullElse(request.protocol(), "");
    String endpoint = Objects.requireNonNullElse(request.endpoint(), "");
    // A queue's owner who subscribes it has agreed.
    boolean own = protocol.equals("sqs") && Arn.parse(endpoint).account().equals(call.account());
    Subscription subscription =
        new Subscription(
            topic.arn().toString(),
            parts.ids().uuid(),
            call.account(),
            topic.region(),
            protocol,
            endpoint,
            attributes,
            parts.ids().hex(TOKEN_DIGITS),
            own,
            own,
            parts.time().instant(),
            call.caller().arn().toString());
    tx.insert(Subscription.TABLE, subscription);
    if (!own) {
      subscriptions.askToConfirm(tx, subscription);
    }
    return subscription;
  }

  /** The same subscription once more: one that waits for its confirmation asks for it again. */
  private Subscription again(Transaction tx, Subscription present, Map<String, String> attributes) {
    if (!present.confirmed()) {
      Instant now = parts.time().instant();
      Subscription asked =
          present.withAttributes(attributes).withToken(parts.ids().hex(TOKEN_DIGITS), now);
      tx.put(Subscription.TABLE, asked);
      subscriptions.askToConfirm(tx, asked);
      return asked;
    }
    boolean same =
        attributes.entrySet().stream()
            .allMatch(one -> one.getValue().equals(present.attribute(one.getKey())));
    if (!same) {
      throw TopicErrors.invalid(
          "Attributes Reason: Subscription already exists with different attributes");
    }
    return present;
  }

  private ConfirmSubscriptionResponse confirm(Call call, ConfirmSubscriptionInput request) {
    String token = Objects.requireNonNullElse(request.token(), "");
    boolean authenticated =
        !isNobody(call) && "true".equalsIgnoreCase(request.authenticateOnUnsubscribe());
    Subscription confirmed =
        parts
            .store()
            .write(tx -> {
              Topic topic = Topics.require(tx, call, request.topicArn());
              Subscription found =
                  Subscriptions.of(tx, topic).stream()
                      .filter(one -> !token.isEmpty() && one.token().equals(token))
                      .findFirst()
                      .orElseThrow(() -> TopicErrors.invalid("Invalid token"));
              if (found.confirmed()) {
                return found;
              }
              Subscription fresh = found.asConfirmed(authenticated);
              tx.put(Subscription.TABLE, fresh);
              return fresh;
            });
    return ConfirmSubscriptionResponse.builder().subscriptionArn(confirmed.arn()).build();
  }

  private UnsubscribeResponse unsubscribe(Call call, UnsubscribeInput request) {
    parts
        .store()
        .write(tx -> {
          Subscription found = Subscriptions.require(tx, call, request.subscriptionArn());
          if (isNobody(call) && found.authenticated()) {
            throw TopicErrors.notAuthorized(
                "User: anonymous is not authorized to perform: SNS:Unsubscribe on resource: "
                    + found.topicArn());
          }
          if (!isNobody(call)) {
            subscriptions.end(tx, found);
          } else if (found.confirmed()) {
            subscriptions.endUnasked(tx, found);
          }
          return found;
        });
    return UnsubscribeResponse.builder().build();
  }
}
