package croft.services.resource;

import java.util.List;

/** What a property may hold. */
public sealed interface PropertyType {
  PropertyType STRING = Kind.STRING;
  PropertyType INTEGER = Kind.INTEGER;
  PropertyType NUMBER = Kind.NUMBER;
  PropertyType BOOLEAN = Kind.BOOLEAN;

  /** A JSON document, such as a policy; a text is taken for one. */
  PropertyType JSON = Kind.JSON;

  /** A map from texts to texts. */
  PropertyType MAP = Kind.MAP;

  PropertyType STRINGS = new ListOf(STRING);

  /** Those without parts. */
  enum Kind implements PropertyType {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    JSON,
    MAP
  }

  /** A list of things alike. */
  record ListOf(PropertyType item) implements PropertyType {}

  /** An object with properties of its own. */
  record Structure(List<Property> properties) implements PropertyType {
    public Structure {
      properties = List.copyOf(properties);
    }
  }

  static PropertyType listOf(PropertyType item) {
    return new ListOf(item);
  }

  /** An object with these properties: {@code structure(Property.of("Key", STRING).needed(), …)}. */
  static PropertyType structure(Property... properties) {
    return new Structure(List.of(properties));
  }
}
