package croft.services.cloudwatch.math;

import java.util.List;

/** A part of an expression. */
sealed interface Node {

  record Literal(double value) implements Node {}

  record Text(String value) implements Node {}

  /** Another query, or a word that a function knows. */
  record Name(String id) implements Node {}

  record Negated(Node operand) implements Node {}

  /**
   * Two operands.
   *
   * @param operator as written, {@code &&} and {@code ||} for AND and OR
   */
  record Binary(String operator, Node left, Node right) implements Node {}

  record Call(String function, List<Node> arguments) implements Node {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  record Array(List<Node> elements) implements Node {
    public Array {
      elements = List.copyOf(elements);
    }
  }
}
