package croft.services.elasticloadbalancing.policy;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancing.CreateAppCookieStickinessPolicyInput;
import croft.api.elasticloadbalancing.CreateAppCookieStickinessPolicyOutput;
import croft.api.elasticloadbalancing.CreateLBCookieStickinessPolicyInput;
import croft.api.elasticloadbalancing.CreateLBCookieStickinessPolicyOutput;
import croft.api.elasticloadbalancing.CreateLoadBalancerPolicyInput;
import croft.api.elasticloadbalancing.CreateLoadBalancerPolicyOutput;
import croft.api.elasticloadbalancing.DeleteLoadBalancerPolicyInput;
import croft.api.elasticloadbalancing.DeleteLoadBalancerPolicyOutput;
import croft.api.elasticloadbalancing.DescribeLoadBalancerPoliciesInput;
import croft.api.elasticloadbalancing.DescribeLoadBalancerPoliciesOutput;
import croft.api.elasticloadbalancing.DescribeLoadBalancerPolicyTypesInput;
import croft.api.elasticloadbalancing.DescribeLoadBalancerPolicyTypesOutput;
import croft.api.elasticloadbalancing.ElasticloadbalancingModel;
import croft.api.elasticloadbalancing.PolicyAttribute;
import croft.api.elasticloadbalancing.PolicyAttributeDescription;
import croft.api.elasticloadbalancing.PolicyDescription;
import croft.api.elasticloadbalancing.SetLoadBalancerPoliciesForBackendServerInput;
import croft.api.elasticloadbalancing.SetLoadBalancerPoliciesForBackendServerOutput;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Policy;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Traffic;
import croft.services.elasticloadbalancing.loadbalancer.ClassicParts;
import croft.services.elasticloadbalancingv2.listener.SslPolicies;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Creates, shows and deletes policies, and gives them to back ends. */
public final class PolicyOperations {
  private static final int MOST = 100;

  private final ClassicParts classic;

