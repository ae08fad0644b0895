package croft.services.route53;

import croft.api.route53.Route53Model;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.services.resource.ResourceType;
import croft.services.route53.answer.TestAnswer;
import croft.services.route53.change.ChangeOperations;
import croft.services.route53.change.ZoneChange;
import croft.services.route53.delegationset.ReusableSet;
import croft.services.route53.delegationset.ReusableSetOperations;
import croft.services.route53.entity.Route53Parts;
import croft.services.route53.healthcheck.HealthCheck;
import croft.services.route53.healthcheck.HealthCheckOperations;
import croft.services.route53.healthcheck.HealthReadOperations;
import croft.services.route53.healthcheck.HealthState;
import croft.services.route53.healthcheck.HealthWatch;
import croft.services.route53.hostedzone.CreateZone;
import croft.services.route53.hostedzone.HostedZone;
import croft.services.route53.hostedzone.ListZones;
import croft.services.route53.hostedzone.VpcGrant;
import croft.services.route53.hostedzone.VpcOperations;
import croft.services.route53.hostedzone.ZoneOperations;
import croft.services.route53.limit.LimitOperations;
import croft.services.route53.recordset.ChangeRecords;
import croft.services.route53.recordset.ListRecords;
import croft.services.route53.recordset.RecordSet;
import croft.services.route53.recordset.RecordSetGroupResource;
import croft.services.route53.recordset.RecordSetResource;
import croft.services.route53.tag.TagOperations;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** Route 53's front door. */
public final class Route53Service implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;

  public Route53Service(Route53Parts parts, HealthWatch watch) {
    this.bindings =
        Stream.of(
                new CreateZone(parts).bindings(),
                new ZoneOperations(parts).bindings(),
                new ListZones(parts).bindings(),
                new VpcOperations(parts).bindings(),
                new ReusableSetOperations(parts).bindings(),
                new ChangeRecords(parts).bindings(),
                new ListRecords(parts).bindings(),
                new ChangeOperations(parts).bindings(),
                new TestAnswer(parts).bindings(),
                new HealthCheckOperations(parts).bindings(),
                new HealthReadOperations(parts, watch).bindings(),
                new TagOperations(parts).bindings(),
                new LimitOperations(parts).bindings())
            .<Binding<?, ?>>flatMap(List::stream)
            .toList();
  }

  @Override
  public List<ResourceType> resourceTypes() {
    return List.of(new RecordSetGroupResource(), new RecordSetResource());
  }

  @Override
  public ServiceModel model() {
    return Route53Model.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return List.of(
        HostedZone.TABLE,
        VpcGrant.TABLE,
        RecordSet.TABLE,
        ZoneChange.TABLE,
        ReusableSet.TABLE,
        HealthCheck.TABLE,
        HealthState.TABLE);
  }
}
