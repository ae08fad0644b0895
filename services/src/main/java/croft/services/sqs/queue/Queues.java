package croft.services.sqs.queue;

import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.services.operation.ResourcePolicies;
import croft.store.Store;
import croft.store.Transaction;
import croft.store.UntilChanged;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds queues by their URLs and ARNs, and says what a call on one needs. */
public final class Queues {
  private static final Pattern URL = Pattern.compile("(?:.*/)?([0-9]{12})/([A-Za-z0-9_.-]{1,80})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,80}");

  private final Store store;
  private final UntilChanged<Arn, Queue> known;

  public Queues(Store store) {
    this.store = store;
    this.known = new UntilChanged<>(store.changes(Queue.TABLE));
  }

  /**
   * The ARN of a queue by its URL, of which the end says all: the region is the one that was signed
   * for.
   *
   * @throws ServiceError {@code InvalidAddress}, {@code MissingParameter}
   */
  public static Arn arn(Call call, @Nullable String url) {
    if (url == null || url.isEmpty()) {
      throw QueueErrors.missing("QueueUrl");
    }
    String path = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    Matcher matcher = URL.matcher(path);
    if (matcher.matches()) {
      return Arn.of("sqs", call.region(), matcher.group(1), matcher.group(2));
    }
    if (NAME.matcher(path).matches()) {
      // AWS takes a bare name for a queue of the caller's own.
      return Arn.of("sqs", call.region(), call.account(), path);
    }
    throw new ServiceError(
        "InvalidAddress", 404, "The address " + url + " is not valid for this endpoint.");
  }

  /** The queue of an ARN, when it is there. */
  public static Optional<Queue> find(Transaction tx, Arn arn) {
    return tx.get(Queue.TABLE, arn.account() + "/" + arn.region(), arn.resource());
  }

  /** The queue of an ARN as of now, when it is there. */
  public Optional<Queue> find(Arn arn) {
    return known.get(arn, key -> store.read(tx -> find(tx, key)));
  }

  /**
   * The queue of a request.
   *
   * @throws ServiceError {@code QueueDoesNotExist}, {@code InvalidAddress}
   */
  public Queue require(Call call, @Nullable String url) {
    return find(arn(call, url)).orElseThrow(QueueErrors::noQueue);
  }

  /** The same, within a transaction. */
  static Queue require(Transaction tx, Call call, @Nullable String url) {
    return find(tx, arn(call, url)).orElseThrow(QueueErrors::noQueue);
  }

  /** An action on a queue, which its policy and its account's policies decide. */
  public List<Access> access(Call call, String action, @Nullable String url) {
    return access(action, arn(call, url));
  }

  /** An action on the queue of an ARN. */
  public List<Access> access(String action, Arn arn) {
    return List.of(
        find(arn)
            .map(queue ->
                Access.to(action, arn)
                    .with(Requests.resourceTags(queue.tags()))
                    .guardedBy(policies(queue)))
            // Whoever may not ask learns nothing of what is not there.
            .orElseGet(() -> Access.to(action, arn)));
  }

  private static ResourcePolicies policies(Queue queue) {
    String policy = queue.attribute(QueueAttributes.POLICY);
    return new ResourcePolicies(
            queue.account(), policy.isEmpty() ? List.of() : List.of(policy), false)
        .askingServices();
  }

  /** Access with condition keys of tags in the request. */
  static List<Access> tagging(List<Access> accesses, Map<String, List<String>> keys) {
    return accesses.stream().map(access -> access.with(keys)).toList();
  }
}
