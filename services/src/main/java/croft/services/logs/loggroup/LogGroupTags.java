package croft.services.logs.loggroup;

import static croft.services.operation.Binding.bind;

import croft.api.logs.ListTagsForResourceResponse;
import croft.api.logs.ListTagsLogGroupResponse;
import croft.api.logs.LogsModel;
import croft.api.logs.TagLogGroupResponse;
import croft.api.logs.TagResourceResponse;
import croft.api.logs.UntagLogGroupResponse;
import croft.api.logs.UntagResourceResponse;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tags of groups, by ARN, and by name as older clients have it. */
public final class LogGroupTags {
  private static final int MOST_TAGS = 50;
  private static final int MOST_KEY_LETTERS = 128;
  private static final int MOST_VALUE_LETTERS = 256;

  private final LogsParts parts;
  private final LogGroups groups;

  public LogGroupTags(LogsParts parts, LogGroups groups) {
    this.parts = parts;
    this.groups = groups;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            LogsModel.TAG_RESOURCE,
            (call, request) ->
                access(
                    "logs:TagResource",
                    arn(call, request.resourceArn()),
                    Requests.requestTags(request.tagsOrEmpty())),
            (call, request) -> {
              add(arn(call, request.resourceArn()), request.tagsOrEmpty());
              return TagResourceResponse.builder().build();
            }),
        bind(
            LogsModel.UNTAG_RESOURCE,
            (call, request) ->
                access(
                    "logs:UntagResource",
                    arn(call, request.resourceArn()),
                    Requests.tagKeys(request.tagKeysOrEmpty())),
            (call, request) -> {
              remove(arn(call, request.resourceArn()), request.tagKeysOrEmpty());
              return UntagResourceResponse.builder().build();
            }),
        bind(
            LogsModel.LIST_TAGS_FOR_RESOURCE,
            (call, request) ->
                access("logs:ListTagsForResource", arn(call, request.resourceArn()), Map.of()),
            (call, request) ->
                ListTagsForResourceResponse.builder()
                    .tags(list(arn(call, request.resourceArn())))
                    .build()),
        bind(
            LogsModel.TAG_LOG_GROUP,
            (call, request) ->
                access(
                    "logs:TagLogGroup",
                    LogGroups.arn(call, request.logGroupName()),
                    Requests.requestTags(request.tagsOrEmpty())),
            (call, request) -> {
              add(LogGroups.arn(call, request.logGroupName()), request.tagsOrEmpty());
              return TagLogGroupResponse.builder().build();
            }),
        bind(
            LogsModel.UNTAG_LOG_GROUP,
            (call, request) ->
                access(
                    "logs:UntagLogGroup",
                    LogGroups.arn(call, request.logGroupName()),
                    Requests.tagKeys(request.tagsOrEmpty())),
            (call, request) -> {
              remove(LogGroups.arn(call, request.logGroupName()), request.tagsOrEmpty());
              return UntagLogGroupResponse.builder().build();
            }),
        bind(
            LogsModel.LIST_TAGS_LOG_GROUP,
            (call, request) ->
                access(
                    "logs:ListTagsLogGroup", LogGroups.arn(call, request.logGroupName()), Map.of()),
            (call, request) ->
                ListTagsLogGroupResponse.builder()
                    .tags(list(LogGroups.arn(call, request.logGroupName())))
                    .build()));
  }

  private static Arn arn(Call call, @Nullable String text) {
    if (text == null || !text.startsWith("arn:")) {
      throw LogErrors.invalid("The resource ARN is not valid: " + text);
    }
    return LogGroups.identified(call, text);
  }

  private List<Access> access(String action, Arn group, Map<String, List<String>> keys) {
    return groups.accessItself(action, group).stream().map(access -> access.with(keys)).toList();
  }

  /**
   * Passes when a group may have these tags.
   *
   * @throws ServiceError {@code InvalidParameterException}, {@code TooManyTagsException}
   */
  static void check(Map<String, String> tags) {
    tags.forEach((key, value) -> {
      if (key.isEmpty()
          || key.length() > MOST_KEY_LETTERS
          || value.length() > MOST_VALUE_LETTERS
          || key.startsWith("aws:")) {
        throw LogErrors.invalid("The tag " + key + " or its value is not valid.");
      }
    });
    if (tags.size() > MOST_TAGS) {
      throw ServiceError.badRequest(
          "TooManyTagsException", "A resource can have no more than 50 tags.");
    }
  }

  private void add(Arn arn, Map<String, String> more) {
    change(
        arn,
        tags -> {
          tags.putAll(more);
          return tags;
        });
  }

  private void remove(Arn arn, List<String> keys) {
    change(
        arn,
        tags -> {
          keys.forEach(tags::remove);
          return tags;
        });
  }

  private void change(Arn arn, UnaryOperator<Map<String, String>> change) {
    parts
        .store()
        .write(tx -> {
          LogGroup group = LogGroups.require(tx, arn);
          Map<String, String> tags = change.apply(new TreeMap<>(group.tags()));
          check(tags);
          tx.put(LogGroup.TABLE, group.withTags(tags));
          return group;
        });
  }

  private Map<String, String> list(Arn arn) {
    return new TreeMap<>(groups.require(arn).tags());
  }
}
