package croft.services.iam.policy;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Documents for tests. */
final class Documents {
  private static final JsonMapper JSON = new JsonMapper();

  private Documents() {}

  /** Single quotes stand for double ones, so that a document fits in a line of a test. */
  static String quoted(String document) {
    return document.replace('\'', '"');
  }

  /** A 2012 document of these statements, with single quotes. */
  static String of(String... statements) {
    return quoted("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}");
  }

  static String withCondition(Map<String, Object> block) {
    return JSON.writeValueAsString(
        Map.of(
            "Version",
            "2012-10-17",
            "Statement",
            Map.of("Effect", "Allow", "Action", "*", "Resource", "*", "Condition", block)));
  }

  static AttachedPolicy identity(String... statements) {
    return attached(PolicyKind.IDENTITY, statements);
  }

  static AttachedPolicy attached(PolicyKind kind, String... statements) {
    return new AttachedPolicy("test", new PolicyParser().parse(of(statements), kind));
  }

  static PolicySet identitySet(String... statements) {
    return PolicySet.ofIdentity(List.of(identity(statements)));
  }
}
