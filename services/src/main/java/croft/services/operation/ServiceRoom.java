package croft.services.operation;

import croft.services.resource.ResourceType;
import croft.wire.schema.ServiceModel;
import java.util.List;

/** A service's front door: its model and every operation it implements. */
public interface ServiceRoom {
  ServiceModel model();

  List<Binding<?, ?>> bindings();

  /** What templates may describe of it. */
  default List<ResourceType> resourceTypes() {
    return List.of();
  }
}
