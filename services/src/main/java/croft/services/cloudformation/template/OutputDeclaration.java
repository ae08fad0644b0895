package croft.services.cloudformation.template;

import croft.services.cloudformation.template.source.Node;
import org.jspecify.annotations.Nullable;

/**
 * An output as a template declares it.
 *
 * @param export the name it is exported under, not evaluated; null for none
 */
public record OutputDeclaration(
    String name,
    Node value,
    String description,
    @Nullable String condition,
    @Nullable Node export) {}
