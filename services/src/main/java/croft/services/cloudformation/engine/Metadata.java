package croft.services.cloudformation.engine;

import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackResourceOperations.ResourceMetadata;
import croft.services.cloudformation.stack.StackRevision;
import java.util.Optional;

/** The metadata of resources, as instances read it to set themselves up. */
public final class Metadata implements ResourceMetadata {
  private final EngineParts parts;

  public Metadata(EngineParts parts) {
    this.parts = parts;
  }

  @Override
  public Optional<String> of(Stack stack, String logicalId) {
    Rows rows = parts.store().read(tx -> Rows.read(tx, stack.scope(), stack.id())).orElseThrow();
    int number =
        rows.resources().containsKey(logicalId)
            ? Math.max(1, rows.resources().get(logicalId).revision())
            : stack.revision();
    StackRevision revision = parts.store().read(tx -> Rows.revision(tx, stack, number));
    Blueprint blueprint = parts.blueprints().of(stack, revision);
    if (!blueprint.logicalIds().contains(logicalId)) {
      return Optional.empty();
    }
    Evaluation evaluation =
        new Evaluation(
            blueprint,
            rows.resources(),
            revision,
            new Requested(parts, stack),
            new Sealed(parts.sealing()));
    return blueprint.metadata(logicalId, evaluation).map(Object::toString);
  }
}
