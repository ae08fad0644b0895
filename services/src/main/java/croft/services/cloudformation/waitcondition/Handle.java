package croft.services.cloudformation.waitcondition;

import croft.services.operation.sealing.Sealing;
import java.util.Optional;

/**
 * What a handle's URL leads to.
 *
 * @param scope account and region
 * @param stackId the stack's UUID
 * @param token tells it from handles of the same name before it
 */
record Handle(String scope, String stackId, String logicalId, String token) {
  /** The beginning of the paths of handles, which no bucket's name can be. */
  static final String PATH = "/_croft/wait-condition/";

  private static final String PURPOSE = "wait condition handle";

  /** The path with what nobody else can have made up. */
  String path(Sealing sealing) {
    return PATH + sealing.seal(PURPOSE, String.join(" ", scope, stackId, logicalId, token));
  }

  /** The handle of a URL or path; empty for any other. */
  static Optional<Handle> of(Sealing sealing, String url) {
    int begin = url.indexOf(PATH);
    if (begin < 0) {
      return Optional.empty();
    }
    return sealing
        .open(PURPOSE, url.substring(begin + PATH.length()))
        .map(text -> text.split(" ", 4))
        .map(parts -> new Handle(parts[0], parts[1], parts[2], parts[3]));
  }

  /** Under which logical id its signals are kept. */
  String signalsOf() {
    return logicalId + "@" + token;
  }
}
