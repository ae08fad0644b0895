package croft.services.ec2.vpc;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.CreateDefaultVpcRequest;
import croft.api.ec2.CreateDefaultVpcResult;
import croft.api.ec2.CreateVpcRequest;
import croft.api.ec2.CreateVpcResult;
import croft.api.ec2.DeleteVpcRequest;
import croft.api.ec2.DeleteVpcResponse;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ModifyVpcAttributeRequest;
import croft.api.ec2.ModifyVpcAttributeResponse;
import croft.api.ec2.ModifyVpcTenancyRequest;
import croft.api.ec2.ModifyVpcTenancyResult;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.drivers.network.Ipv4Cidr;
import croft.services.ec2.Wake;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes VPCs. */
public final class VpcOperations {
  private final Store store;
  private final VpcCreation creation;
  private final Vpcs vpcs;
  private final NetworkAccess access;
  private final Wake wake;

  public VpcOperations(Store store, Ids ids, Vpcs vpcs, NetworkAccess access, Wake wake) {
    this.store = store;
    this.creation = new VpcCreation(ids);
    this.vpcs = vpcs;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation on a whole VPC but its Describes. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.CREATE_VPC,
                (call, r) -> access.create(call, "CreateVpc", "vpc", r.tagSpecificationsOrEmpty()),
                this::createVpc)
            .honouring("CidrBlock", "InstanceTenancy", "TagSpecifications"),
        Binding.bind(
            Ec2Model.CREATE_DEFAULT_VPC,
            (call, r) -> access.create(call, "CreateDefaultVpc", "vpc", List.of()),
            this::createDefaultVpc),
        Binding.bind(
            Ec2Model.DELETE_VPC,
            (call, r) -> access.to(call, "DeleteVpc", r.vpcId()),
            this::deleteVpc),
        Binding.bind(
                Ec2Model.MODIFY_VPC_ATTRIBUTE,
                (call, r) -> access.to(call, "ModifyVpcAttribute", r.vpcId()),
                this::modifyVpcAttribute)
            .honouring("VpcId", "EnableDnsSupport", "EnableDnsHostnames"),
        Binding.bind(
            Ec2Model.MODIFY_VPC_TENANCY,
            (call, r) -> access.to(call, "ModifyVpcTenancy", r.vpcId()),
            this::modifyVpcTenancy));
  }

  private CreateVpcResult createVpc(Call call, CreateVpcRequest request) {
    Ipv4Cidr block = Blocks.parse("cidrBlock", request.cidrBlock());
    if (!Blocks.sized(block)) {
      throw ServiceError.badRequest("InvalidVpc.Range", "The CIDR '" + block + "' is invalid.");
    }
    refuseDedicated(request.instanceTenancy());
    Map<String, String> tags = TagSpecifications.of("vpc", request.tagSpecificationsOrEmpty());
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      refusePastQuota(tx, call.scope());
      Vpc vpc = creation.create(tx, call.scope(), block.toString());
      ReservedTags.put(tx, call, vpc.id(), tags);
      return CreateVpcResult.builder().vpc(DescribeVpcs.shape(call, vpc, tags)).build();
    });
  }

  private static void refusePastQuota(Transaction tx, String scope) {
    if (tx.list(Vpcs.TABLE, scope).size() >= Quotas.VPCS) {
      throw ServiceError.badRequest(
          "VpcLimitExceeded", "The maximum number of VPCs has been reached.");
    }
  }

  private static void refuseDedicated(@Nullable String tenancy) {
    if (tenancy != null && !tenancy.equals("default")) {
      throw ServiceError.badRequest(
          "UnsupportedOperation", "InstanceTenancy other than 'default' is not supported");
    }
  }

  private CreateDefaultVpcResult createDefaultVpc(Call call, CreateDefaultVpcRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      if (Vpcs.defaultVpc(tx, call.scope()).isPresent()) {
        throw ServiceError.badRequest(
            "DefaultVpcAlreadyExists",
            "A Default VPC already exists for this account in this region.");
      }
      refusePastQuota(tx, call.scope());
      Vpc vpc = creation.createDefault(tx, call.scope());
      return CreateDefaultVpcResult.builder().vpc(DescribeVpcs.shape(call, vpc, Map.of())).build();
    });
  }

  private DeleteVpcResponse deleteVpc(Call call, DeleteVpcRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      Vpc vpc = Vpcs.require(tx, call.scope(), text(request.vpcId()));
      VpcDeletion.delete(tx, vpc);
      wake.network(tx, call.scope(), vpc.id());
      return DeleteVpcResponse.builder().build();
    });
  }

  private ModifyVpcAttributeResponse modifyVpcAttribute(
      Call call, ModifyVpcAttributeRequest request) {
    AttributeBooleanValue support = request.enableDnsSupport();
    AttributeBooleanValue hostnames = request.enableDnsHostnames();
    if (support != null && hostnames != null) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "Fields for multiple attribute types specified: enableDnsSupport, enableDnsHostnames");
    }
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      Vpc vpc = Vpcs.require(tx, call.scope(), text(request.vpcId()));
      boolean supported = on(support, vpc.dnsSupport());
      boolean named = on(hostnames, vpc.dnsHostnames());
      if (hostnames != null && named && !supported) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "Cannot enable DNS hostnames for VPC '" + vpc.id() + "' without DNS support");
      }
      tx.put(Vpcs.TABLE, vpc.withDns(supported, named));
      wake.network(tx, call.scope(), vpc.id());
      return ModifyVpcAttributeResponse.builder().build();
    });
  }

  private static boolean on(@Nullable AttributeBooleanValue wanted, boolean now) {
    Boolean value = wanted == null ? null : wanted.value();
    return value == null ? now : value;
  }

  private ModifyVpcTenancyResult modifyVpcTenancy(Call call, ModifyVpcTenancyRequest request) {
    if (!"default".equals(request.instanceTenancy())) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value ("
              + request.instanceTenancy()
              + ") for parameter instanceTenancy is invalid. A VPC's tenancy can only be changed"
              + " to default.");
    }
    vpcs.ensureDefault(call.scope());
    return store.read(tx -> {
      Vpcs.require(tx, call.scope(), text(request.vpcId()));
      return ModifyVpcTenancyResult.builder().returnValue(true).build();
    });
  }

  private static String text(@Nullable String id) {
    return id == null ? "" : id;
  }
}
