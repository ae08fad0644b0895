package croft.services.ec2.vpc;

import croft.api.ec2.TagSpecification;
import croft.services.ec2.endpoint.VpcEndpoint;
import croft.services.ec2.endpoint.VpcEndpoints;
import croft.services.ec2.internetgateway.InternetGateway;
import croft.services.ec2.internetgateway.InternetGateways;
import croft.services.ec2.natgateway.NatGateway;
import croft.services.ec2.natgateway.NatGateways;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.routetable.RouteTable;
import croft.services.ec2.routetable.RouteTables;
import croft.services.ec2.tag.ResourceType;
import croft.services.ec2.tag.TagOperations;
import croft.services.ec2.tag.Tags;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The permissions that calls about a network's parts need: the action on what is made and on what
 * is used, with the tags of each and its VPC as {@code ec2:Vpc}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html">Actions
 * for Amazon EC2</a>.
 */
public final class NetworkAccess {
  private final Store store;

  public NetworkAccess(Store store) {
    this.store = store;
  }

  /**
   * To make something: the action on {@code type/*} and on every resource it is made of, and
   * CreateTags when it is made with tags.
   *
   * @param used ids; a null one is left out
   */
  public List<Access> create(
      Call call,
      String operation,
      String type,
      List<TagSpecification> specifications,
      @Nullable String... used) {
    Map<String, List<String>> tags =
        TagOperations.requestTags(
            specifications.stream().flatMap(s -> s.tagsOrEmpty().stream()).toList());
    List<Access> all = new ArrayList<>();
    all.add(Access.to("ec2:" + operation, call.arn("ec2", type + "/*")).with(tags));
    all.addAll(each(call, operation, given(used)));
    if (!specifications.isEmpty()) {
      Map<String, List<String>> keys = new HashMap<>(tags);
      keys.put("ec2:CreateAction", List.of(operation));
      all.add(Access.to("ec2:CreateTags", call.arn("ec2", type + "/*")).with(keys));
    }
    return all;
  }

  /**
   * To act on resources that are there: the action on each. Without any, because what the call
   * names leads to none, it is the action on everything: only who may do it at all learns that.
   */
  public List<Access> to(Call call, String operation, @Nullable String... ids) {
    return to(call, operation, given(ids));
  }

  /** The same for a list. */
  public List<Access> to(Call call, String operation, List<String> ids) {
    return ids.isEmpty()
        ? List.of(new Access("ec2:" + operation, List.of("*"), Map.of()))
        : each(call, operation, ids);
  }

  private static List<String> given(@Nullable String... ids) {
    return Stream.of(ids).filter(Objects::nonNull).toList();
  }

  private List<Access> each(Call call, String operation, List<String> ids) {
    return ids.stream().map(id -> access(call, "ec2:" + operation, id)).toList();
  }

  private Access access(Call call, String action, String id) {
    String type = ResourceType.of(id);
    String resource = type.isEmpty() ? "*" : call.arn("ec2", type + "/" + id).toString();
    return new Access(action, List.of(resource), keys(call, id));
  }

  private Map<String, List<String>> keys(Call call, String id) {
    Map<String, List<String>> keys = new HashMap<>();
    store.read(tx -> {
      Tags.of(tx, call.scope(), id)
          .forEach((key, value) -> {
            keys.put("ec2:ResourceTag/" + key, List.of(value));
            keys.put("aws:ResourceTag/" + key, List.of(value));
          });
      vpcOf(tx, call.scope(), id)
          .ifPresent(vpc -> keys.put("ec2:Vpc", List.of(call.arn("ec2", "vpc/" + vpc).toString())));
      return true;
    });
    keys.put("ec2:Region", List.of(call.region()));
    return keys;
  }

  private static Optional<String> vpcOf(Transaction tx, String scope, String id) {
    return switch (ResourceType.of(id)) {
      case "vpc" -> Optional.of(id);
      case "subnet" -> tx.get(Vpcs.SUBNETS, scope, id).map(Subnet::vpcId);
      case "route-table" -> tx.get(RouteTables.TABLE, scope, id).map(RouteTable::vpcId);
      case "internet-gateway" ->
          tx.get(InternetGateways.TABLE, scope, id).map(InternetGateway::vpcId);
      case "network-interface" ->
          tx.get(NetworkInterfaces.TABLE, scope, id).map(NetworkInterface::vpcId);
      case "natgateway" -> tx.get(NatGateways.TABLE, scope, id).map(NatGateway::vpcId);
      case "vpc-endpoint" -> tx.get(VpcEndpoints.TABLE, scope, id).map(VpcEndpoint::vpcId);
      default -> Optional.empty();
    };
  }
}
