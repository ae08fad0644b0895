package croft.wire.schema;

import java.util.List;
import java.util.function.Function;

/**
 * One operation of a service, typed by its input and output.
 *
 * @param name as the model has it, such as {@code RunInstances}
 * @param http the REST binding; the other protocols use {@code POST /}
 * @param input reads the input of a request
 * @param errors the modelled errors it may answer with
 * @param queryResultWrapper awsQuery's element around the result, empty if none
 */
public record Operation<I extends Shape, O extends Shape>(
    String name,
    Http http,
    Schema inputSchema,
    Function<ShapeReader, I> input,
    Schema outputSchema,
    Function<ShapeReader, O> output,
    List<ErrorModel> errors,
    String queryResultWrapper) {

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
