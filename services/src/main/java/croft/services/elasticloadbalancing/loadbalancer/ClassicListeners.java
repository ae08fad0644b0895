package croft.services.elasticloadbalancing.loadbalancer;

import croft.api.elasticloadbalancing.CreateAppCookieStickinessPolicyInput;
import croft.api.elasticloadbalancing.CreateLBCookieStickinessPolicyInput;
import croft.api.elasticloadbalancing.CreateLoadBalancerListenerInput;
import croft.api.elasticloadbalancing.CreateLoadBalancerPolicyInput;
import croft.api.elasticloadbalancing.DeleteLoadBalancerListenerInput;
import croft.api.elasticloadbalancing.DeleteLoadBalancerPolicyInput;
import croft.api.elasticloadbalancing.ElasticloadbalancingApi;
import croft.api.elasticloadbalancing.Listener;
import croft.api.elasticloadbalancing.PolicyAttribute;
import croft.api.elasticloadbalancing.SetLoadBalancerPoliciesForBackendServerInput;
import croft.api.elasticloadbalancing.SetLoadBalancerPoliciesOfListenerInput;
import croft.base.ServiceError;
import croft.services.resource.ApiShapes;
import croft.services.resource.Missing;
import croft.services.resource.ResourceRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings the listeners and policies of a classic load balancer to what they shall be. */
final class ClassicListeners {
  private static final List<String> POLICIES =
      List.of("AppCookieStickinessPolicy", "LBCookieStickinessPolicy", "Policies");

  private final ResourceRequest request;
  private final String name;
  private final ElasticloadbalancingApi api;

  ClassicListeners(ResourceRequest request, String name) {
    this.request = request;
    this.name = name;
    this.api = ClassicResource.api(request);
  }

  void all() {
    boolean policies = POLICIES.stream().anyMatch(request::changed);
    if (!policies && !request.changed("Listeners")) {
      return;
    }
    if (policies) {
      removePolicies();
    }
    removeListeners();
    if (policies) {
      createPolicies();
    }
    for (JsonNode listener : request.properties().path("Listeners")) {
      JsonNode before = at(request.previous(), port(listener));
      if (!request.previous().isEmpty() && !bare(listener).equals(bare(before))) {
        passingOver(
            "DuplicateListener",
            () ->
                api.createLoadBalancerListeners(
                    new CreateLoadBalancerListenerInput(
                        name, List.of(ApiShapes.read(bare(listener), Listener::read)))));
      }
      List<String> names = policiesOf(request.properties(), listener);
      if (policies
          || !bare(listener).equals(bare(before))
          || !names.equals(policiesOf(request.previous(), before))) {
        setOfListener(listener, names);
      }
    }
    if (policies) {
      giveToInstances();
    }
  }

  private void setOfListener(JsonNode listener, List<String> names) {
    if (!names.isEmpty() || !request.previous().isEmpty()) {
      api.setLoadBalancerPoliciesOfListener(
          new SetLoadBalancerPoliciesOfListenerInput(name, port(listener), names));
    }
  }

  /** Those of other ports or protocols than before. */
  private void removeListeners() {
    List<JsonNode> changed =
        request
            .previous()
            .path("Listeners")
            .valueStream()
            .filter(before -> !bare(before).equals(bare(at(request.properties(), port(before)))))
            .toList();
    if (changed.isEmpty()) {
      return;
    }
    List<Integer> ports =
        ClassicResource.find(request, name).stream()
            .flatMap(there -> there.listenerDescriptionsOrEmpty().stream())
            .map(one -> ApiShapes.write(Objects.requireNonNull(one.listener())))
            .filter(live -> changed.stream().anyMatch(before -> port(before) == port(live)))
            .filter(live -> !is(live, at(request.properties(), port(live))))
            .map(ClassicListeners::port)
            .toList();
    if (!ports.isEmpty()) {
      api.deleteLoadBalancerListeners(new DeleteLoadBalancerListenerInput(name, ports));
    }
  }

  /** Whether a listener that is there is what is wanted, so far as that says. */
  private static boolean is(ObjectNode live, JsonNode wanted) {
    return !wanted.isEmpty()
        && bare(wanted)
            .propertyStream()
            .allMatch(member ->
                member
                    .getValue()
                    .asString()
                    .equalsIgnoreCase(live.path(member.getKey()).asString("")));
  }

