package croft.codegen.emit;

/** Java text being written, indented by its braces. */
final class Source {
  private final StringBuilder text = new StringBuilder(4096);
  private int depth;

  /** Adds a line; one that ends with an opening brace indents those that follow. */
  Source line(String line) {
    if (line.startsWith("}")) {
      depth--;
    }
    if (!line.isEmpty()) {
      text.repeat("  ", depth).append(line);
    }
    text.append('\n');
    if (line.endsWith("{")) {
      depth++;
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
