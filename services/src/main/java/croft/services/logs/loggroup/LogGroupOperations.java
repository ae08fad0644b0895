package croft.services.logs.loggroup;

import static croft.services.operation.Binding.bind;

import croft.api.logs.CreateLogGroupRequest;
import croft.api.logs.CreateLogGroupResponse;
import croft.api.logs.DeleteLogGroupRequest;
import croft.api.logs.DeleteLogGroupResponse;
import croft.api.logs.DescribeLogGroupsRequest;
import croft.api.logs.DescribeLogGroupsResponse;
import croft.api.logs.LogsModel;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.Requests;
import croft.store.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** CreateLogGroup, DeleteLogGroup and DescribeLogGroups. */
public final class LogGroupOperations {
  private static final String STANDARD = "STANDARD";
  private static final int MOST_LISTED = 50;

  private final LogsParts parts;
  private final LogGroups groups;
  private final LogGroupContents contents;

  public LogGroupOperations(LogsParts parts, LogGroups groups, LogGroupContents contents) {
    this.parts = parts;
    this.groups = groups;
    this.contents = contents;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(LogsModel.CREATE_LOG_GROUP, this::mayCreate, this::create)
            .honouring("logGroupName", "tags", "logGroupClass"),
        bind(
            LogsModel.DELETE_LOG_GROUP,
            (call, request) ->
                groups.access("logs:DeleteLogGroup", LogGroups.arn(call, request.logGroupName())),
            this::delete),
        bind(
                LogsModel.DESCRIBE_LOG_GROUPS,
                (call, request) -> groups.access("logs:DescribeLogGroups", LogGroups.arn(call, "")),
                this::describe)
            .honouring(
                "logGroupNamePrefix",
                "logGroupNamePattern",
                "nextToken",
                "limit",
                "logGroupClass"));
  }

  private List<Access> mayCreate(Call call, CreateLogGroupRequest request) {
    Arn arn = LogGroups.arn(call, request.logGroupName());
    return groups.access("logs:CreateLogGroup", arn).stream()
        .map(access -> access.with(Requests.requestTags(request.tagsOrEmpty())))
        .toList();
  }

  private CreateLogGroupResponse create(Call call, CreateLogGroupRequest request) {
    String name = Objects.requireNonNullElse(request.logGroupName(), "");
    if (name.startsWith("aws/")) {
      throw LogErrors.invalid("Log groups starting with 'aws/' are reserved for AWS.");
    }
    if (!Objects.requireNonNullElse(request.logGroupClass(), STANDARD).equals(STANDARD)) {
      throw ServiceError.unsupported("The log group class " + request.logGroupClass());
    }
    LogGroupTags.check(request.tagsOrEmpty());
    LogGroup group =
        new LogGroup(
            call.account(),
            call.region(),
            name,
            parts.key(),
            parts.now(),
            0,
            request.tagsOrEmpty());
    parts
        .store()
        .write(tx -> {
          if (tx.get(LogGroup.TABLE, group.scope(), name).isPresent()) {
            throw LogErrors.exists("The specified log group already exists");
          }
          tx.insert(LogGroup.TABLE, group);
          return group;
        });
    return CreateLogGroupResponse.builder().build();
  }

  private DeleteLogGroupResponse delete(Call call, DeleteLogGroupRequest request) {
    Arn arn = LogGroups.arn(call, request.logGroupName());
    parts
        .store()
        .write(tx -> {
          LogGroup group = LogGroups.require(tx, arn);
          tx.delete(LogGroup.TABLE, group.scope(), group.name());
          contents.remove(tx, group);
          return group;
        });
    return DeleteLogGroupResponse.builder().build();
  }

  private DescribeLogGroupsResponse describe(Call call, DescribeLogGroupsRequest request) {
    String prefix = Objects.requireNonNullElse(request.logGroupNamePrefix(), "");
    String part = Objects.requireNonNullElse(request.logGroupNamePattern(), "");
    if (!prefix.isEmpty() && !part.isEmpty()) {
      throw LogErrors.invalid(
          "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    }
    String lowerCase = part.toLowerCase(Locale.ROOT);
    boolean none = !Objects.requireNonNullElse(request.logGroupClass(), STANDARD).equals(STANDARD);
    return parts
        .store()
        .read(tx -> {
          List<LogGroup> found =
              none
                  ? List.of()
                  : tx.list(LogGroup.TABLE, call.scope()).stream()
                      .filter(group -> group.name().startsWith(prefix))
                      .filter(group -> group.name().toLowerCase(Locale.ROOT).contains(lowerCase))
                      .toList();
          Pages.Page<LogGroup> page =
              parts
                  .pages()
                  .page(
                      call,
                      "log groups " + prefix + " " + part,
                      found,
                      LogGroup::name,
                      Pages.Wanted.of(
                          request.nextToken(),
                          request.limit(),
                          MOST_LISTED,
                          LogErrors::invalidToken));
          return DescribeLogGroupsResponse.builder()
              .logGroups(page.map(group -> shape(tx, group)))
              .nextToken(page.token())
              .build();
        });
  }

  private croft.api.logs.LogGroup shape(Transaction tx, LogGroup group) {
    return croft.api.logs.LogGroup.builder()
        .logGroupName(group.name())
        .creationTime(group.createdAt())
        .retentionInDays(group.retentionDays() == 0 ? null : group.retentionDays())
        .metricFilterCount(contents.metricFilters(tx, group))
        .arn(group.arn() + ":*")
        .storedBytes(contents.bytes(tx, group))
        .logGroupClass(STANDARD)
        .logGroupArn(group.arn().toString())
        .build();
  }
}
