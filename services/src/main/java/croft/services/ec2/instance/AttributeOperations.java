package croft.services.ec2.instance;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.AttributeValue;
import croft.api.ec2.EbsInstanceBlockDeviceSpecification;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.InstanceBlockDeviceMappingSpecification;
import croft.api.ec2.ModifyInstanceAttributeRequest;
import croft.api.ec2.ModifyInstanceAttributeResponse;
import croft.api.ec2.ResetInstanceAttributeRequest;
import croft.api.ec2.ResetInstanceAttributeResponse;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.securitygroup.SecurityGroup;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.services.ec2.volume.Volumes;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * ModifyInstanceAttribute and ResetInstanceAttribute. The type and the user data change while the
 * instance is stopped, and are felt at its next start.
 */
public final class AttributeOperations {
  private final Store store;
  private final Wake wake;

  public AttributeOperations(Store store, Wake wake) {
    this.store = store;
    this.wake = wake;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.MODIFY_INSTANCE_ATTRIBUTE,
                (call, r) ->
                    StateOperations.instanceAccesses(
                        store, call, "ec2:ModifyInstanceAttribute", id(r.instanceId())),
                this::modifyInstanceAttribute)
            .honouring(
                "InstanceId",
                "Attribute",
                "Value",
                "DisableApiTermination",
                "DisableApiStop",
                "EbsOptimized",
                "EnaSupport",
                "InstanceInitiatedShutdownBehavior",
                "InstanceType",
                "UserData",
                "Groups",
                "BlockDeviceMappings.DeviceName",
                "BlockDeviceMappings.Ebs.DeleteOnTermination"),
        Binding.bind(
            Ec2Model.RESET_INSTANCE_ATTRIBUTE,
            (call, r) ->
                StateOperations.instanceAccesses(
                    store, call, "ec2:ResetInstanceAttribute", id(r.instanceId())),
            this::resetInstanceAttribute));
  }

  static List<String> id(@Nullable String id) {
    return id == null ? List.of() : List.of(id);
  }

  static String required(@Nullable String id) {
    if (id == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter instanceId");
    }
    return id;
  }

  private ModifyInstanceAttributeResponse modifyInstanceAttribute(
      Call call, ModifyInstanceAttributeRequest request) {
    return store.write(tx -> {
      Instance instance = Instances.require(tx, call.scope(), required(request.instanceId()));
      Instance changed = changed(tx, instance, request);
      tx.put(Instances.TABLE, changed);
      wake.instance(tx, call.scope(), instance.id());
      if (!changed.place().equals(instance.place())) {
        wake.network(tx, call.scope(), instance.place().vpcId());
      }
      return ModifyInstanceAttributeResponse.builder().build();
    });
  }

  private static Instance changed(
      Transaction tx, Instance instance, ModifyInstanceAttributeRequest request) {
    long asked =
        Stream.of(
                request.disableApiTermination(),
                request.disableApiStop(),
                request.ebsOptimized(),
                request.enaSupport(),
                request.instanceInitiatedShutdownBehavior(),
                request.instanceType(),
                request.userData(),
                request.attribute(),
                request.groupsOrEmpty().isEmpty() ? null : request.groups(),
                request.blockDeviceMappingsOrEmpty().isEmpty()
                    ? null
                    : request.blockDeviceMappings())
            .filter(Objects::nonNull)
            .count();
    if (asked > 1) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination", "Fields for multiple attribute types specified");
    }
    if (!request.groupsOrEmpty().isEmpty()) {
      return groups(tx, instance, request.groupsOrEmpty());
    }
    if (!request.blockDeviceMappingsOrEmpty().isEmpty()) {
      request.blockDeviceMappingsOrEmpty().forEach(mapping -> disk(tx, instance, mapping));
      return instance;
    }
    if (request.attribute() != null) {
      return set(instance, request.attribute(), request.value());
    }
    if (request.userData() != null) {
      byte[] data = request.userData().value();
      return set(
          instance, "userData", data == null ? null : Base64.getEncoder().encodeToString(data));
    }
    return named(instance, request);
  }

  /** The forms of the request that carry the attribute's name as a member. */
  private static Instance named(Instance instance, ModifyInstanceAttributeRequest request) {
    if (request.disableApiTermination() != null) {
      return set(instance, "disableApiTermination", text(request.disableApiTermination()));
    }
    if (request.disableApiStop() != null) {
      return set(instance, "disableApiStop", text(request.disableApiStop()));
    }
    if (request.ebsOptimized() != null) {
      return set(instance, "ebsOptimized", text(request.ebsOptimized()));
    }
    if (request.enaSupport() != null) {
      return set(instance, "enaSupport", text(request.enaSupport()));
    }
    if (request.instanceInitiatedShutdownBehavior() != null) {
      AttributeValue given = request.instanceInitiatedShutdownBehavior();
      return set(instance, "instanceInitiatedShutdownBehavior", given.value());
    }
    if (request.instanceType() != null) {
      return set(instance, "instanceType", request.instanceType().value());
    }
    throw ServiceError.badRequest("InvalidParameterCombination", "No attributes specified.");
  }

  private static String text(AttributeBooleanValue value) {
    return Boolean.toString(Boolean.TRUE.equals(value.value()));
  }

  private static Instance set(Instance instance, String attribute, @Nullable String value) {
    Instance.Options options = instance.options();
    InstanceSettings settings = instance.settings();
    return switch (attribute) {
      case "disableApiTermination" ->
          instance.with(options.withTerminationProtected(flag(attribute, value)));
      case "disableApiStop" -> instance.with(settings.withStopProtected(flag(attribute, value)));
      case "ebsOptimized" -> {
        requireStopped(instance, "ebsOptimized");
        yield instance.with(settings.withEbsOptimized(flag(attribute, value)));
      }
      case "enaSupport" -> {
        requireStopped(instance, "enaSupport");
        if (!flag(attribute, value)) {
          throw ServiceError.unsupported("An instance without enhanced networking");
        }
        yield instance;
      }
      case "instanceInitiatedShutdownBehavior" ->
          instance.with(options.withTerminateOnShutdown(terminates(value)));
      case "instanceType" -> type(instance, value);
      case "userData" -> {
        requireStopped(instance, "userData");
        yield instance.with(instance.launch().withUserData(LaunchRequest.userData(value)));
      }
      default -> throw ServiceError.unsupported("Modifying the attribute " + attribute);
    };
  }

  private static boolean flag(String attribute, @Nullable String value) {
    if (!"true".equalsIgnoreCase(value) && !"false".equalsIgnoreCase(value)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value (" + value + ") for parameter " + attribute + " is invalid.");
    }
    return "true".equalsIgnoreCase(value);
  }

  private static boolean terminates(@Nullable String behavior) {
    if (!"stop".equals(behavior) && !"terminate".equals(behavior)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value (" + behavior + ") for parameter instanceInitiatedShutdownBehavior is invalid.");
    }
    return "terminate".equals(behavior);
  }

  private static Instance type(Instance instance, @Nullable String name) {
    InstanceType type = LaunchRequest.type(name);
    requireStopped(instance, "instanceType");
    InstanceSettings settings = instance.settings();
    return instance
        .with(instance.options().withType(type.name()))
        .with(type.burstable() ? settings : settings.withCpuCredits(null));
  }

  private static void requireStopped(Instance instance, String attribute) {
    if (instance.state() != InstanceState.STOPPED) {
      throw ServiceError.badRequest(
          "IncorrectInstanceState",
          "The instance '"
              + instance.id()
              + "' is not in the 'stopped' state. The attribute '"
              + attribute
              + "' can be modified while it is.");
    }
  }

  private static Instance groups(Transaction tx, Instance instance, List<String> ids) {
    List<String> groups =
        SecurityGroups.resolve(tx, instance.scope(), instance.place().vpcId(), ids, List.of())
            .stream()
            .map(SecurityGroup::id)
            .toList();
    NetworkInterface nic =
        tx.get(NetworkInterfaces.TABLE, instance.scope(), instance.place().interfaceId())
            .orElseThrow();
    tx.put(NetworkInterfaces.TABLE, nic.withGroups(groups));
    return instance.with(instance.place().withGroups(groups));
  }

  /** What becomes of a disk at the instance's end is all that a mapping can change. */
  private static void disk(
      Transaction tx, Instance instance, InstanceBlockDeviceMappingSpecification mapping) {
    EbsInstanceBlockDeviceSpecification ebs = mapping.ebs();
    if (mapping.deviceName() == null || ebs == null || ebs.deleteOnTermination() == null) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "A block device mapping needs a device name and Ebs.DeleteOnTermination");
    }
    Volumes.setDeleteOnTermination(tx, instance, mapping.deviceName(), ebs.deleteOnTermination());
  }

  private ResetInstanceAttributeResponse resetInstanceAttribute(
      Call call, ResetInstanceAttributeRequest request) {
    String attribute = request.attribute() == null ? "" : request.attribute();
    store.read(tx -> Instances.require(tx, call.scope(), required(request.instanceId())));
    throw switch (attribute) {
      // Paravirtual instances alone have a kernel and a RAM disk of their own.
      case "kernel", "ramdisk" -> ServiceError.unsupported("Resetting the attribute " + attribute);
      case "sourceDestCheck" ->
          ServiceError.unsupported(
              "Resetting sourceDestCheck of an instance (reset it on the network interface)");
      default ->
          ServiceError.badRequest(
              "InvalidParameterValue",
              "Value ("
                  + attribute
                  + ") for parameter attribute is invalid. Only kernel, ramdisk and"
                  + " sourceDestCheck can be reset.");
    };
  }
}
