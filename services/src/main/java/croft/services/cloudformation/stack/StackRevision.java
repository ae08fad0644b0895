package croft.services.cloudformation.stack;

import croft.store.Table;
import java.util.List;
import java.util.Map;

/**
 * What a stack was told to be: a template with the values of its parameters. Never changed.
 *
 * @param stackId the stack's UUID
 * @param number from 1
 * @param body the template as it came
 * @param parameters the values of all parameters, resolved, as a JSON object, sealed
 * @param shown the same as may be seen
 */
public record StackRevision(
    String stackId,
    int number,
    String body,
    String parameters,
    List<ShownParameter> shown,
    Map<String, String> tags) {

  /** By stack and number. */
  public static final Table<StackRevision> TABLE =
      Table.of(
          "cloudformation_revision",
          StackRevision.class,
          StackRevision::stackId,
          revision -> id(revision.number()));

  public StackRevision {
    shown = List.copyOf(shown);
    tags = Map.copyOf(tags);
  }

  /** The same under another number. */
  public StackRevision numbered(int other) {
    return new StackRevision(stackId, other, body, parameters, shown, tags);
  }

  public static String id(int number) {
    return "%06d".formatted(number);
  }
}
