package croft.services.ec2.spot;

import croft.api.ec2.CancelSpotInstanceRequestsRequest;
import croft.api.ec2.CancelSpotInstanceRequestsResult;
import croft.api.ec2.CancelledSpotInstanceRequest;
import croft.api.ec2.DescribeSpotInstanceRequestsRequest;
import croft.api.ec2.DescribeSpotInstanceRequestsResult;
import croft.api.ec2.DescribeSpotPriceHistoryRequest;
import croft.api.ec2.DescribeSpotPriceHistoryResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.Instance;
import croft.api.ec2.Placement;
import croft.api.ec2.RequestSpotInstancesRequest;
import croft.api.ec2.RequestSpotInstancesResult;
import croft.api.ec2.RequestSpotLaunchSpecification;
import croft.api.ec2.RunInstancesRequest;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.instance.RunInstances;
import croft.services.ec2.launchtemplate.TemplateLaunch;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * RequestSpotInstances, DescribeSpotInstanceRequests, CancelSpotInstanceRequests and
 * DescribeSpotPriceHistory.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-requests.html">Spot
 * Instance requests</a>.
 */
public final class SpotOperations {
  private final Store store;
  private final Paging paging;
  private final RunInstances runInstances;

  public SpotOperations(Store store, Paging paging, RunInstances runInstances) {
    this.store = store;
    this.paging = paging;
    this.runInstances = runInstances;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(Ec2Model.REQUEST_SPOT_INSTANCES, this::accesses, this::request)
            .honouring(
                "ClientToken",
                "InstanceCount",
                "LaunchSpecification",
                "SpotPrice",
                "Type",
                "ValidUntil",
                "TagSpecifications",
                "InstanceInterruptionBehavior"),
        Binding.bind(
            Ec2Model.DESCRIBE_SPOT_INSTANCE_REQUESTS,
            AccessRule.toAll("ec2:DescribeSpotInstanceRequests"),
            this::describe),
        Binding.bind(
            Ec2Model.CANCEL_SPOT_INSTANCE_REQUESTS,
            (call, r) ->
                r.spotInstanceRequestIdsOrEmpty().stream()
                    .map(id ->
                        Access.to(
                            "ec2:CancelSpotInstanceRequests",
                            call.arn("ec2", "spot-instances-request/" + id)))
                    .toList(),
            this::cancel),
        Binding.bind(
            Ec2Model.DESCRIBE_SPOT_PRICE_HISTORY,
            AccessRule.toAll("ec2:DescribeSpotPriceHistory"),
            SpotOperations::priceHistory));
  }

  private List<Access> accesses(Call call, RequestSpotInstancesRequest request) {
    List<Access> all = new ArrayList<>();
    all.add(Access.to("ec2:RequestSpotInstances", call.arn("ec2", "spot-instances-request/*")));
    all.addAll(runInstances.accesses(call, launch(request)));
    return all;
  }

  private RequestSpotInstancesResult request(Call call, RequestSpotInstancesRequest request) {
    SpotTerms terms =
        new SpotTerms(
            SpotTerms.type(request.type()),
            request.spotPrice(),
            SpotTerms.interruption(request.instanceInterruptionBehavior()),
            request.validUntil(),
            TagSpecifications.of("spot-instances-request", request.tagSpecificationsOrEmpty()));
    List<String> ids =
        runInstances
            .run(call, new TemplateLaunch(launch(request), Map.of()), terms)
            .instancesOrEmpty()
            .stream()
            .map(Instance::spotInstanceRequestId)
            .filter(Objects::nonNull)
            .toList();
    return store.read(tx ->
        RequestSpotInstancesResult.builder()
            .spotInstanceRequests(
                SpotRequests.require(tx, call.scope(), ids).stream()
                    .map(found -> new SpotShapes(tx, call.scope(), call.at()).shape(found))
                    .toList())
            .build());
  }

  private static RunInstancesRequest launch(RequestSpotInstancesRequest request) {
    RequestSpotLaunchSpecification given = request.launchSpecification();
    if (given == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter LaunchSpecification");
    }
    if (given.placement() != null
        && given.placement().groupName() != null
        && given.placement().groupName().isEmpty()) {
      // An empty name asks for no group.
      return launch(request, given, null);
    }
    return launch(request, given, given.placement() == null ? null : given.placement().groupName());
  }

  private static RunInstancesRequest launch(
      RequestSpotInstancesRequest request,
      RequestSpotLaunchSpecification given,
      @Nullable String group) {
    Integer count = request.instanceCount() == null ? 1 : request.instanceCount();
    return RunInstancesRequest.builder()
        .minCount(count)
        .maxCount(count)
        .clientToken(request.clientToken())
        .imageId(given.imageId())
        .instanceType(given.instanceType())
        .keyName(given.keyName())
        .userData(given.userData())
        .ebsOptimized(given.ebsOptimized())
        .monitoring(given.monitoring())
        .kernelId(given.kernelId())
        .ramdiskId(given.ramdiskId())
        .iamInstanceProfile(given.iamInstanceProfile())
        .blockDeviceMappings(given.blockDeviceMappings())
        .networkInterfaces(given.networkInterfaces())
        .securityGroupIds(given.securityGroupIds())
        .securityGroups(given.securityGroups())
        .subnetId(given.subnetId())
        .placement(
            given.placement() == null
                ? null
                : Placement.builder()
                    .availabilityZone(given.placement().availabilityZone())
                    .groupName(group)
                    .tenancy(given.placement().tenancy())
                    .build())
        .build();
  }

  private DescribeSpotInstanceRequestsResult describe(
      Call call, DescribeSpotInstanceRequestsRequest request) {
    return store.read(tx -> {
      SpotShapes shapes = new SpotShapes(tx, call.scope(), call.at());
      Filters<SpotRequest> filters =
          new Filters<SpotRequest>()
              .on("spot-instance-request-id", SpotRequest::id)
              .on("instance-id", SpotRequest::instanceId)
              .on("create-time", r -> r.createdAt().toString())
              .on("product-description", r -> "Linux/UNIX")
              .on("spot-price", SpotRequest::maxPrice)
              .on("state", shapes::state)
              .on("status-code", shapes::statusCode)
              .on("type", SpotRequest::type)
              .on("valid-until", r -> r.validUntil() == null ? null : r.validUntil().toString())
              .on("launch.image-id", r -> shapes.launch(r).imageId())
              .on("launch.instance-type", r -> shapes.launch(r).instanceType())
              .on("launch.key-name", r -> shapes.launch(r).keyName())
              .on("launched-availability-zone", shapes::zone)
              .tagged(r -> Tags.of(tx, r.scope(), r.id()));
      List<String> ids = request.spotInstanceRequestIdsOrEmpty();
      List<SpotRequest> asked =
          ids.isEmpty()
              ? tx.list(SpotRequests.TABLE, call.scope())
              : SpotRequests.require(tx, call.scope(), ids).stream().distinct().toList();
      Paging.Page<SpotRequest> page =
          paging.page(
              call,
              asked.stream()
                  .filter(filters.matching(request.filtersOrEmpty()))
                  .sorted(Comparator.comparing(SpotRequest::id))
                  .toList(),
              SpotRequest::id,
              request.maxResults(),
              request.nextToken());
      return DescribeSpotInstanceRequestsResult.builder()
          .spotInstanceRequests(page.items().stream().map(shapes::shape).toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  /** The instances go on: cancelling a request ends nothing that it got. */
  private CancelSpotInstanceRequestsResult cancel(
      Call call, CancelSpotInstanceRequestsRequest request) {
    return store.write(tx -> {
      List<CancelledSpotInstanceRequest> cancelled = new ArrayList<>();
      for (SpotRequest found :
          SpotRequests.require(tx, call.scope(), request.spotInstanceRequestIdsOrEmpty())) {
        SpotRequest now = found.cancelledAt() == null ? found.cancelled(call.at()) : found;
        tx.put(SpotRequests.TABLE, now);
        cancelled.add(
            CancelledSpotInstanceRequest.builder()
                .spotInstanceRequestId(now.id())
                .state(new SpotShapes(tx, call.scope(), call.at()).state(now))
                .build());
      }
      return CancelSpotInstanceRequestsResult.builder()
          .cancelledSpotInstanceRequests(cancelled)
          .build();
    });
  }

  private static DescribeSpotPriceHistoryResult priceHistory(
      Call call, DescribeSpotPriceHistoryRequest request) {
    throw ServiceError.unsupported(
        "A history of spot prices (there is no market here: spot requests are answered as"
            + " on-demand)");
  }
}
