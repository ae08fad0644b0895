package croft.services.cloudformation.stack;

/**
 * A value a stack tells.
 *
 * @param exportName under which other stacks of the region import it; empty for none
 */
public record StackOutput(String key, String value, String description, String exportName) {}
