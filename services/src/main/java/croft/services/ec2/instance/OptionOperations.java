package croft.services.ec2.instance;

import croft.api.ec2.Ec2Model;
import croft.api.ec2.GetConsoleScreenshotRequest;
import croft.api.ec2.GetConsoleScreenshotResult;
import croft.api.ec2.GetInstanceUefiDataRequest;
import croft.api.ec2.GetInstanceUefiDataResult;
import croft.api.ec2.GetPasswordDataRequest;
import croft.api.ec2.GetPasswordDataResult;
import croft.api.ec2.GetSerialConsoleAccessStatusRequest;
import croft.api.ec2.GetSerialConsoleAccessStatusResult;
import croft.api.ec2.ModifyInstanceMaintenanceOptionsRequest;
import croft.api.ec2.ModifyInstanceMaintenanceOptionsResult;
import croft.api.ec2.ModifyPrivateDnsNameOptionsRequest;
import croft.api.ec2.ModifyPrivateDnsNameOptionsResult;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maintenance and name options, and the questions that a Linux instance without a screen or a
 * serial port has only one answer to.
 */
public final class OptionOperations {
  private final Store store;

  public OptionOperations(Store store) {
    this.store = store;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.MODIFY_INSTANCE_MAINTENANCE_OPTIONS,
            (call, r) -> on(call, "ec2:ModifyInstanceMaintenanceOptions", r.instanceId()),
            this::modifyMaintenance),
        Binding.bind(
            Ec2Model.MODIFY_PRIVATE_DNS_NAME_OPTIONS,
            (call, r) -> on(call, "ec2:ModifyPrivateDnsNameOptions", r.instanceId()),
            this::modifyNames),
        Binding.bind(
            Ec2Model.GET_PASSWORD_DATA,
            (call, r) -> on(call, "ec2:GetPasswordData", r.instanceId()),
            this::passwordData),
        Binding.bind(
            Ec2Model.GET_CONSOLE_SCREENSHOT,
            (call, r) -> on(call, "ec2:GetConsoleScreenshot", r.instanceId()),
            this::screenshot),
        Binding.bind(
            Ec2Model.GET_INSTANCE_UEFI_DATA,
            (call, r) -> on(call, "ec2:GetInstanceUefiData", r.instanceId()),
            this::uefiData),
        Binding.bind(
            Ec2Model.GET_SERIAL_CONSOLE_ACCESS_STATUS,
            AccessRule.toAll("ec2:GetSerialConsoleAccessStatus"),
            OptionOperations::serialConsole));
  }

  private List<Access> on(Call call, String action, @Nullable String instanceId) {
    return StateOperations.instanceAccesses(
        store, call, action, AttributeOperations.id(instanceId));
  }

  private Instance require(Call call, @Nullable String id) {
    return store.read(tx -> Instances.require(tx, call.scope(), AttributeOperations.required(id)));
  }

  private ModifyInstanceMaintenanceOptionsResult modifyMaintenance(
      Call call, ModifyInstanceMaintenanceOptionsRequest request) {
    String recovery = request.autoRecovery() == null ? "" : request.autoRecovery();
    if (!recovery.equals("default") && !recovery.equals("disabled")) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Invalid value '" + recovery + "' for AutoRecovery.");
    }
    store.write(tx -> {
      Instance instance =
          Instances.require(tx, call.scope(), AttributeOperations.required(request.instanceId()));
      tx.put(
          Instances.TABLE,
          instance.with(instance.settings().withRecoveryDisabled(recovery.equals("disabled"))));
      return true;
    });
    return ModifyInstanceMaintenanceOptionsResult.builder()
        .instanceId(request.instanceId())
        .autoRecovery(recovery)
        .build();
  }

  private ModifyPrivateDnsNameOptionsResult modifyNames(
      Call call, ModifyPrivateDnsNameOptionsRequest request) {
    LaunchSettings.checkNames(
        request.privateDnsHostnameType(),
        request.enableResourceNameDnsARecord(),
        request.enableResourceNameDnsAAAARecord());
    require(call, request.instanceId());
    return ModifyPrivateDnsNameOptionsResult.builder().return_(true).build();
  }

  /** Only Windows has a password: for anything else EC2 answers with an empty one. */
  private GetPasswordDataResult passwordData(Call call, GetPasswordDataRequest request) {
    Instance instance = require(call, request.instanceId());
    return GetPasswordDataResult.builder()
        .instanceId(instance.id())
        .passwordData("")
        .timestamp(call.at())
        .build();
  }

  private GetConsoleScreenshotResult screenshot(Call call, GetConsoleScreenshotRequest request) {
    require(call, request.instanceId());
    throw ServiceError.unsupported(
        "A screenshot of an instance (its console is text: GetConsoleOutput)");
  }

  private GetInstanceUefiDataResult uefiData(Call call, GetInstanceUefiDataRequest request) {
    require(call, request.instanceId());
    throw ServiceError.unsupported("UEFI data of an instance");
  }

  private static GetSerialConsoleAccessStatusResult serialConsole(
      Call call, GetSerialConsoleAccessStatusRequest request) {
    return GetSerialConsoleAccessStatusResult.builder().serialConsoleAccessEnabled(false).build();
  }
}
