package croft.services.resource;

import static croft.services.resource.PropertyType.STRING;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a resource type is made of. Immutable: each method gives another.
 *
 * @param name such as {@code AWS::EC2::VPC}
 * @param properties by name, in order
 * @param attributes the names that Fn::GetAtt takes
 * @param identifier the property or attribute that the physical id is, for Cloud Control
 * @param taggable whether it has the property Tags as a list of keys and values
 * @param open whether it takes any property, as custom resources do
 */
public record ResourceSchema(
    String name,
    Map<String, Property> properties,
    List<String> attributes,
    String identifier,
    boolean taggable,
    boolean open) {

  /** The usual form of tags. */
  public static final PropertyType TAGS =
      PropertyType.listOf(
          PropertyType.structure(
              Property.of("Key", STRING).needed(), Property.of("Value", STRING).needed()));

  public ResourceSchema {
    properties = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    attributes = List.copyOf(attributes);
  }

  /**
   * A type with nothing in it yet.
   *
   * @param identifier the property or attribute that the physical id is: {@code VpcId}
   */
  public static ResourceSchema of(String name, String identifier) {
    return new ResourceSchema(name, Map.of(), List.of(), identifier, false, false);
  }

  /** With these properties as well. */
  public ResourceSchema with(Property... more) {
    Map<String, Property> all = new LinkedHashMap<>(properties);
    for (Property property : more) {
      if (all.put(property.name(), property) != null) {
        throw new IllegalArgumentException(name + " has " + property.name() + " twice");
      }
    }
    return new ResourceSchema(name, all, attributes, identifier, taggable, open);
  }

  /** With these properties, which AWS has and Croft refuses by name. */
  public ResourceSchema unsupported(String... names) {
    ResourceSchema schema = this;
    for (String refused : names) {
      schema = schema.with(Property.unsupported(refused));
    }
    return schema;
  }

  /** With these attributes for Fn::GetAtt as well. */
  public ResourceSchema attributes(String... more) {
    List<String> all = new ArrayList<>(attributes);
    all.addAll(List.of(more));
    return new ResourceSchema(name, properties, all, identifier, taggable, open);
  }

  /** With Tags in the usual form, changed without interruption. */
  public ResourceSchema tags() {
    return new ResourceSchema(
        name, with(Property.of("Tags", TAGS)).properties(), attributes, identifier, true, open);
  }

  /** With Tags in the usual form, whose change needs a new thing. */
  public ResourceSchema fixedTags() {
    Property tags = Property.of("Tags", TAGS).replacing();
    return new ResourceSchema(name, with(tags).properties(), attributes, identifier, true, open);
  }

  /** The same, taking any property. */
  public ResourceSchema opened() {
    return new ResourceSchema(name, properties, attributes, identifier, taggable, true);
  }

  /** The properties whose difference needs a new thing. */
  public Set<String> replacedBy(ObjectNode before, ObjectNode after) {
    Set<String> replacing = new TreeSet<>();
    for (Property property : properties.values()) {
      if (property.updateRequires() == UpdateRequires.REPLACEMENT
          && !Objects.equals(before.get(property.name()), after.get(property.name()))) {
        replacing.add(property.name());
      }
    }
    return replacing;
  }
}
