package croft.wire.schema;

import java.util.List;
import java.util.function.Function;

/**
 * One operation of a service, typed by its input and output. The shapes are asked for late: a
 * service has hundreds, and a process calls few.
 */
public final class Operation<I extends Shape, O extends Shape> {
  private final String name;
  private final Http http;
  private final ShapeIndex shapes;
  private final int input;
  private final int output;
  private final List<ErrorModel> errors;
  private final String queryResultWrapper;

  /**
   * An operation as generated code writes it.
   *
   * @param input the number of the input in {@code shapes}; its type must be {@code I}
   * @param output the number of the output in {@code shapes}; its type must be {@code O}
   */
  public Operation(
      String name,
      Http http,
      ShapeIndex shapes,
      int input,
      int output,
      String queryResultWrapper,
      ErrorModel... errors) {
    this.name = name;
    this.http = http;
    this.shapes = shapes;
    this.input = input;
    this.output = output;
    this.queryResultWrapper = queryResultWrapper;
    this.errors = List.of(errors);
  }

  /** As the model has it, such as {@code RunInstances}. */
  public String name() {
    return name;
  }

  /** The REST binding; the other protocols use {@code POST /}. */
  public Http http() {
    return http;
  }

  public Schema inputSchema() {
    return shapes.schema(input);
  }

  /** Reads the input of a request. */
  @SuppressWarnings("unchecked") // the generator pairs the number with the type
  public Function<ShapeReader, I> input() {
    return (Function<ShapeReader, I>) shapes.reader(input);
  }

  public Schema outputSchema() {
    return shapes.schema(output);
  }

  /** Reads the output of a response. */
  @SuppressWarnings("unchecked") // the generator pairs the number with the type
  public Function<ShapeReader, O> output() {
    return (Function<ShapeReader, O>) shapes.reader(output);
  }

  /** The modelled errors it may answer with. */
  public List<ErrorModel> errors() {
    return errors;
  }

  /** The element awsQuery puts around the result, empty if none. */
  public String queryResultWrapper() {
    return queryResultWrapper;
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * The HTTP side of an operation.
   *
   * @param uri the pattern, with {@code {label}}, {@code {greedy+}} and literal query parameters
   * @param status of a success
   * @param checksumRequired whether the body must come with a checksum
   */
  public record Http(String method, String uri, int status, boolean checksumRequired) {
    /** What every RPC protocol uses. */
    public static final Http POST_ROOT = new Http("POST", "/", 200, false);
  }
}
