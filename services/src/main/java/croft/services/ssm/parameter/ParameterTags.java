package croft.services.ssm.parameter;

import static croft.services.operation.Binding.bind;

import croft.api.ssm.AddTagsToResourceRequest;
import croft.api.ssm.AddTagsToResourceResult;
import croft.api.ssm.ListTagsForResourceRequest;
import croft.api.ssm.ListTagsForResourceResult;
import croft.api.ssm.RemoveTagsFromResourceRequest;
import croft.api.ssm.RemoveTagsFromResourceResult;
import croft.api.ssm.SsmModel;
import croft.api.ssm.Tag;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** AddTagsToResource, RemoveTagsFromResource and ListTagsForResource, of parameters. */
public final class ParameterTags {
  private static final int MOST = 50;

  private final Store store;

  public ParameterTags(SsmParts parts) {
    this.store = parts.store();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SsmModel.ADD_TAGS_TO_RESOURCE,
            (call, request) ->
                access(
                    call,
                    "ssm:AddTagsToResource",
                    request.resourceId(),
                    Requests.requestTags(requested(request.tagsOrEmpty()))),
            this::add),
        bind(
            SsmModel.REMOVE_TAGS_FROM_RESOURCE,
            (call, request) ->
                access(
                    call,
                    "ssm:RemoveTagsFromResource",
                    request.resourceId(),
                    Requests.tagKeys(request.tagKeysOrEmpty())),
            this::remove),
        bind(
            SsmModel.LIST_TAGS_FOR_RESOURCE,
            (call, request) ->
                access(call, "ssm:ListTagsForResource", request.resourceId(), Map.of()),
            this::list));
  }

  private List<Access> access(
      Call call, String action, @Nullable String name, Map<String, List<String>> context) {
    Access access = ParameterLookup.access(store, call, action, name);
    return List.of(access.with(Requests.join(access.context(), context)));
  }

  /** Tags of a request for condition keys, unchecked. */
  static Map<String, String> requested(List<Tag> tags) {
    Map<String, String> all = new TreeMap<>();
    for (Tag tag : tags) {
      if (tag.key() != null) {
        all.put(tag.key(), tag.value() == null ? "" : tag.value());
      }
    }
    return all;
  }

  /** Tags of a request put over those there are, checked. */
  static Map<String, String> with(Map<String, String> present, List<Tag> added) {
    Map<String, String> fresh = requested(added);
    if (fresh.size() < added.size()) {
      throw Requests.validation("Duplicate tag keys are not allowed.");
    }
    for (String key : fresh.keySet()) {
      if (key.regionMatches(true, 0, "aws:", 0, 4)) {
        throw Requests.validation("Tag keys that begin with aws: are reserved: " + key);
      }
    }
    Map<String, String> all = new TreeMap<>(present);
    all.putAll(fresh);
    if (all.size() > MOST) {
      throw ServiceError.badRequest(
          "TooManyTagsError", "A parameter can have at most " + MOST + " tags.");
    }
    return all;
  }

  private static Parameter require(
      Transaction tx, Call call, @Nullable String type, @Nullable String id) {
    if (!"Parameter".equals(type)) {
      throw ServiceError.unsupported("The resource type " + type);
    }
    return ParameterLookup.find(tx, call, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidResourceId",
                "The resource ID is not valid. Verify that you entered the correct ID and try"
                    + " again."));
  }

  private AddTagsToResourceResult add(Call call, AddTagsToResourceRequest request) {
    return store.write(tx -> {
      Parameter parameter = require(tx, call, request.resourceType(), request.resourceId());
      tx.put(Parameter.TABLE, parameter.withTags(with(parameter.tags(), request.tagsOrEmpty())));
      return AddTagsToResourceResult.builder().build();
    });
  }

  private RemoveTagsFromResourceResult remove(Call call, RemoveTagsFromResourceRequest request) {
    return store.write(tx -> {
      Parameter parameter = require(tx, call, request.resourceType(), request.resourceId());
      Map<String, String> rest = new TreeMap<>(parameter.tags());
      request.tagKeysOrEmpty().forEach(rest::remove);
      tx.put(Parameter.TABLE, parameter.withTags(rest));
      return RemoveTagsFromResourceResult.builder().build();
    });
  }

  private ListTagsForResourceResult list(Call call, ListTagsForResourceRequest request) {
    Parameter parameter =
        store.read(tx -> require(tx, call, request.resourceType(), request.resourceId()));
    return ListTagsForResourceResult.builder()
        .tagList(
            new TreeMap<>(parameter.tags())
                .entrySet().stream()
                    .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                    .toList())
        .build();
  }
}
