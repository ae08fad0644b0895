package croft.services.iam.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a policy document, checks it as IAM does when it is put, and compiles it.
 *
 * <p>Documents beyond {@link #LONGEST_DOCUMENT} characters or {@link #DEEPEST_NESTING} levels are
 * refused before they are read; the quotas of users, roles and managed policies are lower and their
 * owners' business. Messages are IAM's.
 */
public final class PolicyParser {
  /** The longest document the API's model lets through. */
  public static final int LONGEST_DOCUMENT = 131_072;

  /** The deepest a document nests: Statement list, statement, Condition, operator, key, values. */
  public static final int DEEPEST_NESTING = 8;

  private static final String SYNTAX = "Syntax errors in policy.";
  private static final Set<String> TOP_ELEMENTS = Set.of("Version", "Id", "Statement");

  private final JsonMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST_NESTING)
                          .maxDocumentLength(LONGEST_DOCUMENT)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads and compiles a document.
   *
   * @throws MalformedPolicyException with IAM's message when the document is not a policy of that
   *     kind
   */
  public Policy parse(String document, PolicyKind kind) {
    JsonNode root = read(document, kind);
    try {
      return policy(root, kind);
    } catch (MalformedPolicyException malformed) {
      throw malformed.placed(document);
    }
  }

  private static Policy policy(JsonNode root, PolicyKind kind) {
    require(root.isObject(), SYNTAX);
    for (String element : root.propertyNames()) {
      within(element, () -> TOP_ELEMENTS.contains(element) ? element : malformed());
    }
    String version = within("Version", () -> version(root.get("Version"), kind));
    String id = within("Id", () -> optionalText(root.get("Id")));
    List<Statement> statements =
        within("Statement", () -> statements(root.get("Statement"), kind, version));
    return new Policy(version, id, statements);
  }

  private static List<Statement> statements(
      @Nullable JsonNode node, PolicyKind kind, String version) {
    List<JsonNode> elements = elements(node);
    require(!elements.isEmpty(), SYNTAX);
    StatementParser parser = new StatementParser(kind, version.equals(Policy.VERSION_2012));
    List<Statement> statements = new ArrayList<>(elements.size());
    boolean list = node != null && node.isArray();
    for (int index = 0; index < elements.size(); index++) {
      JsonNode element = elements.get(index);
      statements.add(
          list
              ? within(Integer.toString(index), () -> parser.parse(element))
              : parser.parse(element));
    }
    checkSids(statements);
    return statements;
  }

  /** What is read of an element, whose name a fault in it carries out. */
  static <T extends @Nullable Object> T within(String element, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedPolicyException malformed) {
      throw malformed.in(element);
    }
  }

  private static String malformed() {
    throw new MalformedPolicyException(SYNTAX);
  }

  private JsonNode read(String document, PolicyKind kind) {
    String notJson = kind == PolicyKind.TRUST ? "This policy contains invalid Json" : SYNTAX;
    require(document.length() <= LONGEST_DOCUMENT, notJson);
    try {
      return json.readTree(document);
    } catch (JacksonException notReadable) {
      TokenStreamLocation where = notReadable.getLocation();
      throw MalformedPolicyException.at(
          notJson, where == null ? new PolicyLocations.Place(1, 1) : PolicyLocations.place(where));
    }
  }

  private static String version(@Nullable JsonNode node, PolicyKind kind) {
    String version = node == null ? Policy.VERSION_2008 : text(node);
    require(version.equals(Policy.VERSION_2008) || version.equals(Policy.VERSION_2012), SYNTAX);
    require(
        kind != PolicyKind.MANAGED || version.equals(Policy.VERSION_2012),
        "Policy document must be version 2012-10-17 or greater.");
    return version;
  }

  private static void checkSids(List<Statement> statements) {
    Set<String> seen = new HashSet<>();
    for (Statement statement : statements) {
      require(
          statement.sid().isEmpty() || seen.add(statement.sid()),
          "Statement IDs (SID) in a single policy must be unique.");
    }
  }

  /** The elements of a list, or the one element that stands for a list. */
  static List<JsonNode> elements(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      throw new MalformedPolicyException(SYNTAX);
    }
    return node.isArray() ? List.copyOf(node.values()) : List.of(node);
  }

  /** The texts of a list of strings, or the one string that stands for a list. */
  static List<String> texts(@Nullable JsonNode node) {
    return elements(node).stream().map(PolicyParser::text).toList();
  }

  static String text(JsonNode node) {
    require(node.isString(), SYNTAX);
    return node.stringValue();
  }

  static String optionalText(@Nullable JsonNode node) {
    return node == null ? "" : text(node);
  }

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new MalformedPolicyException(message);
    }
  }

  static void requireSyntax(boolean holds) {
    require(holds, SYNTAX);
  }
}
