package croft.services.kms.grant;

import croft.base.ServiceError;
import croft.services.kms.key.Grant;
import croft.services.operation.sealing.Sealing;
import java.util.List;
import java.util.Optional;

/**
 * Tokens that stand for grants. Croft's grants act at once, so a token adds nothing to a call but
 * must be a true one.
 */
public record GrantTokens(Sealing sealing) {
  private static final String PURPOSE = "kms grant token";

  String of(Grant grant) {
    return sealing.seal(PURPOSE, grant.keyScope() + " " + grant.id());
  }

  /** The scope and id of the grant of a token; empty when it is none of ours. */
  Optional<String[]> read(String token) {
    return sealing.open(PURPOSE, token).map(text -> text.split(" ", 2));
  }

  /**
   * Passes when all are tokens of grants.
   *
   * @throws ServiceError {@code InvalidGrantTokenException}
   */
  public void check(List<String> tokens) {
    for (String token : tokens) {
      if (read(token).isEmpty()) {
        throw invalid();
      }
    }
  }

  static ServiceError invalid() {
    return ServiceError.badRequest("InvalidGrantTokenException", "Invalid grant token.");
  }
}
