package croft.services.elasticloadbalancingv2.loadbalancer;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancingv2.AvailabilityZone;
import croft.api.elasticloadbalancingv2.CreateLoadBalancerInput;
import croft.api.elasticloadbalancingv2.CreateLoadBalancerOutput;
import croft.api.elasticloadbalancingv2.DeleteLoadBalancerInput;
import croft.api.elasticloadbalancingv2.DeleteLoadBalancerOutput;
import croft.api.elasticloadbalancingv2.DescribeLoadBalancersInput;
import croft.api.elasticloadbalancingv2.DescribeLoadBalancersOutput;
import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Model;
import croft.api.elasticloadbalancingv2.LoadBalancerAddress;
import croft.api.elasticloadbalancingv2.LoadBalancerState;
import croft.base.ServiceError;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Kind;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.State;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.services.elasticloadbalancingv2.tag.ElbTags;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Creates, shows and deletes load balancers. */
public final class LoadBalancerOperations {
  private static final int MOST = 50;
  private static final int PAGE = 400;

  private final BalancerParts parts;
  private final Placement placement;

  public LoadBalancerOperations(BalancerParts parts) {
    this.parts = parts;
    this.placement = new Placement(parts.surroundings());
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                Elasticloadbalancingv2Model.CREATE_LOAD_BALANCER,
                (call, r) ->
                    ElbAccess.create(
                        call,
                        "CreateLoadBalancer",
                        "loadbalancer/"
                            + ("network".equals(r.type()) ? "net" : "app")
                            + "/"
                            + r.name()
                            + "/*",
                        ElbTags.read(r.tagsOrEmpty())),
                this::create)
            .honouring(
                "Name",
                "Subnets",
                "SubnetMappings.SubnetId",
                "SubnetMappings.AllocationId",
                "SubnetMappings.PrivateIPv4Address",
                "SecurityGroups",
                "Scheme",
                "Tags",
                "Type",
                "IpAddressType"),
        bind(
            Elasticloadbalancingv2Model.DESCRIBE_LOAD_BALANCERS,
            (call, r) -> ElbAccess.to("DescribeLoadBalancers", "*"),
            this::describe),
        bind(
            Elasticloadbalancingv2Model.DELETE_LOAD_BALANCER,
            (call, r) -> ElbAccess.to("DeleteLoadBalancer", r.loadBalancerArn()),
            this::delete));
  }

  private CreateLoadBalancerOutput create(Call call, CreateLoadBalancerInput request) {
    parts
        .surroundings()
        .lacking()
        .ifPresent(lacking -> {
          throw new ServiceError(
              "ServiceUnavailable", 503, "Load balancers cannot run here: " + lacking);
        });
    String name = checkedName(request.name());
    Kind kind = kind(request.type());
    String scheme = request.scheme() == null ? "internet-facing" : request.scheme();
    if (!scheme.equals("internet-facing") && !scheme.equals("internal")) {
      throw ElbErrors.of("InvalidScheme", "The requested scheme '" + scheme + "' is not valid");
    }
    if (request.ipAddressType() != null && !request.ipAddressType().equals("ipv4")) {
      throw ElbErrors.refused("The IP address type " + request.ipAddressType());
    }
    Map<String, String> tags = ElbTags.read(request.tagsOrEmpty());
    List<Placement.Choice> choices =
        Placement.choices(request.subnetsOrEmpty(), request.subnetMappingsOrEmpty());
    return parts
        .store()
        .write(tx -> {
          List<LoadBalancer> there = LoadBalancer.standing(tx, call.scope());
          if (there.stream().anyMatch(b -> b.name().equals(name))) {
            throw ElbErrors.of(
                "DuplicateLoadBalancerName",
                "A load balancer with the same name '"
                    + name
                    + "' exists, but with different settings");
          }
          if (there.size() >= MOST) {
            throw ElbErrors.of(
                "TooManyLoadBalancers",
                "The maximum number of load balancers has been reached: " + MOST);
          }
          String vpcId = placement.vpcOf(tx, call.scope(), kind, choices);
          List<String> groups =
              placement.groups(tx, call.scope(), vpcId, kind, request.securityGroupsOrEmpty());
          String hash = parts.ids().hex(16);
          LoadBalancer made =
              new LoadBalancer(
                  call.scope(),
                  kind.prefix() + "-" + hash,
                  name,
                  kind,
                  hash,
                  scheme,
                  vpcId,
                  List.of(),
                  groups,
                  Map.of(),
                  hostAddress(tx),
                  call.at(),
                  State.PROVISIONING,
                  "");
          List<Zone> zones = new ArrayList<>();
          choices.forEach(choice -> zones.add(placement.stand(tx, made, choice)));
          LoadBalancer placed = made.withZones(zones);
          tx.insert(LoadBalancer.TABLE, placed);
          ElbTags.add(tx, call.scope(), placed.arn(), tags);
          parts.wake(tx, placed);
          return CreateLoadBalancerOutput.builder().loadBalancers(List.of(shape(placed))).build();
        });
  }

  /** A name as AWS takes it. */
  public static String checkedName(@org.jspecify.annotations.Nullable String asked) {
    String name = ElbErrors.given(asked, "Name");
    if (name.length() > 32) {
      throw ElbErrors.validation(
          "Load balancer name '" + name + "' cannot be longer than '32' characters");
    }
    if (!name.matches("[A-Za-z0-9-]+")) {
      throw ElbErrors.validation(
          "The load balancer name '" + name + "' contains invalid characters");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      throw ElbErrors.validation("Load balancer name cannot begin or end with '-'");
    }
    if (name.toLowerCase(Locale.ROOT).startsWith("internal-")) {
      throw ElbErrors.validation("Load balancer name cannot begin with 'internal-'");
    }
    return name;
  }

  private static Kind kind(@org.jspecify.annotations.Nullable String type) {
    return switch (type == null ? "application" : type) {
      case "application" -> Kind.APPLICATION;
      case "network" -> Kind.NETWORK;
      default -> throw ElbErrors.refused("The load balancer type " + type);
    };
  }

  /** A free one of this machine's loopback, the same for all accounts. */
  private String hostAddress(Transaction tx) {
    Set<String> taken = new HashSet<>();
    tx.listAll(LoadBalancer.TABLE).forEach(b -> taken.add(b.hostAddress()));
    while (true) {
      int number = Integer.parseInt(parts.ids().hex(4), 16);
      String candidate = "127.24" + number % 10 + "." + number / 256 + "." + (1 + number % 254);
      if (!taken.contains(candidate)) {
        return candidate;
      }
    }
  }

  private DescribeLoadBalancersOutput describe(Call call, DescribeLoadBalancersInput request) {
    List<LoadBalancer> found =
        parts
            .store()
            .read(tx -> {
              List<LoadBalancer> all = LoadBalancer.standing(tx, call.scope());
              for (String arn : request.loadBalancerArnsOrEmpty()) {
                LoadBalancer.require(tx, call.scope(), arn);
              }
              List<String> names = request.namesOrEmpty();
              List<String> missing =
                  names.stream()
                      .filter(name -> all.stream().noneMatch(b -> b.name().equals(name)))
                      .toList();
              if (!missing.isEmpty()) {
                throw ElbErrors.of(
                    "LoadBalancerNotFound", "Load balancers '" + missing + "' not found");
              }
              return all.stream()
                  .filter(b ->
                      request.loadBalancerArnsOrEmpty().isEmpty()
                          || request.loadBalancerArnsOrEmpty().contains(b.arn()))
                  .filter(b -> names.isEmpty() || names.contains(b.name()))
                  .toList();
            });
    Pages.Page<LoadBalancer> page =
        parts
            .pages()
            .page(
                call,
                "elbv2-load-balancers",
                found,
                LoadBalancer::id,
                Pages.Wanted.of(
                    request.marker(),
                    request.pageSize(),
                    PAGE,
                    () -> ElbErrors.validation("The marker is not valid")));
    return DescribeLoadBalancersOutput.builder()
        .loadBalancers(page.map(LoadBalancerOperations::shape))
        .nextMarker(page.token())
        .build();
  }

  static croft.api.elasticloadbalancingv2.LoadBalancer shape(LoadBalancer balancer) {
    return croft.api.elasticloadbalancingv2.LoadBalancer.builder()
        .loadBalancerArn(balancer.arn())
        .dnsName(balancer.dnsName())
        .canonicalHostedZoneId(HostedZones.of(balancer.region(), balancer.kind()))
        .createdTime(balancer.createdAt())
        .loadBalancerName(balancer.name())
        .scheme(balancer.scheme())
        .vpcId(balancer.vpcId())
        .state(
            LoadBalancerState.builder()
                .code(balancer.state().name().toLowerCase(Locale.ROOT))
                .reason(balancer.reason().isEmpty() ? null : balancer.reason())
                .build())
        .type(balancer.kind().word())
        .availabilityZones(zones(balancer))
        .securityGroups(balancer.securityGroups())
        .ipAddressType("ipv4")
        .build();
  }

  static List<AvailabilityZone> zones(LoadBalancer balancer) {
    return balancer.zones().stream()
        .map(zone ->
            AvailabilityZone.builder()
                .zoneName(zone.zoneName())
                .subnetId(zone.subnetId())
                .loadBalancerAddresses(addresses(balancer, zone))
                .build())
        .toList();
  }

  private static List<LoadBalancerAddress> addresses(LoadBalancer balancer, Zone zone) {
    if (balancer.kind() != Kind.NETWORK) {
      return List.of();
    }
    boolean open = zone.allocationId() != null;
    return List.of(
        LoadBalancerAddress.builder()
            .ipAddress(open ? zone.publicAddress() : null)
            .allocationId(zone.allocationId())
            .privateIPv4Address(balancer.scheme().equals("internal") ? zone.privateAddress() : null)
            .build());
  }

  private DeleteLoadBalancerOutput delete(Call call, DeleteLoadBalancerInput request) {
    return parts
        .store()
        .write(tx -> {
          // One that is not there is deleted already, as AWS has it.
          LoadBalancer.standing(tx, call.scope()).stream()
              .filter(b -> b.arn().equals(request.loadBalancerArn()))
              .forEach(b -> {
                if (b.attribute("deletion_protection.enabled").equals("true")) {
                  throw ElbErrors.of(
                      "OperationNotPermitted",
                      "Load balancer '"
                          + b.arn()
                          + "' cannot be deleted because deletion protection is enabled");
                }
                tx.put(LoadBalancer.TABLE, b.enter(State.DELETING, ""));
                ElbTags.clear(tx, b.scope(), b.arn());
                parts.wake(tx, b);
              });
          return DeleteLoadBalancerOutput.builder().build();
        });
  }
}
