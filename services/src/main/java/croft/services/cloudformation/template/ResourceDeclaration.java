package croft.services.cloudformation.template;

import croft.services.cloudformation.template.source.Node;
import croft.services.cloudformation.template.source.Node.MapNode;
import croft.services.cloudformation.template.source.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource as a template declares it.
 *
 * @param properties not evaluated; empty when there are none
 * @param condition the name of the condition it depends on, or null
 * @param deletionPolicy Delete, Retain, RetainExceptOnCreate or Snapshot
 * @param updateReplacePolicy Delete, Retain or Snapshot
 */
public record ResourceDeclaration(
    String logicalId,
    String type,
    MapNode properties,
    List<String> dependsOn,
    @Nullable String condition,
    String deletionPolicy,
    String updateReplacePolicy,
    @Nullable Node creationPolicy,
    @Nullable Node updatePolicy,
    @Nullable Node metadata,
    Position position) {
  public ResourceDeclaration {
    dependsOn = List.copyOf(dependsOn);
  }
}
