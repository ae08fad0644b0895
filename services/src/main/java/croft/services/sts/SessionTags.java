package croft.services.sts;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.iam.entity.EntityErrors.validation;

import croft.api.sts.AssumeRoleRequest;
import croft.api.sts.Tag;
import croft.base.CallerSession;
import croft.base.ServiceError;
import croft.services.operation.Call;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tags of a session to be made: those of the request, and those that the caller's own session
 * hands on, which cannot be changed.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html">Session tags</a>.
 *
 * @param requested as the request has them
 * @param all requested and inherited
 * @param transitiveKeys which of them go on again
 */
record SessionTags(
    Map<String, String> requested, Map<String, String> all, Set<String> transitiveKeys) {

  static SessionTags of(Call call, AssumeRoleRequest request) {
    Map<String, String> requested = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Tag tag : request.tagsOrEmpty()) {
      String value = required(tag.value(), "tags.member.value");
      if (requested.put(required(tag.key(), "tags.member.key"), value) != null) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
    }
    Set<String> transitive = new HashSet<>(request.transitiveTagKeysOrEmpty());
    for (String key : transitive) {
      if (!requested.containsKey(key)) {
        throw validation(
            "The specified transitive tag key must be included in the requested tags.");
      }
    }
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(requested);
    CallerSession carried = call.caller().session();
    if (carried != null) {
      for (String key : carried.transitiveTagKeys()) {
        String value = call.caller().sessionTags().get(key);
        if (value != null && requested.containsKey(key)) {
          throw ServiceError.badRequest(
              "InvalidParameterValue",
              "One of the specified transitive tag keys can't be set because it conflicts with a"
                  + " transitive tag key from the calling session.");
        }
        if (value != null) {
          all.put(key, value);
          transitive.add(key);
        }
      }
    }
    return new SessionTags(requested, Map.copyOf(all), Set.copyOf(transitive));
  }

  /** Condition keys of the request's tags. */
  Map<String, List<String>> conditionKeys() {
    Map<String, List<String>> keys = new HashMap<>();
    if (!requested.isEmpty()) {
      keys.put("aws:TagKeys", List.copyOf(requested.keySet()));
      requested.forEach((key, value) -> keys.put("aws:RequestTag/" + key, List.of(value)));
    }
    if (!transitiveKeys.isEmpty()) {
      keys.put("sts:TransitiveTagKeys", List.copyOf(transitiveKeys));
    }
    return keys;
  }
}
