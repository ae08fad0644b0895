package croft.services.autoscaling.process;

import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.ProcessType;
import croft.api.autoscaling.ProcessesType;
import croft.api.autoscaling.ResumeProcessesResponse;
import croft.api.autoscaling.ScalingProcessQuery;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** SuspendProcesses, ResumeProcesses and DescribeScalingProcessTypes. */
public final class ProcessOperations {
  private final ScalingParts parts;

  public ProcessOperations(ScalingParts parts) {
    this.parts = parts;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            AutoscalingModel.SUSPEND_PROCESSES,
            Groups.access(
                parts.store(), "SuspendProcesses", ScalingProcessQuery::autoScalingGroupName),
            (call, request) -> {
              String reason = "User suspended at " + Activities.second(parts.time().instant());
              change(call, request, (held, process) -> held.putIfAbsent(process, reason));
              return croft.api.autoscaling.SuspendProcessesResponse.builder().build();
            }),
        Binding.bind(
            AutoscalingModel.RESUME_PROCESSES,
            Groups.access(
                parts.store(), "ResumeProcesses", ScalingProcessQuery::autoScalingGroupName),
            (call, request) -> {
              change(call, request, Map::remove);
              return ResumeProcessesResponse.builder().build();
            }),
        Binding.bind(
            AutoscalingModel.DESCRIBE_SCALING_PROCESS_TYPES,
            AccessRule.toAll("autoscaling:DescribeScalingProcessTypes"),
            (call, request) ->
                ProcessesType.builder()
                    .processes(
                        Processes.ALL.stream()
                            .map(name -> ProcessType.builder().processName(name).build())
                            .toList())
                    .build()));
  }

  private void change(
      Call call, ScalingProcessQuery request, BiConsumer<Map<String, String>, String> change) {
    List<String> named =
        request.scalingProcessesOrEmpty().isEmpty()
            ? Processes.ALL
            : request.scalingProcessesOrEmpty();
    for (String process : named) {
      if (!Processes.ALL.contains(process)) {
        throw Faults.validation(
            process + " is not a valid process type: use " + String.join(", ", Processes.ALL));
      }
    }
    parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), request.autoScalingGroupName());
          Map<String, String> suspended = new HashMap<>(group.suspended());
          named.forEach(process -> change.accept(suspended, process));
          tx.put(Group.TABLE, group.withSuspended(suspended));
          parts.wake().group(tx, group.scope(), group.name());
          return true;
        });
  }
}
