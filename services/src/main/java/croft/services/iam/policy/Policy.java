package croft.services.iam.policy;

import java.util.List;

/**
 * A checked and compiled policy document.
 *
 * @param version {@code 2008-10-17} (also when the document names none) or {@code 2012-10-17}
 * @param id the document's Id, empty if none
 */
public record Policy(String version, String id, List<Statement> statements) {
  /** The version without policy variables, and the one of documents that name none. */
  public static final String VERSION_2008 = "2008-10-17";

  /** The current version of the language. */
  public static final String VERSION_2012 = "2012-10-17";

  public Policy {
    statements = List.copyOf(statements);
  }
}
