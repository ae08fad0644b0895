package croft.services.sns.topic;

import croft.base.Arn;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.services.operation.ResourcePolicies;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds topics by their ARNs, and says what a call on one needs. */
public final class Topics {
  private static final int PARTS = 6;

  private Topics() {}

  /**
   * An ARN of a topic.
   *
   * @param member the request's member, for the message
   * @throws ServiceError {@code InvalidParameter}
   */
  public static Arn arn(@Nullable String text, String member) {
    if (text == null || text.isEmpty()) {
      throw TopicErrors.invalid(member + " Reason: no value for required parameter");
    }
    String[] parts = text.split(":", -1);
    if (parts.length < PARTS) {
      throw TopicErrors.invalid(
          member + " Reason: An ARN must have at least 6 elements, not " + parts.length);
    }
    if (parts.length > PARTS
        || !parts[0].equals("arn")
        || !parts[2].equals("sns")
        || parts[5].isEmpty()) {
      throw TopicErrors.invalid(member);
    }
    return Arn.parse(text);
  }

  /** The topic of an ARN, when it is there. */
  public static Optional<Topic> find(Transaction tx, Arn arn) {
    return tx.get(Topic.TABLE, arn.account() + "/" + arn.region(), arn.resource());
  }

  /**
   * The topic of a request.
   *
   * @throws ServiceError {@code InvalidParameter} for one that is not of the call's region, {@code
   *     NotFound}
   */
  public static Topic require(Transaction tx, Call call, @Nullable String text) {
    Arn arn = arn(text, "TopicArn");
    if (!arn.region().equals(call.region()) && call.caller().kind() != Caller.Kind.ANONYMOUS) {
      throw TopicErrors.invalid("TopicArn");
    }
    return find(tx, arn).orElseThrow(TopicErrors::noTopic);
  }

  /** An action on a topic, which its policy and its account's policies decide. */
  public static List<Access> access(
      Store store, String action, @Nullable String text, Map<String, List<String>> context) {
    Arn arn = arn(text, "TopicArn");
    return store
        .read(tx -> find(tx, arn))
        .map(topic -> List.of(to(topic, action).with(context)))
        // Whoever may not ask learns nothing of what is not there.
        .orElseGet(() -> List.of(Access.to(action, arn).with(context)));
  }

  private static Access to(Topic topic, String action) {
    return Access.to(action, topic.arn())
        .with(Requests.resourceTags(topic.tags()))
        .guardedBy(
            new ResourcePolicies(topic.account(), List.of(topic.policy()), false).askingServices());
  }
}
