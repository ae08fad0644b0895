package croft.services.sqs.queue;

import croft.base.Arn;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where messages go that were received too often.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html">Dead-letter
 * queues</a>.
 *
 * @param target the queue of dead letters
 * @param mostReceives how often a message is received before it goes there
 */
public record Redrive(Arn target, int mostReceives) {
  private static final int MOST = 1000;
  private static final int MOST_SOURCES = 10;
  private static final Set<String> PERMISSIONS = Set.of("allowAll", "denyAll", "byQueue");

  /** What a queue says; empty when its messages may be received for ever. */
  public static Optional<Redrive> of(Queue queue) {
    String policy = queue.attribute(QueueAttributes.REDRIVE);
    return policy.isEmpty() ? Optional.empty() : Optional.of(parse(policy));
  }

  /**
   * Reads a policy.
   *
   * @throws croft.base.ServiceError {@code InvalidAttributeValue}, {@code InvalidParameterValue}
   */
  static Redrive parse(String policy) {
    ObjectNode object = Json.object(QueueAttributes.REDRIVE, policy);
    String arn = object.path("deadLetterTargetArn").asString("");
    String count = object.path("maxReceiveCount").asString("");
    if (arn.isEmpty() || count.isEmpty() || object.size() != 2) {
      throw reason(
          policy,
          "Redrive policy must contain both deadLetterTargetArn and maxReceiveCount, and nothing"
              + " else.");
    }
    if (!count.matches("\\d{1,4}")
        || Integer.parseInt(count) < 1
        || Integer.parseInt(count) > MOST) {
      throw reason(
          policy,
          "Invalid value for maxReceiveCount: "
              + count
              + ", valid values are from 1 to 1000 both"
              + " inclusive.");
    }
    try {
      return new Redrive(Arn.parse(arn), Integer.parseInt(count));
    } catch (IllegalArgumentException malformed) {
      throw reason(policy, "Invalid value for deadLetterTargetArn.");
    }
  }

  private static RuntimeException reason(String policy, String reason) {
    return QueueErrors.invalid(QueueAttributes.REDRIVE, policy, reason);
  }

  /** Passes when what a queue says of dead letters can be obeyed. */
  static void check(Transaction tx, Queue queue) {
    String policy = queue.attribute(QueueAttributes.REDRIVE);
    if (!policy.isEmpty()) {
      checkTarget(tx, queue, policy, parse(policy));
    }
    String allowed = queue.attribute(QueueAttributes.REDRIVE_ALLOW);
    if (!allowed.isEmpty()) {
      checkAllowance(allowed);
    }
  }

  private static void checkTarget(Transaction tx, Queue queue, String policy, Redrive redrive) {
    Arn target = redrive.target;
    if (!target.account().equals(queue.account()) || !target.region().equals(queue.region())) {
      throw reason(policy, "Dead letter target must be of the queue's account and region.");
    }
    Queue dead =
        Queues.find(tx, target)
            .orElseThrow(() -> reason(policy, "Dead letter target does not exist."));
    if (dead.isFifo() != queue.isFifo()) {
      throw reason(policy, "Dead-letter queue must be same type of queue as the source.");
    }
    if (!admits(dead, queue)) {
      throw reason(policy, "Dead letter target does not allow this queue as its source.");
    }
  }

  private static void checkAllowance(String policy) {
    ObjectNode object = Json.object(QueueAttributes.REDRIVE_ALLOW, policy);
    String permission = object.path("redrivePermission").asString("");
    List<String> sources = sources(object);
    boolean byQueue = permission.equals("byQueue");
    if (!PERMISSIONS.contains(permission)
        || sources.size() > MOST_SOURCES
        || byQueue == sources.isEmpty()) {
      throw QueueErrors.invalid(
          QueueAttributes.REDRIVE_ALLOW,
          policy,
          "redrivePermission must be allowAll, denyAll, or byQueue with 1 to 10 sourceQueueArns.");
    }
  }

  private static List<String> sources(ObjectNode object) {
    List<String> arns = new ArrayList<>();
    if (object.path("sourceQueueArns") instanceof ArrayNode array) {
      for (JsonNode arn : array) {
        arns.add(arn.asString(""));
      }
    }
    return arns;
  }

  /** Whether a queue takes the dead letters of another one. */
  static boolean admits(Queue dead, Queue source) {
    String policy = dead.attribute(QueueAttributes.REDRIVE_ALLOW);
    if (policy.isEmpty()) {
      return true;
    }
    ObjectNode object = Json.object(QueueAttributes.REDRIVE_ALLOW, policy);
    return switch (object.path("redrivePermission").asString("")) {
      case "denyAll" -> false;
      case "byQueue" -> sources(object).contains(source.arn().toString());
      default -> true;
    };
  }

  /** The queues whose dead letters go to this one. */
  public static List<Queue> sourcesOf(Transaction tx, Queue dead) {
    return tx.list(Queue.TABLE, dead.scope()).stream()
        .filter(queue -> of(queue).filter(one -> one.target.equals(dead.arn())).isPresent())
        .toList();
  }
}
