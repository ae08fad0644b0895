package croft.services.elasticloadbalancing.loadbalancer;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.elasticloadbalancing.CreateAccessPointInput;
import croft.api.elasticloadbalancing.DeleteAccessPointInput;
import croft.api.elasticloadbalancing.DescribeAccessPointsInput;
import croft.api.elasticloadbalancing.DescribeAccessPointsOutput;
import croft.api.elasticloadbalancing.ElasticloadbalancingApi;
import croft.api.elasticloadbalancing.LoadBalancerDescription;
import croft.api.elasticloadbalancing.Tag;
import croft.base.ServiceError;
import croft.services.resource.ApiShapes;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::ElasticLoadBalancing::LoadBalancer}: a classic load balancer.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancing-loadbalancer.html">AWS::ElasticLoadBalancing::LoadBalancer</a>.
 */
public final class ClassicResource implements ResourceType {
  private static final String NAME = "LoadBalancerName";
  private static final int LONGEST_NAME = 32;

  /** Those that cannot be given to a balancer without, nor taken away. */
  private static final List<String> ONCE = List.of("AvailabilityZones", "HealthCheck", "Subnets");

  private static final PropertyType LISTENER =
      PropertyType.structure(
          Property.of("InstancePort", INTEGER).needed(),
          Property.of("InstanceProtocol", STRING),
          Property.of("LoadBalancerPort", INTEGER).needed(),
          Property.of("PolicyNames", STRINGS),
          Property.of("Protocol", STRING).needed(),
          Property.of("SSLCertificateId", STRING));
  private static final PropertyType CHECK =
      PropertyType.structure(
          Property.of("HealthyThreshold", INTEGER).needed(),
          Property.of("Interval", INTEGER).needed(),
          Property.of("Target", STRING).needed(),
          Property.of("Timeout", INTEGER).needed(),
          Property.of("UnhealthyThreshold", INTEGER).needed());
  private static final PropertyType POLICY =
      PropertyType.structure(
          Property.of(
                  "Attributes",
                  PropertyType.listOf(
                      PropertyType.structure(
                          Property.of("Name", STRING), Property.of("Value", STRING))))
              .needed(),
          Property.of("InstancePorts", PropertyType.listOf(INTEGER)),
          Property.of("LoadBalancerPorts", PropertyType.listOf(INTEGER)),
          Property.of("PolicyName", STRING).needed(),
          Property.of("PolicyType", STRING).needed());
  private static final PropertyType ACCESS_LOG =
      PropertyType.structure(
          Property.of("EmitInterval", INTEGER),
          Property.of("Enabled", BOOLEAN).needed(),
          Property.of("S3BucketName", STRING).needed(),
          Property.of("S3BucketPrefix", STRING));
  private static final PropertyType APP_COOKIE =
      PropertyType.structure(
          Property.of("CookieName", STRING).needed(), Property.of("PolicyName", STRING).needed());
  private static final PropertyType LB_COOKIE =
      PropertyType.structure(
          Property.of("CookieExpirationPeriod", INTEGER), Property.of("PolicyName", STRING));
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::ElasticLoadBalancing::LoadBalancer", NAME)
          .with(
              Property.of("AccessLoggingPolicy", ACCESS_LOG),
              Property.of("AppCookieStickinessPolicy", PropertyType.listOf(APP_COOKIE)),
              Property.of("AvailabilityZones", STRINGS),
              Property.of(
                  "ConnectionDrainingPolicy",
                  PropertyType.structure(
                      Property.of("Enabled", BOOLEAN).needed(), Property.of("Timeout", INTEGER))),
              Property.of(
                  "ConnectionSettings",
                  PropertyType.structure(Property.of("IdleTimeout", INTEGER).needed())),
              Property.of("CrossZone", BOOLEAN),
              Property.of("HealthCheck", CHECK),
              Property.of("Instances", STRINGS),
              Property.of("LBCookieStickinessPolicy", PropertyType.listOf(LB_COOKIE)),
              Property.of("Listeners", PropertyType.listOf(LISTENER)).needed(),
              Property.of(NAME, STRING).replacing(),
              Property.of("Policies", PropertyType.listOf(POLICY)),
              Property.of("Scheme", STRING).replacing(),
              Property.of("SecurityGroups", STRINGS),
              Property.of("Subnets", STRINGS))
          .tags()
          .attributes(
              "CanonicalHostedZoneName",
              "CanonicalHostedZoneNameID",
              "DNSName",
              "SourceSecurityGroup",
              "SourceSecurityGroup.GroupName",
              "SourceSecurityGroup.OwnerAlias");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  static ElasticloadbalancingApi api(ResourceRequest request) {
    return new ElasticloadbalancingApi(request.calls());
  }

