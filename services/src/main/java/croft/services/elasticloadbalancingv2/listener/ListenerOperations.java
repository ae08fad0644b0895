package croft.services.elasticloadbalancingv2.listener;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancingv2.Action;
import croft.api.elasticloadbalancingv2.Certificate;
import croft.api.elasticloadbalancingv2.CreateListenerInput;
import croft.api.elasticloadbalancingv2.CreateListenerOutput;
import croft.api.elasticloadbalancingv2.DeleteListenerInput;
import croft.api.elasticloadbalancingv2.DeleteListenerOutput;
import croft.api.elasticloadbalancingv2.DescribeListenersInput;
import croft.api.elasticloadbalancingv2.DescribeListenersOutput;
import croft.api.elasticloadbalancingv2.DescribeSSLPoliciesInput;
import croft.api.elasticloadbalancingv2.DescribeSSLPoliciesOutput;
import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Model;
import croft.api.elasticloadbalancingv2.ModifyListenerInput;
import croft.api.elasticloadbalancingv2.ModifyListenerOutput;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbAccess;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Kind;
import croft.services.elasticloadbalancingv2.tag.ElbTags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates, shows, changes and deletes listeners. */
public final class ListenerOperations {
  private static final int MOST = 50;
  private static final int PAGE = 400;

  private final BalancerParts parts;

