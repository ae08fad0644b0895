package croft.services.ec2.instance;

import croft.api.ec2.Ec2Model;
import croft.api.ec2.InstanceMonitoring;
import croft.api.ec2.MonitorInstancesRequest;
import croft.api.ec2.MonitorInstancesResult;
import croft.api.ec2.Monitoring;
import croft.api.ec2.UnmonitorInstancesRequest;
import croft.api.ec2.UnmonitorInstancesResult;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.ArrayList;
import java.util.List;

/** MonitorInstances and UnmonitorInstances: how often numbers of an instance are kept. */
public final class MonitoringOperations {
  private final Store store;

  public MonitoringOperations(Store store) {
    this.store = store;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.MONITOR_INSTANCES,
            (call, r) ->
                StateOperations.instanceAccesses(
                    store, call, "ec2:MonitorInstances", r.instanceIdsOrEmpty()),
            this::monitor),
        Binding.bind(
            Ec2Model.UNMONITOR_INSTANCES,
            (call, r) ->
                StateOperations.instanceAccesses(
                    store, call, "ec2:UnmonitorInstances", r.instanceIdsOrEmpty()),
            this::unmonitor));
  }

  private MonitorInstancesResult monitor(Call call, MonitorInstancesRequest request) {
    return MonitorInstancesResult.builder()
        .instanceMonitorings(set(call, request.instanceIdsOrEmpty(), true))
        .build();
  }

  private UnmonitorInstancesResult unmonitor(Call call, UnmonitorInstancesRequest request) {
    return UnmonitorInstancesResult.builder()
        .instanceMonitorings(set(call, request.instanceIdsOrEmpty(), false))
        .build();
  }

  private List<InstanceMonitoring> set(Call call, List<String> ids, boolean detailed) {
    return store.write(tx -> {
      List<InstanceMonitoring> answers = new ArrayList<>();
      for (Instance instance : Instances.require(tx, call.scope(), ids)) {
        boolean was = instance.options().detailedMonitoring();
        tx.put(Instances.TABLE, instance.with(instance.options().withDetailedMonitoring(detailed)));
        String state = detailed ? "enabled" : "disabled";
        answers.add(
            InstanceMonitoring.builder()
                .instanceId(instance.id())
                .monitoring(
                    Monitoring.builder()
                        .state(was == detailed ? state : detailed ? "pending" : "disabling")
                        .build())
                .build());
      }
      return answers;
    });
  }
}
