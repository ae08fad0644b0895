package croft.services.cloudwatch.alarm;

import static croft.services.operation.Binding.bind;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.ListTagsForResourceInput;
import croft.api.cloudwatch.ListTagsForResourceOutput;
import croft.api.cloudwatch.Tag;
import croft.api.cloudwatch.TagResourceInput;
import croft.api.cloudwatch.TagResourceOutput;
import croft.api.cloudwatch.UntagResourceInput;
import croft.api.cloudwatch.UntagResourceOutput;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** TagResource, UntagResource and ListTagsForResource, of alarms. */
final class AlarmTagOperations {
  private final AlarmParts parts;

  AlarmTagOperations(AlarmParts parts) {
    this.parts = parts;
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            CloudwatchModel.TAG_RESOURCE,
            (call, request) ->
                access(
                    call,
                    "cloudwatch:TagResource",
                    request.resourceARN(),
                    Requests.requestTags(AlarmChecks.tags(request.tagsOrEmpty()))),
            this::tag),
        bind(
            CloudwatchModel.UNTAG_RESOURCE,
            (call, request) ->
                access(
                    call,
                    "cloudwatch:UntagResource",
                    request.resourceARN(),
                    Requests.tagKeys(request.tagKeysOrEmpty())),
            this::untag),
        bind(
            CloudwatchModel.LIST_TAGS_FOR_RESOURCE,
            (call, request) ->
                access(call, "cloudwatch:ListTagsForResource", request.resourceARN(), Map.of()),
            this::list));
  }

  private List<Access> access(
      Call call, String action, @Nullable String arn, Map<String, List<String>> context) {
    String name = AlarmLookup.name(Requests.required(arn, "ResourceARN"));
    return AlarmLookup.access(parts.store(), call, action, name).stream()
        .map(access -> access.with(context))
        .toList();
  }

  private static Alarm require(Transaction tx, Call call, @Nullable String arn) {
    return tx.get(Alarm.TABLE, call.scope(), AlarmLookup.name(String.valueOf(arn)))
        .filter(alarm -> alarm.arn().toString().equals(arn))
        .orElseThrow(
            () -> new ServiceError("ResourceNotFoundException", 404, "Unknown resource: " + arn));
  }

  private TagResourceOutput tag(Call call, TagResourceInput request) {
    parts
        .store()
        .write(tx -> {
          Alarm alarm = require(tx, call, request.resourceARN());
          Map<String, String> all = AlarmChecks.tags(alarm.tags(), request.tagsOrEmpty());
          tx.put(Alarm.TABLE, alarm.withTags(all));
          return all;
        });
    return TagResourceOutput.builder().build();
  }

  private UntagResourceOutput untag(Call call, UntagResourceInput request) {
    parts
        .store()
        .write(tx -> {
          Alarm alarm = require(tx, call, request.resourceARN());
          Map<String, String> rest = new TreeMap<>(alarm.tags());
          request.tagKeysOrEmpty().forEach(rest::remove);
          tx.put(Alarm.TABLE, alarm.withTags(rest));
          return rest;
        });
    return UntagResourceOutput.builder().build();
  }

  private ListTagsForResourceOutput list(Call call, ListTagsForResourceInput request) {
    Alarm alarm = parts.store().read(tx -> require(tx, call, request.resourceARN()));
    return ListTagsForResourceOutput.builder()
        .tags(
            new TreeMap<>(alarm.tags())
                .entrySet().stream()
                    .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                    .toList())
        .build();
  }
}
