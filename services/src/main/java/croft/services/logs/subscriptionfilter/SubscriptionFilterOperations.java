package croft.services.logs.subscriptionfilter;

import static croft.services.operation.Binding.bind;

import croft.api.logs.DeleteSubscriptionFilterRequest;
import croft.api.logs.DeleteSubscriptionFilterResponse;
import croft.api.logs.DescribeSubscriptionFiltersRequest;
import croft.api.logs.DescribeSubscriptionFiltersResponse;
import croft.api.logs.LogsModel;
import croft.api.logs.PutSubscriptionFilterRequest;
import croft.api.logs.PutSubscriptionFilterResponse;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.logs.event.Patterns;
import croft.services.logs.loggroup.LogErrors;
import croft.services.logs.loggroup.LogGroup;
import croft.services.logs.loggroup.LogGroups;
import croft.services.logs.loggroup.LogsParts;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.outgoing.Outcome;
import croft.store.Transaction;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/** PutSubscriptionFilter, DeleteSubscriptionFilter and DescribeSubscriptionFilters. */
public final class SubscriptionFilterOperations {
  private static final int MOST = 2;
  private static final int MOST_LISTED = 50;
  private static final String BY_STREAM = "ByLogStream";

  private final LogsParts parts;
  private final LogGroups groups;
  private final Carriers carriers;

