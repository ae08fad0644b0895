package croft.drivers.compute;

/** The size of a terminal, in characters. */
public record TerminalSize(int columns, int rows) {
  public static final TerminalSize DEFAULT = new TerminalSize(80, 24);
}
