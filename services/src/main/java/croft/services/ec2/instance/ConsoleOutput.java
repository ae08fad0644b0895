package croft.services.ec2.instance;

import croft.api.ec2.Ec2Model;
import croft.api.ec2.GetConsoleOutputRequest;
import croft.api.ec2.GetConsoleOutputResult;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.Base64;
import java.util.List;

/** GetConsoleOutput: what process 1 and the boot script wrote, at most the last 64 KiB. */
public final class ConsoleOutput {
  private final Store store;
  private final Consoles consoles;

  /** Reads what an instance's console shows now. */
  @FunctionalInterface
  public interface Consoles {
    /** Empty for an instance that has not started. */
    byte[] read(String instanceId);
  }

  public ConsoleOutput(Store store, Consoles consoles) {
    this.store = store;
    this.consoles = consoles;
  }

  public Binding<?, ?> binding() {
    // Latest asks for what is always given: the console as it is now.
    return Binding.bind(
        Ec2Model.GET_CONSOLE_OUTPUT,
        (call, r) ->
            StateOperations.instanceAccesses(
                store,
                call,
                "ec2:GetConsoleOutput",
                r.instanceId() == null ? List.of() : List.of(r.instanceId())),
        this::getConsoleOutput);
  }

  private GetConsoleOutputResult getConsoleOutput(Call call, GetConsoleOutputRequest request) {
    String id = request.instanceId();
    if (id == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter InstanceId");
    }
    Instance instance = store.read(tx -> Instances.require(tx, call.scope(), id));
    return GetConsoleOutputResult.builder()
        .instanceId(instance.id())
        .timestamp(call.at())
        .output(Base64.getEncoder().encodeToString(consoles.read(instance.id())))
        .build();
  }
}
