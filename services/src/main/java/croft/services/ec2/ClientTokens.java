package croft.services.ec2;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.base.ServiceError;
import croft.store.Table;
import croft.store.Transaction;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
  public record Use(
      String scope, String type, String token, String fingerprint, String resourceId) {
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
    if (use.isPresent() && !use.get().fingerprint().equals(fingerprint(request))) {
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
      tx.put(TABLE, new Use(scope, made.type(), token, fingerprint(request), made.resourceId()));
    }
  }

  private static String fingerprint(Object request) {
    return fingerprint(request.toString(), "");
  }

  /**
   * What tells a request from others.
   *
   * @param request as a text, which shows no secrets
   * @param secret what it holds besides
   */
  public static String fingerprint(String request, String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(request.getBytes(UTF_8));
      digest.update(secret.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** What a call made. */
  public record Made(String type, String resourceId) {}
}
