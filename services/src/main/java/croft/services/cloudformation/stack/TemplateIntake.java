package croft.services.cloudformation.stack;

import croft.api.cloudformation.Parameter;
import croft.services.operation.Call;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes templates for stacks: checks them, and the values of their parameters. */
public interface TemplateIntake {

  /**
   * What is asked for.
   *
   * @param stackName for which stack
   * @param body the template, or null
   * @param url where the template is in S3, or null
   * @param previous what the stack is now; null for a new one
   * @param usePrevious whether its template is meant
   * @param parameters the values given
   * @param capabilities what the caller acknowledges
   * @param resourceTypes what types may be in it; empty for all
   */
  record Wanted(
      String stackName,
      @Nullable String body,
      @Nullable String url,
      @Nullable StackRevision previous,
      boolean usePrevious,
      List<Parameter> parameters,
      List<String> capabilities,
      List<String> resourceTypes,
      Map<String, String> tags) {}

  /**
   * A template that was taken.
   *
   * @param parameters the values of all, resolved and sealed for the stack
   * @param shown the same as may be seen
   */
  record Taken(String body, String description, String parameters, List<ShownParameter> shown) {}

  /**
   * Takes it.
   *
   * @param stackId the UUID of the stack it is for
   * @throws croft.base.ServiceError {@code ValidationError}, or {@code
   *     InsufficientCapabilitiesException}
   */
  Taken take(Call call, String stackId, Wanted wanted);
}
