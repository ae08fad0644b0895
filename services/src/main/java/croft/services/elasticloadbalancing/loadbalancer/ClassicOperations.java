package croft.services.elasticloadbalancing.loadbalancer;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancing.CreateAccessPointInput;
import croft.api.elasticloadbalancing.CreateAccessPointOutput;
import croft.api.elasticloadbalancing.DeleteAccessPointInput;
import croft.api.elasticloadbalancing.DeleteAccessPointOutput;
import croft.api.elasticloadbalancing.DescribeAccessPointsInput;
import croft.api.elasticloadbalancing.DescribeAccessPointsOutput;
import croft.api.elasticloadbalancing.ElasticloadbalancingModel;
import croft.base.ServiceError;
import croft.services.elasticloadbalancing.instance.ClassicInstance;
import croft.services.elasticloadbalancing.listener.Fronts;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Check;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Front;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Place;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Settings;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Traffic;
import croft.services.elasticloadbalancing.policy.Policies;
import croft.services.elasticloadbalancing.tag.ClassicTags;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbAccess;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancerOperations;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings.SubnetFacts;
import croft.services.elasticloadbalancingv2.tag.ElbTags;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Creates, shows and deletes classic load balancers. */
public final class ClassicOperations {
  static final int MOST = 20;
  private static final int PAGE = 400;

  private final ClassicParts classic;
  private final Places places;
  private final Fronts fronts;