  public SubscriptionFilterOperations(LogsParts parts, LogGroups groups, Carriers carriers) {
    this.parts = parts;
    this.groups = groups;
    this.carriers = carriers;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                LogsModel.PUT_SUBSCRIPTION_FILTER,
                (call, request) ->
                    groups.access(
                        "logs:PutSubscriptionFilter", LogGroups.arn(call, request.logGroupName())),
                this::put)
            .honouring(
                "logGroupName", "filterName", "filterPattern", "destinationArn", "distribution"),
        bind(
            LogsModel.DELETE_SUBSCRIPTION_FILTER,
            (call, request) ->
                groups.access(
                    "logs:DeleteSubscriptionFilter", LogGroups.arn(call, request.logGroupName())),
            this::delete),
        bind(
            LogsModel.DESCRIBE_SUBSCRIPTION_FILTERS,
            (call, request) ->
                groups.access(
                    "logs:DescribeSubscriptionFilters",
                    LogGroups.arn(call, request.logGroupName())),
            this::describe));
  }

  private PutSubscriptionFilterResponse put(Call call, PutSubscriptionFilterRequest request) {
    Arn arn = LogGroups.arn(call, request.logGroupName());
    LogGroup group = groups.require(arn);
    String pattern = Objects.requireNonNullElse(request.filterPattern(), "");
    Patterns.parse(pattern);
    SubscriptionFilter filter =
        new SubscriptionFilter(
            group.key(),
            group.account(),
            group.region(),
            group.name(),
            arn.toString(),
            Objects.requireNonNullElse(request.filterName(), ""),
            pattern,
            checked(Objects.requireNonNullElse(request.destinationArn(), "")),
            Objects.requireNonNullElse(request.distribution(), BY_STREAM),
            parts.now());
    requireReachable(filter);
    parts
        .store()
        .write(tx -> {
          LogGroups.require(tx, arn);
          keep(tx, filter);
          return filter;
        });
    return PutSubscriptionFilterResponse.builder().build();
  }

  private static String checked(String destination) {
    if (Carriers.isQueue(destination)) {
      try {
        return Arn.parse(destination).toString();
      } catch (IllegalArgumentException e) {
        throw LogErrors.invalid("destinationArn is not a valid ARN: " + destination);
      }
    }
    if (!Carriers.isWeb(destination)) {
      throw ServiceError.unsupported(
          "The destination "
              + destination
              + " (take the ARN of an SQS queue, or an address such as https://host/path)");
    }
    try {
      if (URI.create(destination).getHost() != null) {
        return destination;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw LogErrors.invalid("destinationArn is not a valid address: " + destination);
  }

  /** AWS sends a message at once, and makes no filter where it does not arrive. */
  private void requireReachable(SubscriptionFilter filter) {
    String kind = Carriers.kind(filter.destination());
    try {
      Outcome outcome = carriers.carry(filter, DataMessage.control(kind, parts.now()));
      if (outcome instanceof Outcome.Failed failed) {
        throw LogErrors.invalid(
            "Could not deliver test message to specified %s. Check if the given destination is valid"
                    .formatted(kind)
                + " and lets logs.amazonaws.com send to it. ("
                + failed.reason()
                + ")");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServiceError.internal();
    }
  }

  private static void keep(Transaction tx, SubscriptionFilter filter) {
    List<SubscriptionFilter> present =
        tx.list(SubscriptionFilter.TABLE, Long.toString(filter.group()));
    if (present.stream().noneMatch(other -> other.name().equals(filter.name()))
        && present.size() >= MOST) {
      throw LogErrors.limit("Resource limit exceeded.");
    }
    tx.put(SubscriptionFilter.TABLE, filter);
  }

  private DeleteSubscriptionFilterResponse delete(
      Call call, DeleteSubscriptionFilterRequest request) {
    Arn arn = LogGroups.arn(call, request.logGroupName());
    String name = Objects.requireNonNullElse(request.filterName(), "");
    parts
        .store()
        .write(tx -> {
          LogGroup group = LogGroups.require(tx, arn);
          SubscriptionFilter filter =
              tx.get(SubscriptionFilter.TABLE, group.inside(), name)
                  .orElseThrow(() ->
                      LogErrors.notFound("The specified subscription filter does not exist."));
          remove(tx, filter);
          return group;
        });
    return DeleteSubscriptionFilterResponse.builder().build();
  }

  /** Removes the filters of a group, and what they had still to pass on. */
  public static void removeAll(Transaction tx, LogGroup group) {
    tx.list(SubscriptionFilter.TABLE, group.inside()).forEach(filter -> remove(tx, filter));
  }

  private static void remove(Transaction tx, SubscriptionFilter filter) {
    tx.delete(SubscriptionFilter.TABLE, Long.toString(filter.group()), filter.name());
    tx.list(Shipment.TABLE, filter.key())
        .forEach(shipment -> tx.delete(Shipment.TABLE, filter.key(), shipment.id()));
  }

  private DescribeSubscriptionFiltersResponse describe(
      Call call, DescribeSubscriptionFiltersRequest request) {
    LogGroup group = groups.require(LogGroups.arn(call, request.logGroupName()));
    String prefix = Objects.requireNonNullElse(request.filterNamePrefix(), "");
    List<SubscriptionFilter> found =
        parts
            .store()
            .<List<SubscriptionFilter>>read(tx -> tx.list(SubscriptionFilter.TABLE, group.inside()))
            .stream()
            .filter(filter -> filter.name().startsWith(prefix))
            .toList();
    Pages.Page<SubscriptionFilter> page =
        parts
            .pages()
            .page(
                call,
                "subscription filters " + group.key() + " " + prefix,
                found,
                SubscriptionFilter::name,
                Pages.Wanted.of(
                    request.nextToken(), request.limit(), MOST_LISTED, LogErrors::invalidToken));
    return DescribeSubscriptionFiltersResponse.builder()
        .subscriptionFilters(page.map(SubscriptionFilterOperations::shape))
        .nextToken(page.token())
        .build();
  }

  private static croft.api.logs.SubscriptionFilter shape(SubscriptionFilter filter) {
    return croft.api.logs.SubscriptionFilter.builder()
        .filterName(filter.name())
        .logGroupName(filter.groupName())
        .filterPattern(filter.pattern())
        .destinationArn(filter.destination())
        .distribution(filter.distribution())
        .creationTime(filter.createdAt())
        .build();
  }
}