  public PolicyOperations(ClassicParts classic) {
    this.classic = classic;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            ElasticloadbalancingModel.CREATE_LB_COOKIE_STICKINESS_POLICY,
            ClassicParts.to("CreateLBCookieStickinessPolicy", r -> r.loadBalancerName()),
            this::createOwnCookie),
        bind(
            ElasticloadbalancingModel.CREATE_APP_COOKIE_STICKINESS_POLICY,
            ClassicParts.to("CreateAppCookieStickinessPolicy", r -> r.loadBalancerName()),
            this::createApplicationCookie),
        bind(
            ElasticloadbalancingModel.CREATE_LOAD_BALANCER_POLICY,
            ClassicParts.to("CreateLoadBalancerPolicy", r -> r.loadBalancerName()),
            this::create),
        bind(
            ElasticloadbalancingModel.DELETE_LOAD_BALANCER_POLICY,
            ClassicParts.to("DeleteLoadBalancerPolicy", r -> r.loadBalancerName()),
            this::delete),
        bind(
            ElasticloadbalancingModel.DESCRIBE_LOAD_BALANCER_POLICIES,
            AccessRule.toAll("elasticloadbalancing:DescribeLoadBalancerPolicies"),
            this::describe),
        bind(
            ElasticloadbalancingModel.DESCRIBE_LOAD_BALANCER_POLICY_TYPES,
            AccessRule.toAll("elasticloadbalancing:DescribeLoadBalancerPolicyTypes"),
            this::types),
        bind(
            ElasticloadbalancingModel.SET_LOAD_BALANCER_POLICIES_FOR_BACKEND_SERVER,
            ClassicParts.to("SetLoadBalancerPoliciesForBackendServer", r -> r.loadBalancerName()),
            this::setBackend));
  }

  private CreateLBCookieStickinessPolicyOutput createOwnCookie(
      Call call, CreateLBCookieStickinessPolicyInput request) {
    Long seconds = request.cookieExpirationPeriod();
    add(
        call,
        request.loadBalancerName(),
        request.policyName(),
        PolicyTypes.OWN_COOKIE,
        seconds == null ? Map.of() : Map.of("CookieExpirationPeriod", Long.toString(seconds)));
    return CreateLBCookieStickinessPolicyOutput.builder().build();
  }

  private CreateAppCookieStickinessPolicyOutput createApplicationCookie(
      Call call, CreateAppCookieStickinessPolicyInput request) {
    add(
        call,
        request.loadBalancerName(),
        request.policyName(),
        PolicyTypes.APPLICATION_COOKIE,
        Map.of("CookieName", ElbErrors.given(request.cookieName(), "CookieName")));
    return CreateAppCookieStickinessPolicyOutput.builder().build();
  }

  private CreateLoadBalancerPolicyOutput create(Call call, CreateLoadBalancerPolicyInput request) {
    Map<String, String> attributes = new TreeMap<>();
    for (PolicyAttribute attribute : request.policyAttributesOrEmpty()) {
      String value = attribute.attributeValue();
      attributes.put(
          ElbErrors.given(attribute.attributeName(), "AttributeName"), value == null ? "" : value);
    }
    add(
        call,
        request.loadBalancerName(),
        request.policyName(),
        ElbErrors.given(request.policyTypeName(), "PolicyTypeName"),
        attributes);
    return CreateLoadBalancerPolicyOutput.builder().build();
  }

  private void add(
      Call call,
      @Nullable String balancer,
      @Nullable String asked,
      String type,
      Map<String, String> attributes) {
    String name = ElbErrors.given(asked, "PolicyName");
    if (!name.matches("[A-Za-z0-9-]+")) {
      throw ElbErrors.validation("The policy name can only have letters, digits and hyphens");
    }
    PolicyTypes.require(type);
    PolicyTypes.check(type, attributes);
    if (type.equals(PolicyTypes.TLS)) {
      Policies.checkTls(attributes);
    }
    classic.change(
        call,
        balancer,
        (tx, now) -> {
          if (now.traffic().policy(name).isPresent()) {
            throw ElbErrors.of(
                "DuplicatePolicyName",
                "A policy of the name '" + name + "' exists for this load balancer");
          }
          List<Policy> all = new ArrayList<>(now.traffic().policies());
          all.add(new Policy(name, type, attributes));
          if (all.size() > MOST) {
            throw ElbErrors.of("TooManyPolicies", "You may not have more policies than " + MOST);
          }
          return now.with(now.traffic().withPolicies(all));
        });
  }

  private DeleteLoadBalancerPolicyOutput delete(Call call, DeleteLoadBalancerPolicyInput request) {
    classic.change(
        call,
        request.loadBalancerName(),
        (tx, now) -> {
          String name = request.policyName();
          Traffic traffic = now.traffic();
          boolean used =
              traffic.listeners().stream().anyMatch(front -> front.policies().contains(name))
                  || traffic.backends().values().stream().anyMatch(names -> names.contains(name));
          if (used) {
            throw ElbErrors.of(
                "InvalidConfigurationRequest", "The policy '" + name + "' is in use");
          }
          return now.with(
              traffic.withPolicies(
                  traffic.policies().stream().filter(p -> !p.name().equals(name)).toList()));
        });
    return DeleteLoadBalancerPolicyOutput.builder().build();
  }

  private DescribeLoadBalancerPoliciesOutput describe(
      Call call, DescribeLoadBalancerPoliciesInput request) {
    String balancer = request.loadBalancerName();
    List<Policy> all =
        balancer == null || balancer.isEmpty()
            ? SslPolicies.names().stream().map(Policies::predefined).toList()
            : classic.read(call, balancer).traffic().policies();
    List<String> names = request.policyNamesOrEmpty();
    List<PolicyDescription> found =
        all.stream()
            .filter(policy -> names.isEmpty() || names.contains(policy.name()))
            .map(PolicyOperations::shape)
            .toList();
    if (found.size() < names.size()) {
      throw ElbErrors.of("PolicyNotFound", "One or more specified policies were not found.");
    }
    return DescribeLoadBalancerPoliciesOutput.builder().policyDescriptions(found).build();
  }

  private static PolicyDescription shape(Policy policy) {
    return PolicyDescription.builder()
        .policyName(policy.name())
        .policyTypeName(policy.type())
        .policyAttributeDescriptions(
            new TreeMap<>(policy.attributes())
                .entrySet().stream()
                    .map(entry ->
                        PolicyAttributeDescription.builder()
                            .attributeName(entry.getKey())
                            .attributeValue(entry.getValue())
                            .build())
                    .toList())
        .build();
  }

  private DescribeLoadBalancerPolicyTypesOutput types(
      Call call, DescribeLoadBalancerPolicyTypesInput request) {
    return DescribeLoadBalancerPolicyTypesOutput.builder()
        .policyTypeDescriptions(PolicyTypes.shapes(request.policyTypeNamesOrEmpty()))
        .build();
  }

  private SetLoadBalancerPoliciesForBackendServerOutput setBackend(
      Call call, SetLoadBalancerPoliciesForBackendServerInput request) {
    List<String> names = request.policyNamesOrEmpty();
    classic.change(
        call,
        request.loadBalancerName(),
        (tx, now) -> {
          String port = String.valueOf(request.instancePort());
          if (now.traffic().listeners().stream()
              .noneMatch(front -> port.equals(Integer.toString(front.instancePort())))) {
            throw ElbErrors.of(
                "InvalidConfigurationRequest", "No listener leads to the instance port " + port);
          }
          requireFitting(now, names);
          Map<String, List<String>> all = new TreeMap<>(now.traffic().backends());
          if (names.isEmpty()) {
            all.remove(port);
          } else {
            all.put(port, names);
          }
          return now.with(now.traffic().withBackends(all));
        });
    return SetLoadBalancerPoliciesForBackendServerOutput.builder().build();
  }

  private static void requireFitting(ClassicBalancer balancer, List<String> names) {
    for (String name : names) {
      Policy policy =
          balancer
              .traffic()
              .policy(name)
              .orElseThrow(
                  () -> ElbErrors.of("PolicyNotFound", "There is no policy with name " + name));
      if (!policy.type().equals(PolicyTypes.PROXY)) {
        throw ElbErrors.of(
            "InvalidConfigurationRequest", "The policy '" + name + "' is none of back ends");
      }
    }
  }
}
