package croft.services.cloudformation.template;

import croft.services.cloudformation.template.source.Node;
import croft.services.cloudformation.template.source.Node.MapNode;
import java.util.List;
import java.util.Map;

/**
 * A template that was read and checked.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html">template
 * sections</a>.
 *
 * @param mappings by name, then top-level and second-level key
 * @param transforms names of macros it asks for
 * @param metadata as it stands
 */
public record Template(
    String description,
    Map<String, ParameterDeclaration> parameters,
    MapNode mappings,
    Map<String, Node> conditions,
    Map<String, ResourceDeclaration> resources,
    Map<String, OutputDeclaration> outputs,
    List<String> transforms,
    MapNode metadata) {}