  /** A policy cannot be changed: it is taken from where it is used, and made again. */
  private void removePolicies() {
    for (JsonNode listener : request.previous().path("Listeners")) {
      if (!policiesOf(request.previous(), listener).isEmpty()) {
        Missing.passedOver(() -> setOfListener(listener, List.of()));
      }
    }
    for (int port : instancePorts(request.previous())) {
      passingOver("InvalidConfigurationRequest", () -> setOfInstances(port, List.of()));
    }
    for (String property : POLICIES) {
      for (JsonNode policy : request.previous().path(property)) {
        Missing.passedOver(() ->
            api.deleteLoadBalancerPolicy(
                new DeleteLoadBalancerPolicyInput(name, policy.path("PolicyName").asString(""))));
      }
    }
  }

  private void createPolicies() {
    for (String property : POLICIES) {
      for (JsonNode policy : request.properties().path(property)) {
        passingOver("DuplicatePolicyName", () -> createPolicy(property, policy));
      }
    }
  }

  private void giveToInstances() {
    for (int port : instancePorts(request.properties())) {
      setOfInstances(
          port,
          request
              .properties()
              .path("Policies")
              .valueStream()
              .filter(policy -> has(policy.path("InstancePorts"), port))
              .map(policy -> policy.path("PolicyName").asString(""))
              .toList());
    }
  }

  private void createPolicy(String property, JsonNode policy) {
    String policyName = policy.path("PolicyName").asString("");
    switch (property) {
      case "AppCookieStickinessPolicy" ->
          api.createAppCookieStickinessPolicy(
              new CreateAppCookieStickinessPolicyInput(
                  name, policyName, policy.path("CookieName").asString("")));
      case "LBCookieStickinessPolicy" ->
          api.createLBCookieStickinessPolicy(
              new CreateLBCookieStickinessPolicyInput(
                  name,
                  policyName,
                  policy.has("CookieExpirationPeriod")
                      ? policy.path("CookieExpirationPeriod").asLong()
                      : null));
      default ->
          api.createLoadBalancerPolicy(
              new CreateLoadBalancerPolicyInput(
                  name,
                  policyName,
                  policy.path("PolicyType").asString(""),
                  policy
                      .path("Attributes")
                      .valueStream()
                      .map(one ->
                          new PolicyAttribute(
                              one.path("Name").asString(""), one.path("Value").asString("")))
                      .toList()));
    }
  }

  private void setOfInstances(int port, List<String> names) {
    api.setLoadBalancerPoliciesForBackendServer(
        new SetLoadBalancerPoliciesForBackendServerInput(name, port, names));
  }

  private static Set<Integer> instancePorts(ObjectNode properties) {
    Set<Integer> ports = new TreeSet<>();
    for (JsonNode policy : properties.path("Policies")) {
      policy.path("InstancePorts").forEach(port -> ports.add(port.asInt()));
    }
    return ports;
  }

  /** Those that the listener names, and those that name its port. */
  private static List<String> policiesOf(ObjectNode properties, JsonNode listener) {
    Stream<String> naming =
        properties
            .path("Policies")
            .valueStream()
            .filter(policy -> has(policy.path("LoadBalancerPorts"), port(listener)))
            .map(policy -> policy.path("PolicyName").asString(""));
    Set<String> names = new LinkedHashSet<>(ClassicChanges.texts(listener.path("PolicyNames")));
    naming.forEach(names::add);
    return List.copyOf(names);
  }

  private static boolean has(JsonNode ports, int port) {
    return ports.valueStream().anyMatch(one -> one.asInt() == port);
  }

  private static int port(JsonNode listener) {
    return listener.path("LoadBalancerPort").asInt(0);
  }

  private static JsonNode at(ObjectNode properties, int port) {
    return properties
        .path("Listeners")
        .valueStream()
        .filter(listener -> port(listener) == port)
        .findFirst()
        .orElseGet(properties::objectNode);
  }

  private static ObjectNode bare(JsonNode listener) {
    ObjectNode bare = (ObjectNode) listener.deepCopy();
    bare.remove("PolicyNames");
    return bare;
  }

  private static void passingOver(String code, Runnable call) {
    try {
      call.run();
    } catch (ServiceError e) {
      if (!e.code().equals(code)) {
        throw e;
      }
    }
  }
}