  /** Making it once more gives the one that is there. */
  @Override
  public Made create(ResourceRequest request) {
    String name = request.nameOr(NAME, LONGEST_NAME);
    if (!request.repeated() && find(request, name).isPresent()) {
      throw ServiceError.badRequest(
          "AlreadyExists", "Load Balancer named '%s' already exists".formatted(name));
    }
    List<Tag> tags = new ArrayList<>();
    request.tags().forEach((key, value) -> tags.add(new Tag(key, value)));
    ObjectNode members = request.properties().deepCopy();
    members.retain("Listeners", "AvailabilityZones", "Subnets", "SecurityGroups", "Scheme");
    if (!request.repeated() || find(request, name).isEmpty()) {
      api(request)
          .createLoadBalancer(
              ApiShapes.read(members, CreateAccessPointInput::read).toBuilder()
                  .loadBalancerName(name)
                  .tags(tags)
                  .build());
    }
    return Made.of(name).then(() -> new ClassicChanges(request, name).all());
  }

  @Override
  public void update(ResourceRequest request) {
    new ClassicChanges(request, request.physicalId()).all();
  }

  @Override
  public Progress delete(ResourceRequest request) {
    String name = request.physicalId();
    Missing.passedOver(() -> api(request).deleteLoadBalancer(new DeleteAccessPointInput(name)));
    return Progress.doneWhen(find(request, name).isEmpty());
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return find(request, request.physicalId()).map(there -> live(request, there));
  }

  private static ObjectNode live(ResourceRequest request, LoadBalancerDescription there) {
    ObjectNode live = ApiShapes.write(there);
    live.retain(
        NAME,
        "CanonicalHostedZoneName",
        "CanonicalHostedZoneNameID",
        "DNSName",
        "HealthCheck",
        "Scheme",
        "SecurityGroups",
        "SourceSecurityGroup",
        "Subnets",
        "AvailabilityZones");
    ArrayNode listeners = live.putArray("Listeners");
    there
        .listenerDescriptionsOrEmpty()
        .forEach(one -> {
          ObjectNode listener = ApiShapes.write(Objects.requireNonNull(one.listener()));
          one.policyNamesOrEmpty().forEach(listener.putArray("PolicyNames")::add);
          listeners.add(listener);
        });
    ArrayNode instances = live.putArray("Instances");
    there.instancesOrEmpty().forEach(one -> instances.add(one.instanceId()));
    ClassicChanges.attributes(request, live);
    if (there.policies() != null) {
      ObjectNode policies = ApiShapes.write(there.policies());
      live.set("AppCookieStickinessPolicy", list(policies, "AppCookieStickinessPolicies"));
      live.set("LBCookieStickinessPolicy", list(policies, "LBCookieStickinessPolicies"));
    }
    return live;
  }

  private static JsonNode list(ObjectNode object, String name) {
    return object.has(name) ? object.get(name) : object.arrayNode();
  }

  static Optional<LoadBalancerDescription> find(ResourceRequest request, String name) {
    return Missing.empty(() ->
            api(request)
                .describeLoadBalancers(
                    DescribeAccessPointsInput.builder().loadBalancerNames(List.of(name)).build())
                .loadBalancerDescriptionsOrEmpty())
        .flatMap(found -> found.stream().findFirst());
  }

  @Override
  public List<String> list(ResourceRequest request) {
    List<String> names = new ArrayList<>();
    String marker = null;
    do {
      DescribeAccessPointsOutput page =
          api(request)
              .describeLoadBalancers(DescribeAccessPointsInput.builder().marker(marker).build());
      page.loadBalancerDescriptionsOrEmpty()
          .forEach(there -> names.add(Objects.requireNonNull(there.loadBalancerName())));
      marker = page.nextMarker();
    } while (marker != null);
    return names;
  }

  @Override
  public Set<String> replacedBy(ObjectNode before, ObjectNode after) {
    Set<String> replacing = new TreeSet<>(SCHEMA.replacedBy(before, after));
    ONCE.stream().filter(name -> before.has(name) != after.has(name)).forEach(replacing::add);
    return replacing;
  }
}
