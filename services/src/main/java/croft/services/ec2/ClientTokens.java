package croft.services.ec2;

import croft.base.ServiceError;
import croft.store.Table;
import croft.store.Transaction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a creating call with a client token made, so that its repetition makes nothing
 * more.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html">Idempotency</a>.
 */
public final class ClientTokens {
  /** One use of a token for one kind of resource. */
  public record Use(String scope, String type, String token, int fingerprint, String resourceId) {
    String key() {
      return type + "/" + token;
    }
  }

  public static final Table<Use> TABLE =
      Table.of("ec2_creation_token", Use.class, Use::scope, Use::key);

  private ClientTokens() {}

  /**
   * What the same call made before.
   *
   * @param type of the resource, such as {@code network-interface}
   * @param request as it came, token and all
   * @throws ServiceError {@code IdempotentParameterMismatch} when the token was used for another
   */
  public static Optional<String> made(
      Transaction tx, String scope, String type, @Nullable String token, Object request) {
    if (token == null) {
      return Optional.empty();
    }
    Optional<Use> use = tx.get(TABLE, scope, type + "/" + token);
    if (use.isPresent() && use.get().fingerprint() != request.toString().hashCode()) {
      throw ServiceError.badRequest(
          "IdempotentParameterMismatch",
          "Arguments on this idempotent request are inconsistent with arguments used in previous"
              + " request(s).");
    }
    return use.map(Use::resourceId);
  }

  /** Remembers what a call made; nothing without a token. */
  public static void remember(
      Transaction tx, String scope, Made made, @Nullable String token, Object request) {
    if (token != null) {
      tx.put(
          TABLE,
          new Use(scope, made.type(), token, request.toString().hashCode(), made.resourceId()));
    }
  }

  /** What a call made. */
  public record Made(String type, String resourceId) {}
}
