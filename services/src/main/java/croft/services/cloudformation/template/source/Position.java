package croft.services.cloudformation.template.source;

/** Where something stands in a text; both from 1. */
public record Position(int line, int column) {
  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
