package croft.services.ec2.instance;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.AttributeValue;
import croft.api.ec2.DescribeInstanceAttributeRequest;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.InstanceAttribute;
import croft.api.ec2.ModifyInstanceAttributeRequest;
import croft.api.ec2.ModifyInstanceAttributeResponse;
import croft.api.ec2.ModifyInstanceMetadataOptionsRequest;
import croft.api.ec2.ModifyInstanceMetadataOptionsResult;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.securitygroup.SecurityGroup;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** DescribeInstanceAttribute, ModifyInstanceAttribute and ModifyInstanceMetadataOptions. */
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
            Ec2Model.DESCRIBE_INSTANCE_ATTRIBUTE,
            AccessRule.toAll("ec2:DescribeInstanceAttribute"),
            this::describeInstanceAttribute),
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
                "InstanceInitiatedShutdownBehavior",
                "Groups"),
        Binding.bind(
                Ec2Model.MODIFY_INSTANCE_METADATA_OPTIONS,
                (call, r) ->
                    StateOperations.instanceAccesses(
                        store, call, "ec2:ModifyInstanceMetadataOptions", id(r.instanceId())),
                this::modifyMetadataOptions)
            .honouring(
                "InstanceId",
                "HttpTokens",
                "HttpPutResponseHopLimit",
                "HttpEndpoint",
                "InstanceMetadataTags"));
  }

  private static List<String> id(@Nullable String id) {
    return id == null ? List.of() : List.of(id);
  }

  private static String required(@Nullable String id) {
    if (id == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter instanceId");
    }
    return id;
  }

  private InstanceAttribute describeInstanceAttribute(
      Call call, DescribeInstanceAttributeRequest request) {
    return store.read(tx -> {
      Instance instance = Instances.require(tx, call.scope(), required(request.instanceId()));
      Instance.Options options = instance.options();
      InstanceShapes shapes = InstanceView.shapes(tx, call.scope());
      InstanceAttribute.Builder result = InstanceAttribute.builder().instanceId(instance.id());
      String attribute = request.attribute() == null ? "" : request.attribute();
      return switch (attribute) {
        case "instanceType" -> result.instanceType(value(options.type())).build();
        case "userData" ->
            result
                .userData(AttributeValue.builder().value(instance.launch().userData()).build())
                .build();
        case "disableApiTermination" ->
            result.disableApiTermination(flag(options.terminationProtected())).build();
        case "disableApiStop" -> result.disableApiStop(flag(false)).build();
        case "instanceInitiatedShutdownBehavior" ->
            result
                .instanceInitiatedShutdownBehavior(
                    value(options.terminateOnShutdown() ? "terminate" : "stop"))
                .build();
        case "rootDeviceName" -> result.rootDeviceName(value(InstanceShapes.ROOT_DEVICE)).build();
        case "groupSet" -> result.groups(shapes.groups(instance)).build();
        case "sourceDestCheck" -> result.sourceDestCheck(flag(true)).build();
        case "ebsOptimized" -> result.ebsOptimized(flag(false)).build();
        case "enaSupport" -> result.enaSupport(flag(true)).build();
        case "blockDeviceMapping" ->
            result.blockDeviceMappings(shapes.shape(instance).blockDeviceMappingsOrEmpty()).build();
        case "productCodes" -> result.productCodes(List.of()).build();
        case "kernel", "ramdisk", "sriovNetSupport" -> result.build();
        default ->
            throw ServiceError.badRequest(
                "InvalidParameterValue",
                "Value (" + attribute + ") for parameter attribute is invalid. Unknown attribute.");
      };
    });
  }

  private static AttributeValue value(String text) {
    return AttributeValue.builder().value(text).build();
  }

  private static AttributeBooleanValue flag(boolean on) {
    return AttributeBooleanValue.builder().value(on).build();
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
                request.instanceInitiatedShutdownBehavior(),
                request.attribute(),
                request.groupsOrEmpty().isEmpty() ? null : request.groups())
            .filter(Objects::nonNull)
            .count();
    if (asked > 1) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination", "Fields for multiple attribute types specified");
    }
    if (request.disableApiTermination() != null) {
      return protect(instance, Boolean.TRUE.equals(request.disableApiTermination().value()));
    }
    if (request.instanceInitiatedShutdownBehavior() != null) {
      return onShutdown(instance, request.instanceInitiatedShutdownBehavior().value());
    }
    if (!request.groupsOrEmpty().isEmpty()) {
      return groups(tx, instance, request.groupsOrEmpty());
    }
    String attribute = request.attribute() == null ? "" : request.attribute();
    return switch (attribute) {
      case "disableApiTermination" -> protect(instance, "true".equals(request.value()));
      case "instanceInitiatedShutdownBehavior" -> onShutdown(instance, request.value());
      case "" ->
          throw ServiceError.badRequest("InvalidParameterCombination", "No attributes specified.");
      default -> throw ServiceError.unsupported("Modifying the attribute " + attribute);
    };
  }

  private static Instance protect(Instance instance, boolean on) {
    Instance.Options o = instance.options();
    return instance.with(
        new Instance.Options(
            o.type(),
            o.profileArn(),
            o.profileId(),
            o.metadata(),
            on,
            o.terminateOnShutdown(),
            o.detailedMonitoring(),
            o.rootVolumeId()));
  }

  private static Instance onShutdown(Instance instance, @Nullable String behavior) {
    if (!"stop".equals(behavior) && !"terminate".equals(behavior)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value (" + behavior + ") for parameter instanceInitiatedShutdownBehavior is invalid.");
    }
    Instance.Options o = instance.options();
    return instance.with(
        new Instance.Options(
            o.type(),
            o.profileArn(),
            o.profileId(),
            o.metadata(),
            o.terminationProtected(),
            "terminate".equals(behavior),
            o.detailedMonitoring(),
            o.rootVolumeId()));
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

  private ModifyInstanceMetadataOptionsResult modifyMetadataOptions(
      Call call, ModifyInstanceMetadataOptionsRequest r) {
    return store.write(tx -> {
      Instance instance = Instances.require(tx, call.scope(), required(r.instanceId()));
      Instance.Options o = instance.options();
      Instance.MetadataOptions was = o.metadata();
      Instance.MetadataOptions now =
          new Instance.MetadataOptions(
              r.httpEndpoint() == null ? was.enabled() : r.httpEndpoint().equals("enabled"),
              r.httpTokens() == null ? was.tokensRequired() : r.httpTokens().equals("required"),
              r.httpPutResponseHopLimit() == null ? was.hopLimit() : r.httpPutResponseHopLimit(),
              r.instanceMetadataTags() == null
                  ? was.tagsEnabled()
                  : r.instanceMetadataTags().equals("enabled"));
      tx.put(
          Instances.TABLE,
          instance.with(
              new Instance.Options(
                  o.type(),
                  o.profileArn(),
                  o.profileId(),
                  now,
                  o.terminationProtected(),
                  o.terminateOnShutdown(),
                  o.detailedMonitoring(),
                  o.rootVolumeId())));
      return ModifyInstanceMetadataOptionsResult.builder()
          .instanceId(instance.id())
          .instanceMetadataOptions(InstanceShapes.metadata(now))
          .build();
    });
  }
}
