package croft.services.ec2.instance;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.AttributeValue;
import croft.api.ec2.DescribeInstanceAttributeRequest;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.EnclaveOptions;
import croft.api.ec2.InstanceAttribute;
import croft.base.ServiceError;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;

/** DescribeInstanceAttribute: one attribute at a time. */
public final class DescribeInstanceAttribute {
  private final Store store;

  public DescribeInstanceAttribute(Store store) {
    this.store = store;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
        Ec2Model.DESCRIBE_INSTANCE_ATTRIBUTE,
        AccessRule.toAll("ec2:DescribeInstanceAttribute"),
        this::describeInstanceAttribute);
  }

  private InstanceAttribute describeInstanceAttribute(
      Call call, DescribeInstanceAttributeRequest request) {
    return store.read(tx -> {
      Instance instance =
          Instances.require(tx, call.scope(), AttributeOperations.required(request.instanceId()));
      InstanceShapes shapes = InstanceView.shapes(tx, call.scope());
      String attribute = request.attribute() == null ? "" : request.attribute();
      return attribute(instance, shapes, attribute).instanceId(instance.id()).build();
    });
  }

  private static InstanceAttribute.Builder attribute(
      Instance instance, InstanceShapes shapes, String attribute) {
    Instance.Options options = instance.options();
    InstanceAttribute.Builder result = InstanceAttribute.builder();
    return switch (attribute) {
      case "instanceType" -> result.instanceType(value(options.type()));
      case "userData" ->
          result.userData(AttributeValue.builder().value(instance.launch().userData()).build());
      case "disableApiTermination" ->
          result.disableApiTermination(flag(options.terminationProtected()));
      case "disableApiStop" -> result.disableApiStop(flag(instance.settings().stopProtected()));
      case "instanceInitiatedShutdownBehavior" ->
          result.instanceInitiatedShutdownBehavior(
              value(options.terminateOnShutdown() ? "terminate" : "stop"));
      case "rootDeviceName" -> result.rootDeviceName(value(InstanceShapes.ROOT_DEVICE));
      case "groupSet" -> result.groups(shapes.groups(instance));
      case "sourceDestCheck" ->
          result.sourceDestCheck(
              flag(!Boolean.FALSE.equals(shapes.shape(instance).sourceDestCheck())));
      case "ebsOptimized" -> result.ebsOptimized(flag(instance.settings().ebsOptimized()));
      case "enaSupport" -> result.enaSupport(flag(true));
      case "enclaveOptions" ->
          result.enclaveOptions(EnclaveOptions.builder().enabled(false).build());
      case "blockDeviceMapping" ->
          result.blockDeviceMappings(shapes.shape(instance).blockDeviceMappingsOrEmpty());
      case "productCodes" -> result.productCodes(List.of());
      case "kernel", "ramdisk", "sriovNetSupport" -> result;
      default ->
          throw ServiceError.badRequest(
              "InvalidParameterValue",
              "Value (" + attribute + ") for parameter attribute is invalid. Unknown attribute.");
    };
  }

  private static AttributeValue value(String text) {
    return AttributeValue.builder().value(text).build();
  }

  private static AttributeBooleanValue flag(boolean on) {
    return AttributeBooleanValue.builder().value(on).build();
  }
}
