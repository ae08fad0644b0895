package croft.codegen.model;

import java.util.List;

/**
 * An operation.
 *
 * @param input the name of its input shape
 * @param output the name of its output shape
 * @param errors the names of its error shapes
 * @param resultWrapper awsQuery's element around the result, empty if none
 * @param documentation the address of its page, empty if unknown
 */
public record OperationModel(
    String name,
    HttpBinding http,
    String input,
    String output,
    List<String> errors,
    String resultWrapper,
    String documentation) {

  /** Its REST binding. */
  public record HttpBinding(String method, String uri, int status, boolean checksumRequired) {}
}