  public ClassicOperations(ClassicParts classic) {
    this.classic = classic;
    this.places = new Places(classic.parts());
    this.fronts = new Fronts(classic);
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            ElasticloadbalancingModel.CREATE_LOAD_BALANCER,
            (call, r) ->
                ElbAccess.create(
                    call,
                    "CreateLoadBalancer",
                    "loadbalancer/" + r.loadBalancerName(),
                    ClassicTags.read(r.tagsOrEmpty())),
            this::create),
        bind(
            ElasticloadbalancingModel.DESCRIBE_LOAD_BALANCERS,
            (call, r) -> ElbAccess.to("DescribeLoadBalancers", "*"),
            this::describe),
        bind(
            ElasticloadbalancingModel.DELETE_LOAD_BALANCER,
            ClassicParts.to("DeleteLoadBalancer", r -> r.loadBalancerName()),
            this::delete));
  }

  private CreateAccessPointOutput create(Call call, CreateAccessPointInput request) {
    classic
        .parts()
        .surroundings()
        .lacking()
        .ifPresent(lacking -> {
          throw new ServiceError(
              "ServiceUnavailable", 503, "Load balancers cannot run here: " + lacking);
        });
    String name = LoadBalancerOperations.checkedName(request.loadBalancerName());
    String scheme = request.scheme() == null ? "internet-facing" : request.scheme();
    if (!scheme.equals("internet-facing") && !scheme.equals("internal")) {
      throw ElbErrors.of("InvalidScheme", "The requested scheme '" + scheme + "' is not valid");
    }
    Map<String, String> tags = ClassicTags.read(request.tagsOrEmpty());
    ClassicBalancer made =
        classic
            .parts()
            .store()
            .write(tx -> {
              ClassicBalancer present = named(tx, call, name).orElse(null);
              if (present != null) {
                requireSame(tx, present, scheme, request);
                return present;
              }
              ClassicBalancer row = row(tx, call, name, scheme, request);
              tx.insert(ClassicBalancer.TABLE, row);
              ElbTags.add(tx, call.scope(), row.arn(), tags);
              classic.wake(tx, row);
              return row;
            });
    return CreateAccessPointOutput.builder().dnsName(made.dnsName()).build();
  }

  private static Optional<ClassicBalancer> named(Transaction tx, Call call, String name) {
    return ClassicBalancer.standing(tx, call.scope()).stream()
        .filter(balancer -> balancer.name().equals(name))
        .findFirst();
  }

  /** Whoever makes a balancer that is there gets it, unless it is not what was asked for. */
  private void requireSame(
      Transaction tx, ClassicBalancer present, String scheme, CreateAccessPointInput request) {
    Set<String> asked =
        places
            .subnets(
                tx, present.scope(), request.subnetsOrEmpty(), request.availabilityZonesOrEmpty())
            .stream()
            .map(SubnetFacts::zone)
            .collect(Collectors.toSet());
    Set<String> standing =
        present.place().zones().stream().map(Zone::zoneName).collect(Collectors.toSet());
    boolean same =
        scheme.equals(present.scheme())
            && asked.equals(standing)
            && bare(fronts.read(tx, List.of(), request.listenersOrEmpty()))
                .equals(bare(present.traffic().listeners()));
    if (!same) {
      throw ElbErrors.of(
          "DuplicateLoadBalancerName",
          "Load Balancer named '%s' already exists and it is configured with different parameters."
              .formatted(present.name()));
    }
  }

  /** Listeners without their policies, which come later. */
  private static Set<Front> bare(List<Front> listeners) {
    return listeners.stream()
        .map(front ->
            new Front(
                front.protocol(),
                front.port(),
                front.instanceProtocol(),
                front.instancePort(),
                front.certificate(),
                List.of()))
        .collect(Collectors.toSet());
  }

  private ClassicBalancer row(
      Transaction tx, Call call, String name, String scheme, CreateAccessPointInput request) {
    if (ClassicBalancer.standing(tx, call.scope()).size() >= MOST) {
      throw ElbErrors.of("TooManyLoadBalancers", "You may not have more than " + MOST);
    }
    List<SubnetFacts> subnets =
        places.subnets(
            tx, call.scope(), request.subnetsOrEmpty(), request.availabilityZonesOrEmpty());
    String vpcId = subnets.getFirst().vpcId();
    List<Front> listeners = fronts.read(tx, List.of(), request.listenersOrEmpty());
    String check = "TCP:" + listeners.getFirst().instancePort();
    String hash = classic.parts().ids().hex(10);
    ClassicBalancer made =
        new ClassicBalancer(
            call.scope(),
            ClassicBalancer.PREFIX + hash,
            name,
            hash,
            scheme,
            new Place(
                vpcId,
                List.of(),
                places.groups(tx, call.scope(), vpcId, request.securityGroupsOrEmpty())),
            new Traffic(
                listeners,
                Policies.ofListeners(listeners),
                Map.of(),
                new Check(check, 30, 5, 2, 10)),
            Settings.USUAL,
            hostAddress(tx),
            call.at(),
            false);
    return made.with(places.stand(tx, made, subnets));
  }

  /** A free one of this machine's loopback, beside those of the other balancers. */
  private String hostAddress(Transaction tx) {
    Set<String> taken = new HashSet<>();
    tx.listAll(ClassicBalancer.TABLE).forEach(b -> taken.add(b.hostAddress()));
    while (true) {
      int number = Integer.parseInt(classic.parts().ids().hex(4), 16);
      String candidate = "127.250." + number / 256 + "." + (1 + number % 254);
      if (!taken.contains(candidate)) {
        return candidate;
      }
    }
  }

  private DescribeAccessPointsOutput describe(Call call, DescribeAccessPointsInput request) {
    return classic
        .parts()
        .store()
        .read(tx -> {
          List<String> names = request.loadBalancerNamesOrEmpty();
          names.forEach(name -> ClassicBalancer.require(tx, call.scope(), name));
          List<ClassicBalancer> found =
              ClassicBalancer.standing(tx, call.scope()).stream()
                  .filter(balancer -> names.isEmpty() || names.contains(balancer.name()))
                  .toList();
          Pages.Page<ClassicBalancer> page =
              classic
                  .parts()
                  .pages()
                  .page(
                      call,
                      "elb-load-balancers",
                      found,
                      ClassicBalancer::id,
                      Pages.Wanted.of(
                          request.marker(),
                          request.pageSize(),
                          PAGE,
                          () -> ElbErrors.validation("The marker is not valid")));
          return DescribeAccessPointsOutput.builder()
              .loadBalancerDescriptions(
                  page.map(balancer ->
                      ClassicShapes.balancer(
                          balancer,
                          ClassicInstance.of(tx, balancer),
                          classic.parts().surroundings(),
                          tx)))
              .nextMarker(page.token())
              .build();
        });
  }

  /** Deleting what is not there succeeds, as it does at AWS. */
  private DeleteAccessPointOutput delete(Call call, DeleteAccessPointInput request) {
    classic
        .parts()
        .store()
        .write(tx -> {
          Optional<ClassicBalancer> found =
              ClassicBalancer.standing(tx, call.scope()).stream()
                  .filter(balancer -> balancer.name().equals(request.loadBalancerName()))
                  .findFirst();
          found.ifPresent(balancer -> {
            ElbTags.clear(tx, call.scope(), balancer.arn());
            tx.put(ClassicBalancer.TABLE, balancer.leaving());
            classic.wake(tx, balancer);
          });
          return true;
        });
    return DeleteAccessPointOutput.builder().build();
  }
}
