package croft.services.ssm.parameter;

import croft.base.Arn;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds parameters and versions, and says which access an operation on one needs. */
final class ParameterLookup {
  private ParameterLookup() {}

  /** The parameter that a request names, of the caller's account and region. */
  static Optional<Parameter> find(Transaction tx, Call call, @Nullable String text) {
    ParameterName wanted = ParameterName.of(call, text);
    if (!wanted.scope().equals(call.scope())) {
      return Optional.empty();
    }
    Optional<Parameter> found = tx.get(Parameter.TABLE, call.scope(), wanted.name());
    boolean byArn = text != null && text.startsWith("arn:");
    if (found.isPresent() || !byArn || wanted.name().startsWith("/")) {
      return found;
    }
    // An ARN does not tell foo from /foo.
    return tx.get(Parameter.TABLE, call.scope(), "/" + wanted.name());
  }

  /**
   * The parameter of that name.
   *
   * @throws croft.base.ServiceError {@code ParameterNotFound}
   */
  static Parameter require(Transaction tx, Call call, @Nullable String text) {
    return find(tx, call, text).orElseThrow(() -> ParameterErrors.notFound(String.valueOf(text)));
  }

  static ParameterVersion latest(Transaction tx, Parameter parameter) {
    return version(tx, parameter, parameter.latest()).orElseThrow();
  }

  static Optional<ParameterVersion> version(Transaction tx, Parameter parameter, long number) {
    String id = ParameterVersion.id(parameter.name(), number);
    return tx.get(ParameterVersion.TABLE, parameter.scope(), id);
  }

  /** Every version, oldest first. */
  static List<ParameterVersion> versions(Transaction tx, Parameter parameter) {
    return tx.findIn(
        ParameterVersion.TABLE, parameter.scope(), ParameterVersion.BY_NAME, parameter.name());
  }

  /** The version that a selector means: {@code :3}, {@code :label}, or the latest. */
  static Optional<ParameterVersion> selected(Transaction tx, Parameter parameter, String selector) {
    if (selector.isEmpty()) {
      return Optional.of(latest(tx, parameter));
    }
    String wanted = selector.substring(1);
    if (!wanted.isEmpty() && wanted.length() < 12 && wanted.chars().allMatch(Character::isDigit)) {
      return version(tx, parameter, Long.parseLong(wanted));
    }
    return versions(tx, parameter).stream()
        .filter(version -> version.labels().contains(wanted))
        .findFirst();
  }

  /** The action on the parameters a request names. */
  static Access access(Store store, Call call, String action, @Nullable String text) {
    if (text == null) {
      return Access.to(action, call.arn("ssm", "parameter/*"));
    }
    ParameterName wanted = ParameterName.of(call, text);
    Arn arn = wanted.arn();
    return store
        .read(tx -> find(tx, call, text))
        .map(parameter -> Access.to(action, arn).with(tagKeys(parameter.tags())))
        .orElseGet(() -> Access.to(action, arn));
  }

  /** Condition keys of the tags a parameter has. */
  static Map<String, List<String>> tagKeys(Map<String, String> tags) {
    Map<String, List<String>> keys = new HashMap<>(Requests.resourceTags(tags));
    tags.forEach((key, value) -> keys.put("ssm:resourceTag/" + key, List.of(value)));
    return keys;
  }
}