  public ListenerOperations(BalancerParts parts) {
    this.parts = parts;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                Elasticloadbalancingv2Model.CREATE_LISTENER,
                (call, r) -> ElbAccess.to("CreateListener", r.loadBalancerArn()),
                this::create)
            .honouring(
                "LoadBalancerArn",
                "Protocol",
                "Port",
                "SslPolicy",
                "Certificates.CertificateArn",
                "DefaultActions",
                "Tags"),
        bind(
            Elasticloadbalancingv2Model.DESCRIBE_LISTENERS,
            AccessRule.toAll("elasticloadbalancing:DescribeListeners"),
            this::describe),
        bind(
                Elasticloadbalancingv2Model.MODIFY_LISTENER,
                (call, r) -> ElbAccess.to("ModifyListener", r.listenerArn()),
                this::modify)
            .honouring(
                "ListenerArn",
                "Protocol",
                "Port",
                "SslPolicy",
                "Certificates.CertificateArn",
                "DefaultActions"),
        bind(
            Elasticloadbalancingv2Model.DELETE_LISTENER,
            (call, r) -> ElbAccess.to("DeleteListener", r.listenerArn()),
            this::delete),
        bind(
            Elasticloadbalancingv2Model.DESCRIBE_SSL_POLICIES,
            AccessRule.toAll("elasticloadbalancing:DescribeSSLPolicies"),
            this::policies));
  }

  private CreateListenerOutput create(Call call, CreateListenerInput request) {
    Map<String, String> tags = ElbTags.read(request.tagsOrEmpty());
    return parts
        .store()
        .write(tx -> {
          LoadBalancer balancer = LoadBalancer.require(tx, call.scope(), request.loadBalancerArn());
          List<Listener> there = Listener.of(tx, balancer);
          if (there.size() >= MOST) {
            throw ElbErrors.of("TooManyListeners", "The maximum number of listeners is " + MOST);
          }
          Listener made =
              checked(
                  tx,
                  balancer,
                  parts.ids().hex(16),
                  request.port(),
                  request.protocol(),
                  request.sslPolicy(),
                  ListenerCertificates.arns(request.certificatesOrEmpty()),
                  request.defaultActionsOrEmpty());
          requireFree(there, made);
          tx.insert(Listener.TABLE, made);
          ElbTags.add(tx, call.scope(), made.arn(), tags);
          parts.wake(tx, balancer);
          return CreateListenerOutput.builder().listeners(List.of(shape(made))).build();
        });
  }

  private static void requireFree(List<Listener> there, Listener made) {
    boolean taken =
        there.stream().anyMatch(l -> l.port() == made.port() && !l.id().equals(made.id()));
    if (taken) {
      throw ElbErrors.of(
          "DuplicateListener", "A listener already exists on this port for this load balancer");
    }
  }

  // What a listener is made of comes from two requests of different types.
  @SuppressWarnings("TooManyParameters")
  private Listener checked(
      Transaction tx,
      LoadBalancer balancer,
      String id,
      @Nullable Integer port,
      @Nullable String askedProtocol,
      @Nullable String policy,
      List<String> certificates,
      List<Action> actions) {
    String protocol = ElbErrors.given(askedProtocol, "Protocol");
    List<String> fitting =
        balancer.kind() == Kind.APPLICATION ? List.of("HTTP", "HTTPS") : List.of("TCP", "TLS");
    if (!fitting.contains(protocol)) {
      if (balancer.kind() == Kind.NETWORK && List.of("UDP", "TCP_UDP").contains(protocol)) {
        throw ElbErrors.refused("The listener protocol " + protocol);
      }
      throw ElbErrors.of(
          "UnsupportedProtocol", "Listener protocol '" + protocol + "' is not supported");
    }
    if (port == null || port < 1 || port > 65535) {
      throw ElbErrors.validation("A port between 1 and 65535 must be specified");
    }
    boolean secure = protocol.equals("HTTPS") || protocol.equals("TLS");
    if (!secure && (!certificates.isEmpty() || policy != null)) {
      throw ElbErrors.configuration(
          "Certificates and SSL policies are not supported with protocol " + protocol);
    }
    if (secure && certificates.isEmpty()) {
      throw ElbErrors.of(
          "ValidationError", "A certificate must be specified for " + protocol + " listeners");
    }
    if (certificates.size() > 1) {
      throw ElbErrors.of("TooManyCertificates", "You can specify exactly one certificate");
    }
    certificates.forEach(arn -> ListenerCertificates.require(tx, parts, arn));
    String chosen = policy == null ? SslPolicies.USUAL : policy;
    if (secure) {
      SslPolicies.require(chosen);
    }
    return new Listener(
        balancer.scope(),
        id,
        balancer.id(),
        balancer.path(),
        port,
        protocol,
        secure ? chosen : "",
        certificates,
        Actions.check(tx, balancer, protocol, actions));
  }

  private ModifyListenerOutput modify(Call call, ModifyListenerInput request) {
    return parts
        .store()
        .write(tx -> {
          Listener now = Listener.require(tx, call.scope(), request.listenerArn());
          LoadBalancer balancer = now.balancer(tx);
          String protocol = request.protocol() == null ? now.protocol() : request.protocol();
          boolean secure = protocol.equals("HTTPS") || protocol.equals("TLS");
          List<String> asked = ListenerCertificates.arns(request.certificatesOrEmpty());
          List<String> first =
              asked.isEmpty() && secure ? now.certificates().stream().limit(1).toList() : asked;
          String policy = request.sslPolicy();
          if (policy == null && secure && now.secure()) {
            policy = now.sslPolicy();
          }
          Listener next =
              checked(
                  tx,
                  balancer,
                  now.id(),
                  request.port() == null ? Integer.valueOf(now.port()) : request.port(),
                  protocol,
                  policy,
                  first,
                  request.defaultActionsOrEmpty().isEmpty()
                      ? now.actions()
                      : request.defaultActionsOrEmpty());
          requireFree(Listener.of(tx, balancer), next);
          List<String> all = new ArrayList<>(next.certificates());
          if (secure) {
            now.certificates().stream().skip(1).filter(arn -> !all.contains(arn)).forEach(all::add);
          }
          Listener kept = next.withCertificates(all);
          tx.put(Listener.TABLE, kept);
          parts.wake(tx, balancer);
          return ModifyListenerOutput.builder().listeners(List.of(shape(kept))).build();
        });
  }

  private DeleteListenerOutput delete(Call call, DeleteListenerInput request) {
    return parts
        .store()
        .write(tx -> {
          Listener listener = Listener.require(tx, call.scope(), request.listenerArn());
          remove(tx, listener);
          parts.wake(tx, listener.balancer(tx));
          return DeleteListenerOutput.builder().build();
        });
  }

  /** A listener goes with its rules and the tags of all. */
  public static void remove(Transaction tx, Listener listener) {
    for (ListenerRule rule : ListenerRule.of(tx, listener)) {
      ElbTags.clear(tx, rule.scope(), rule.arn());
      tx.delete(ListenerRule.TABLE, rule.scope(), rule.id());
    }
    ElbTags.clear(tx, listener.scope(), listener.arn());
    tx.delete(Listener.TABLE, listener.scope(), listener.id());
  }

  private DescribeListenersOutput describe(Call call, DescribeListenersInput request) {
    List<Listener> found =
        parts
            .store()
            .read(tx -> {
              if (!request.listenerArnsOrEmpty().isEmpty()) {
                return request.listenerArnsOrEmpty().stream()
                    .map(arn -> Listener.require(tx, call.scope(), arn))
                    .toList();
              }
              if (request.loadBalancerArn() == null) {
                throw ElbErrors.validation(
                    "You must specify either listener ARNs or a load balancer ARN");
              }
              return Listener.of(
                  tx, LoadBalancer.require(tx, call.scope(), request.loadBalancerArn()));
            });
    Pages.Page<Listener> page =
        parts
            .pages()
            .page(
                call,
                "elbv2-listeners",
                found,
                Listener::id,
                Pages.Wanted.of(
                    request.marker(),
                    request.pageSize(),
                    PAGE,
                    () -> ElbErrors.validation("The marker is not valid")));
    return DescribeListenersOutput.builder()
        .listeners(page.map(ListenerOperations::shape))
        .nextMarker(page.token())
        .build();
  }

  private static croft.api.elasticloadbalancingv2.Listener shape(Listener listener) {
    int slash = listener.balancerPath().length();
    String arn = listener.arn();
    String balancer =
        arn.substring(0, arn.indexOf(":listener/"))
            + ":loadbalancer/"
            + listener.balancerPath().substring(0, slash);
    return croft.api.elasticloadbalancingv2.Listener.builder()
        .listenerArn(arn)
        .loadBalancerArn(balancer)
        .port(listener.port())
        .protocol(listener.protocol())
        .sslPolicy(listener.secure() ? listener.sslPolicy() : null)
        .certificates(
            listener.certificates().stream()
                .limit(1)
                .map(c -> Certificate.builder().certificateArn(c).build())
                .toList())
        .defaultActions(listener.actions())
        .build();
  }

  private DescribeSSLPoliciesOutput policies(Call call, DescribeSSLPoliciesInput request) {
    request.namesOrEmpty().forEach(SslPolicies::require);
    return DescribeSSLPoliciesOutput.builder()
        .sslPolicies(
            SslPolicies.all().stream()
                .filter(p ->
                    request.namesOrEmpty().isEmpty() || request.namesOrEmpty().contains(p.name()))
                .map(SslPolicies.Policy::shape)
                .toList())
        .build();
  }
}
