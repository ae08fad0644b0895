package croft.server;

import java.util.List;

/** The configuration cannot be used; every problem says what is wrong, where, and what to do. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public ConfigException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence or two per problem, in the order of the options. */
  public List<String> problems() {
    return problems;
  }
}
