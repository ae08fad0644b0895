package croft.services.resource;

/**
 * A property of a resource type, or of a structure in one.
 *
 * @param supported false for one that AWS has and Croft refuses by name
 * @param writeOnly never told again once written, such as a password
 */
public record Property(
    String name,
    PropertyType type,
    UpdateRequires updateRequires,
    boolean required,
    boolean supported,
    boolean writeOnly) {

  /** An optional one that is changed without interruption. */
  public static Property of(String name, PropertyType type) {
    return new Property(name, type, UpdateRequires.NO_INTERRUPTION, false, true, false);
  }

  /** One that AWS has and Croft refuses by name. */
  public static Property unsupported(String name) {
    return new Property(
        name, PropertyType.JSON, UpdateRequires.NO_INTERRUPTION, false, false, false);
  }

  /** The same, and it must be there. */
  public Property needed() {
    return new Property(name, type, updateRequires, true, supported, writeOnly);
  }

  /** The same, and its change needs a new thing. */
  public Property replacing() {
    return new Property(name, type, UpdateRequires.REPLACEMENT, required, supported, writeOnly);
  }

  /** The same, and its change interrupts the thing. */
  public Property interrupting() {
    return new Property(
        name, type, UpdateRequires.SOME_INTERRUPTION, required, supported, writeOnly);
  }

  /** The same, and it is never told again. */
  public Property secret() {
    return new Property(name, type, updateRequires, required, supported, true);
  }
}
