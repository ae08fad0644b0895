package croft.services.ec2.instance;

import croft.api.ec2.AssociateIamInstanceProfileRequest;
import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.AttributeValue;
import croft.api.ec2.BlobAttributeValue;
import croft.api.ec2.DescribeIamInstanceProfileAssociationsRequest;
import croft.api.ec2.DescribeInstanceAttributeRequest;
import croft.api.ec2.DisassociateIamInstanceProfileRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.Filter;
import croft.api.ec2.IamInstanceProfileSpecification;
import croft.api.ec2.Instance;
import croft.api.ec2.ModifyInstanceAttributeRequest;
import croft.api.ec2.ModifyInstanceMetadataOptionsRequest;
import croft.api.ec2.ModifyNetworkInterfaceAttributeRequest;
import croft.api.ec2.MonitorInstancesRequest;
import croft.api.ec2.StartInstancesRequest;
import croft.api.ec2.StopInstancesRequest;
import croft.api.ec2.UnmonitorInstancesRequest;
import croft.base.ServiceError;
import croft.services.resource.ApiShapes;
import croft.services.resource.ResourceRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes instances as templates ask: at once what can be, over a stop what cannot. */
final class InstanceChange {
  /** What AWS changes in place and Croft's API does not. */
  private static final Set<String> FIXED = Set.of("CreditSpecification", "EbsOptimized", "Volumes");

  private final ResourceRequest request;
  private final Ec2Api ec2;

  private InstanceChange(ResourceRequest request) {
    this.request = request;
    this.ec2 = new Ec2Api(request.calls());
  }

  /** What can be changed while it runs. */
  static void begin(ResourceRequest request) {
    InstanceChange change = new InstanceChange(request);
    change.refuse();
    change.attributes();
    change.monitoring();
    change.metadataOptions();
    change.profile();
  }

  private void refuse() {
    for (String name : FIXED) {
      if (request.changed(name)) {
        throw ServiceError.unsupported(
            "Changing the property " + name + " of an AWS::EC2::Instance");
      }
    }
  }

  private ModifyInstanceAttributeRequest.Builder modify() {
    return ModifyInstanceAttributeRequest.builder().instanceId(request.physicalId());
  }

  private void attributes() {
    if (request.changed("DisableApiTermination")) {
      boolean on = request.properties().path("DisableApiTermination").asBoolean(false);
      ec2.modifyInstanceAttribute(
          modify().disableApiTermination(new AttributeBooleanValue(on)).build());
    }
    if (request.changed("InstanceInitiatedShutdownBehavior")) {
      String behavior = request.text("InstanceInitiatedShutdownBehavior");
      ec2.modifyInstanceAttribute(
          modify()
              .instanceInitiatedShutdownBehavior(
                  new AttributeValue(behavior.isEmpty() ? "stop" : behavior))
              .build());
    }
    if (request.changed("SecurityGroupIds")) {
      List<String> groups = new ArrayList<>();
      request.properties().path("SecurityGroupIds").forEach(one -> groups.add(one.asString()));
      ec2.modifyInstanceAttribute(modify().groups(groups).build());
    }
  }

  private void monitoring() {
    if (request.changed("Monitoring")) {
      List<String> ids = List.of(request.physicalId());
      if (request.properties().path("Monitoring").asBoolean(false)) {
        ec2.monitorInstances(MonitorInstancesRequest.builder().instanceIds(ids).build());
      } else {
        ec2.unmonitorInstances(UnmonitorInstancesRequest.builder().instanceIds(ids).build());
      }
    }
  }

  private void metadataOptions() {
    JsonNode options = request.properties().path("MetadataOptions");
    if (request.changed("MetadataOptions") && options instanceof ObjectNode given) {
      ec2.modifyInstanceMetadataOptions(
          ApiShapes.read(given, ModifyInstanceMetadataOptionsRequest::read).toBuilder()
              .instanceId(request.physicalId())
              .build());
    }
  }

  private void profile() {
    if (!request.changed("IamInstanceProfile")) {
      return;
    }
    ec2.describeIamInstanceProfileAssociations(
            DescribeIamInstanceProfileAssociationsRequest.builder()
                .filters(
                    List.of(
                        Filter.builder()
                            .name("instance-id")
                            .values(List.of(request.physicalId()))
                            .build()))
                .build())
        .iamInstanceProfileAssociationsOrEmpty()
        .forEach(one ->
            ec2.disassociateIamInstanceProfile(
                DisassociateIamInstanceProfileRequest.builder()
                    .associationId(one.associationId())
                    .build()));
    String name = request.text("IamInstanceProfile");
    if (!name.isEmpty()) {
      ec2.associateIamInstanceProfile(
          AssociateIamInstanceProfileRequest.builder()
              .instanceId(request.physicalId())
              .iamInstanceProfile(IamInstanceProfileSpecification.builder().name(name).build())
              .build());
    }
  }

  /**
   * What needs the instance to stand still, or to be there: whether all is as it shall be. It is
   * stopped, changed and started, a step at each look.
   */
  static boolean settle(ResourceRequest request, Instance instance, String state) {
    return new InstanceChange(request).settle(instance, state);
  }

  private boolean settle(Instance instance, String state) {
    boolean wanted = request.properties().path("SourceDestCheck").asBoolean(true);
    boolean present = !Boolean.FALSE.equals(instance.sourceDestCheck());
    if (wanted != present && !instance.networkInterfacesOrEmpty().isEmpty()) {
      ec2.modifyNetworkInterfaceAttribute(
          ModifyNetworkInterfaceAttributeRequest.builder()
              .networkInterfaceId(
                  instance.networkInterfacesOrEmpty().getFirst().networkInterfaceId())
              .sourceDestCheck(new AttributeBooleanValue(wanted))
              .build());
    }
    if (request.previous().isEmpty() || !(isOtherType(instance) || isOtherUserData())) {
      if (state.equals("stopped")) {
        start();
      }
      return state.equals("running");
    }
    if (state.equals("running")) {
      ec2.stopInstances(
          StopInstancesRequest.builder().instanceIds(List.of(request.physicalId())).build());
    } else if (state.equals("stopped")) {
      changeStanding(instance);
    }
    return false;
  }

  private void start() {
    ec2.startInstances(
        StartInstancesRequest.builder().instanceIds(List.of(request.physicalId())).build());
  }

  private boolean isOtherType(Instance instance) {
    return request.changed("InstanceType")
        && !request.text("InstanceType").equals(instance.instanceType());
  }

  private boolean isOtherUserData() {
    if (!request.changed("UserData")) {
      return false;
    }
    var found =
        ec2.describeInstanceAttribute(
                DescribeInstanceAttributeRequest.builder()
                    .instanceId(request.physicalId())
                    .attribute("userData")
                    .build())
            .userData();
    String present = found == null ? "" : Objects.requireNonNullElse(found.value(), "");
    return !present.equals(request.text("UserData"));
  }

  private void changeStanding(Instance instance) {
    if (isOtherType(instance)) {
      ec2.modifyInstanceAttribute(
          modify().instanceType(new AttributeValue(request.text("InstanceType"))).build());
    }
    if (isOtherUserData()) {
      byte[] data = Base64.getDecoder().decode(request.text("UserData"));
      ec2.modifyInstanceAttribute(modify().userData(new BlobAttributeValue(data)).build());
    }
  }
}
