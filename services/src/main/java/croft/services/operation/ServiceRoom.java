package croft.services.operation;

import croft.wire.schema.ServiceModel;
import java.util.List;

/** A service's front door: its model and every operation it implements. */
public interface ServiceRoom {
  ServiceModel model();

  List<Binding<?, ?>> bindings();
}
