package croft.services.cloudtrail;

import croft.api.cloudtrail.CloudtrailModel;
import croft.services.cloudtrail.event.LookupEvents;
import croft.services.cloudtrail.event.Trail;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;

/** CloudTrail's front door. */
public final class CloudTrailService implements ServiceRoom {
  private final LookupEvents lookUp;

  public CloudTrailService(LookupEvents lookUp) {
    this.lookUp = lookUp;
  }

  /** The tables to register with the store before anything of this room is used. */
  public static List<Table<?>> tables() {
    return Trail.tables();
  }

  @Override
  public ServiceModel model() {
    return CloudtrailModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return lookUp.bindings();
  }
}
