package croft.services.ec2.networkinterface;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.AttributeValue;
import croft.api.ec2.DescribeNetworkInterfaceAttributeRequest;
import croft.api.ec2.DescribeNetworkInterfaceAttributeResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ModifyNetworkInterfaceAttributeRequest;
import croft.api.ec2.ModifyNetworkInterfaceAttributeResponse;
import croft.api.ec2.NetworkInterfaceAttachmentChanges;
import croft.api.ec2.ResetNetworkInterfaceAttributeRequest;
import croft.api.ec2.ResetNetworkInterfaceAttributeResponse;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.networkinterface.NetworkInterface.Attachment;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** DescribeNetworkInterfaceAttribute, ModifyNetworkInterfaceAttribute and its reset. */
public final class InterfaceAttributes {
  private final Store store;
  private final NetworkAccess access;
  private final Wake wake;

  public InterfaceAttributes(Store store, NetworkAccess access, Wake wake) {
    this.store = store;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation of this class. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_NETWORK_INTERFACE_ATTRIBUTE,
            (call, r) ->
                access.to(call, "DescribeNetworkInterfaceAttribute", r.networkInterfaceId()),
            this::describeAttribute),
        Binding.bind(
                Ec2Model.MODIFY_NETWORK_INTERFACE_ATTRIBUTE,
                (call, r) ->
                    access.to(call, "ModifyNetworkInterfaceAttribute", r.networkInterfaceId()),
                this::modifyAttribute)
            .honouring(
                "NetworkInterfaceId", "Attachment", "Description", "Groups", "SourceDestCheck"),
        Binding.bind(
                Ec2Model.RESET_NETWORK_INTERFACE_ATTRIBUTE,
                (call, r) ->
                    access.to(call, "ResetNetworkInterfaceAttribute", r.networkInterfaceId()),
                this::resetAttribute)
            .honouring("NetworkInterfaceId", "SourceDestCheck"));
  }

  private DescribeNetworkInterfaceAttributeResult describeAttribute(
      Call call, DescribeNetworkInterfaceAttributeRequest r) {
    String id = NetworkInterfaceOperations.required("networkInterfaceId", r.networkInterfaceId());
    String attribute = NetworkInterfaceOperations.required("attribute", r.attribute());
    return store.read(tx -> {
      NetworkInterface nic = NetworkInterfaces.require(tx, call.scope(), id);
      InterfaceView view = new InterfaceView(tx, call.scope());
      DescribeNetworkInterfaceAttributeResult.Builder result =
          DescribeNetworkInterfaceAttributeResult.builder().networkInterfaceId(id);
      return switch (attribute) {
        case "description" ->
            result.description(AttributeValue.builder().value(nic.description()).build()).build();
        case "groupSet" -> result.groups(view.groups(nic)).build();
        case "sourceDestCheck" ->
            result
                .sourceDestCheck(AttributeBooleanValue.builder().value(!nic.forwards()).build())
                .build();
        case "attachment" -> result.attachment(new InterfaceShapes(view).attachment(nic)).build();
        default ->
            throw ServiceError.badRequest(
                "InvalidParameterValue",
                "Value (" + attribute + ") for parameter attribute is invalid. Unknown attribute.");
      };
    });
  }

  private ModifyNetworkInterfaceAttributeResponse modifyAttribute(
      Call call, ModifyNetworkInterfaceAttributeRequest r) {
    String id = NetworkInterfaceOperations.required("networkInterfaceId", r.networkInterfaceId());
    long asked =
        Stream.of(
                r.attachment(),
                r.description(),
                r.sourceDestCheck(),
                r.groupsOrEmpty().isEmpty() ? null : r.groups())
            .filter(Objects::nonNull)
            .count();
    if (asked != 1) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          asked == 0
              ? "No attributes specified."
              : "Fields for multiple attribute types specified");
    }
    return store.write(tx -> {
      NetworkInterface nic = NetworkInterfaces.require(tx, call.scope(), id);
      NetworkInterfaceOperations.refuseManaged(nic);
      NetworkInterface after = changed(tx, nic, r);
      tx.put(NetworkInterfaces.TABLE, after);
      if (!after.groupIds().equals(nic.groupIds())) {
        wearAlike(tx, after);
        wake.network(tx, call.scope(), nic.vpcId());
      }
      wake.networkInterface(tx, call.scope(), id);
      return ModifyNetworkInterfaceAttributeResponse.builder().build();
    });
  }

  private static NetworkInterface changed(
      Transaction tx, NetworkInterface nic, ModifyNetworkInterfaceAttributeRequest r) {
    if (r.description() != null) {
      String text = r.description().value();
      return nic.withDescription(text == null ? "" : text);
    }
    if (r.sourceDestCheck() != null) {
      return nic.withForwarding(Boolean.FALSE.equals(r.sourceDestCheck().value()));
    }
    if (r.attachment() != null) {
      return nic.attached(nic.instanceId(), changed(nic, r.attachment()));
    }
    return nic.withGroups(
        SecurityGroups.worn(tx, nic.scope(), nic.vpcId(), r.groupsOrEmpty(), List.of()));
  }

  private static Attachment changed(NetworkInterface nic, NetworkInterfaceAttachmentChanges given) {
    Attachment attachment = nic.attachment();
    String id =
        NetworkInterfaceOperations.required("attachment.attachmentId", given.attachmentId());
    if (attachment == null || !attachment.id().equals(id)) {
      throw ServiceError.badRequest(
          "InvalidAttachmentID.NotFound",
          "The networkInterface attachment ID '" + id + "' does not exist");
    }
    return new Attachment(
        attachment.id(),
        attachment.deviceIndex(),
        Boolean.TRUE.equals(given.deleteOnTermination()),
        attachment.at(),
        attachment.status());
  }

  /** The groups of an instance are those of its first interface. */
  private static void wearAlike(Transaction tx, NetworkInterface nic) {
    if (nic.isPrimary()) {
      tx.get(Instances.TABLE, nic.scope(), String.valueOf(nic.instanceId()))
          .ifPresent(i -> tx.put(Instances.TABLE, i.with(i.place().withGroups(nic.groupIds()))));
    }
  }

  private ResetNetworkInterfaceAttributeResponse resetAttribute(
      Call call, ResetNetworkInterfaceAttributeRequest r) {
    String id = NetworkInterfaceOperations.required("networkInterfaceId", r.networkInterfaceId());
    NetworkInterfaceOperations.required("sourceDestCheck", r.sourceDestCheck());
    return store.write(tx -> {
      NetworkInterface nic = NetworkInterfaces.require(tx, call.scope(), id);
      NetworkInterfaceOperations.refuseManaged(nic);
      tx.put(NetworkInterfaces.TABLE, nic.withForwarding(false));
      wake.networkInterface(tx, call.scope(), id);
      return ResetNetworkInterfaceAttributeResponse.builder().build();
    });
  }
}
