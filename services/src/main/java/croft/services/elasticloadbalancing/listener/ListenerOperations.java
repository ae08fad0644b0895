package croft.services.elasticloadbalancing.listener;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancing.CreateLoadBalancerListenerInput;
import croft.api.elasticloadbalancing.CreateLoadBalancerListenerOutput;
import croft.api.elasticloadbalancing.DeleteLoadBalancerListenerInput;
import croft.api.elasticloadbalancing.DeleteLoadBalancerListenerOutput;
import croft.api.elasticloadbalancing.ElasticloadbalancingModel;
import croft.api.elasticloadbalancing.SetLoadBalancerListenerSSLCertificateInput;
import croft.api.elasticloadbalancing.SetLoadBalancerListenerSSLCertificateOutput;
import croft.api.elasticloadbalancing.SetLoadBalancerPoliciesOfListenerInput;
import croft.api.elasticloadbalancing.SetLoadBalancerPoliciesOfListenerOutput;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Front;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Policy;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Traffic;
import croft.services.elasticloadbalancing.loadbalancer.ClassicParts;
import croft.services.elasticloadbalancing.policy.Policies;
import croft.services.elasticloadbalancing.policy.PolicyTypes;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes listeners. */
public final class ListenerOperations {
  private final ClassicParts classic;
  private final Fronts fronts;

  public ListenerOperations(ClassicParts classic) {
    this.classic = classic;
    this.fronts = new Fronts(classic);
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            ElasticloadbalancingModel.CREATE_LOAD_BALANCER_LISTENERS,
            ClassicParts.to("CreateLoadBalancerListeners", r -> r.loadBalancerName()),
            this::create),
        bind(
            ElasticloadbalancingModel.DELETE_LOAD_BALANCER_LISTENERS,
            ClassicParts.to("DeleteLoadBalancerListeners", r -> r.loadBalancerName()),
            this::delete),
        bind(
            ElasticloadbalancingModel.SET_LOAD_BALANCER_LISTENER_SSL_CERTIFICATE,
            ClassicParts.to("SetLoadBalancerListenerSSLCertificate", r -> r.loadBalancerName()),
            this::setCertificate),
        bind(
            ElasticloadbalancingModel.SET_LOAD_BALANCER_POLICIES_OF_LISTENER,
            ClassicParts.to("SetLoadBalancerPoliciesOfListener", r -> r.loadBalancerName()),
            this::setPolicies));
  }

  private CreateLoadBalancerListenerOutput create(
      Call call, CreateLoadBalancerListenerInput request) {
    classic.change(
        call,
        request.loadBalancerName(),
        (tx, now) -> {
          Traffic traffic = now.traffic();
          List<Front> all = fronts.read(tx, traffic.listeners(), request.listenersOrEmpty());
          List<Policy> policies = new ArrayList<>(traffic.policies());
          Policies.ofListeners(all.subList(traffic.listeners().size(), all.size())).stream()
              .filter(policy -> traffic.policy(policy.name()).isEmpty())
              .forEach(policies::add);
          return now.with(traffic.withListeners(all).withPolicies(policies));
        });
    return CreateLoadBalancerListenerOutput.builder().build();
  }

  private DeleteLoadBalancerListenerOutput delete(
      Call call, DeleteLoadBalancerListenerInput request) {
    classic.change(
        call,
        request.loadBalancerName(),
        (tx, now) ->
            now.with(
                now.traffic()
                    .withListeners(
                        now.traffic().listeners().stream()
                            .filter(
                                front -> !request.loadBalancerPortsOrEmpty().contains(front.port()))
                            .toList())));
    return DeleteLoadBalancerListenerOutput.builder().build();
  }

  private static ClassicBalancer change(
      ClassicBalancer now, @Nullable Integer port, UnaryOperator<Front> change) {
    List<Front> all = new ArrayList<>(now.traffic().listeners());
    for (int index = 0; index < all.size(); index++) {
      Front front = all.get(index);
      if (port != null && front.port() == port) {
        all.set(index, change.apply(front));
        return now.with(now.traffic().withListeners(all));
      }
    }
    throw ElbErrors.of(
        "ListenerNotFound",
        "There is no listener with port " + port + " for load balancer " + now.name());
  }

  private SetLoadBalancerListenerSSLCertificateOutput setCertificate(
      Call call, SetLoadBalancerListenerSSLCertificateInput request) {
    String arn = ElbErrors.given(request.sslCertificateId(), "SSLCertificateId");
    classic.change(
        call,
        request.loadBalancerName(),
        (tx, now) -> {
          fronts.requireCertificate(tx, arn);
          return change(
              now,
              request.loadBalancerPort(),
              front -> {
                if (!front.secure()) {
                  throw ElbErrors.of(
                      "InvalidConfigurationRequest",
                      "The listener at port " + front.port() + " speaks no TLS");
                }
                return front.withCertificate(arn);
              });
        });
    return SetLoadBalancerListenerSSLCertificateOutput.builder().build();
  }

  private SetLoadBalancerPoliciesOfListenerOutput setPolicies(
      Call call, SetLoadBalancerPoliciesOfListenerInput request) {
    List<String> names = request.policyNamesOrEmpty();
    classic.change(
        call,
        request.loadBalancerName(),
        (tx, now) -> {
          for (String name : names) {
            if (now.traffic().policy(name).isEmpty()) {
              throw ElbErrors.of("PolicyNotFound", "There is no policy with name " + name);
            }
          }
          return change(
              now,
              request.loadBalancerPort(),
              front -> {
                names.forEach(
                    name -> requireFitting(front, now.traffic().policy(name).orElseThrow().type()));
                return front.withPolicies(names);
              });
        });
    return SetLoadBalancerPoliciesOfListenerOutput.builder().build();
  }

  private static void requireFitting(Front front, String type) {
    boolean fits =
        switch (type) {
          case PolicyTypes.OWN_COOKIE, PolicyTypes.APPLICATION_COOKIE -> front.http();
          case PolicyTypes.TLS -> front.secure();
          default -> false;
        };
    if (!fits) {
      throw ElbErrors.of(
          "InvalidConfigurationRequest",
          "A policy of type " + type + " does not fit a listener of " + front.protocol());
    }
  }
}
