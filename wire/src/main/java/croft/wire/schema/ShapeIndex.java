package croft.wire.schema;

import java.util.function.Function;

/**
 * The shapes of one service by number; generated, one per service. Members and operations name
 * their shapes by number, so that describing one shape loads no other, and no lambda is linked per
 * member: both are most of a cold start.
 */
public interface ShapeIndex {
  Schema schema(int number);

  /** Reads a shape that is the input or output of an operation. */
  Function<ShapeReader, ? extends Shape> reader(int number);
}
