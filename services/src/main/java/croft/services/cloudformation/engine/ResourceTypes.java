package croft.services.cloudformation.engine;

import croft.services.resource.ResourceType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types there are, by name. Services are made before CloudFormation knows them all. */
public final class ResourceTypes {
  private volatile Map<String, ResourceType> types = Map.of();

  /** Makes them known, once. */
  public void connect(Collection<ResourceType> all) {
    Map<String, ResourceType> byName = new TreeMap<>();
    for (ResourceType type : all) {
      if (byName.put(type.schema().name(), type) != null) {
        throw new IllegalArgumentException("Two types are named " + type.schema().name());
      }
    }
    types = byName;
  }

  /** By name, in order. */
  public Map<String, ResourceType> all() {
    return types;
  }

  /** A type; every custom resource is of one. */
  public Optional<ResourceType> find(String name) {
    String known = name.startsWith("Custom::") ? "AWS::CloudFormation::CustomResource" : name;
    return Optional.ofNullable(types.get(known));
  }
}
