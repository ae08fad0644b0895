package croft.services.cloudformation.engine;

import java.util.List;

/**
 * What a change set would do with a resource.
 *
 * @param physicalId empty for what is to be added
 * @param action Add, Modify or Remove
 * @param replacement True, False or Conditional; empty unless it is modified
 * @param scope which attributes change: Properties, Tags, Metadata
 * @param policyAction what becomes of what is removed or replaced: Delete, Retain, Snapshot,
 *     ReplaceAndDelete and so on; empty for nothing
 * @param before its properties as JSON; empty for what is to be added
 * @param after its properties as JSON; empty for what is to be removed
 */
public record Difference(
    String logicalId,
    String physicalId,
    String type,
    String action,
    String replacement,
    List<String> scope,
    String policyAction,
    List<Detail> details,
    String before,
    String after) {

  /** What stands for a value that only the execution will tell. */
  public static final String UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}";

  public Difference {
    scope = List.copyOf(scope);
    details = List.copyOf(details);
  }

  /**
   * One attribute that changes.
   *
   * @param attribute Properties, Tags or Metadata
   * @param name of the property; empty for others
   * @param requiresRecreation Never, Conditionally or Always
   * @param evaluation Static when the value is known, Dynamic when the execution tells it
   * @param changeSource DirectModification, ParameterReference, ResourceReference or
   *     ResourceAttribute
   * @param causingEntity the parameter, resource or attribute it follows from; empty for none
   * @param before its value; empty for none
   * @param after its value; empty for none
   */
  public record Detail(
      String attribute,
      String name,
      String requiresRecreation,
      String evaluation,
      String changeSource,
      String causingEntity,
      String before,
      String after) {}
}
