package croft.services.ec2.tag;

import croft.api.ec2.CreateTagsRequest;
import croft.api.ec2.CreateTagsResponse;
import croft.api.ec2.DeleteTagsRequest;
import croft.api.ec2.DeleteTagsResponse;
import croft.api.ec2.DescribeTagsRequest;
import croft.api.ec2.DescribeTagsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.Tag;
import croft.api.ec2.TagDescription;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** CreateTags, DeleteTags and DescribeTags, on every resource that exists. */
public final class TagOperations {
  private static final Filters<TagRow> FILTERS =
      new Filters<TagRow>()
          .on("key", TagRow::key)
          .on("value", TagRow::value)
          .on("resource-id", TagRow::resourceId)
          .on("resource-type", TagRow::resourceType);

  private final Store store;
  private final ResourceLookup resources;
  private final Paging paging;

  public TagOperations(Store store, ResourceLookup resources, Paging paging) {
    this.store = store;
    this.resources = resources;
    this.paging = paging;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.CREATE_TAGS,
            (call, request) ->
                List.of(
                    access(call, "ec2:CreateTags", request.resourcesOrEmpty())
                        .with(requestTags(request.tagsOrEmpty()))),
            this::createTags),
        Binding.bind(
            Ec2Model.DELETE_TAGS,
            (call, request) -> List.of(access(call, "ec2:DeleteTags", request.resourcesOrEmpty())),
            this::deleteTags),
        Binding.bind(
            Ec2Model.DESCRIBE_TAGS, AccessRule.toAll("ec2:DescribeTags"), this::describeTags));
  }

  private static Access access(Call call, String action, List<String> ids) {
    return new Access(
        action,
        ids.stream().map(id -> call.arn("ec2", ResourceType.of(id) + "/" + id).toString()).toList(),
        Map.of());
  }

  /** The condition keys a request's tags give: {@code aws:RequestTag/…} and {@code aws:TagKeys}. */
  public static Map<String, List<String>> requestTags(List<Tag> tags) {
    Map<String, List<String>> keys = new java.util.HashMap<>();
    keys.put("aws:TagKeys", tags.stream().map(t -> Objects.toString(t.key(), "")).toList());
    for (Tag tag : tags) {
      keys.put("aws:RequestTag/" + tag.key(), List.of(Objects.toString(tag.value(), "")));
    }
    return keys;
  }

  private CreateTagsResponse createTags(Call call, CreateTagsRequest request) {
    Map<String, String> tags = Tags.map(request.tagsOrEmpty());
    if (tags.isEmpty()) {
      throw missing("Tags");
    }
    return store.write(tx -> {
      for (String id : resources.existing(tx, call.scope(), ids(request.resourcesOrEmpty()))) {
        ReservedTags.put(tx, call, id, tags);
      }
      return CreateTagsResponse.builder().build();
    });
  }

  private DeleteTagsResponse deleteTags(Call call, DeleteTagsRequest request) {
    List<Tag> tags = request.tagsOrEmpty();
    return store.write(tx -> {
      for (String id : resources.existing(tx, call.scope(), ids(request.resourcesOrEmpty()))) {
        if (tags.isEmpty()) {
          Tags.clear(tx, call.scope(), id);
        }
        for (Tag tag : tags) {
          String held = Tags.of(tx, call.scope(), id).get(tag.key());
          // A value in the request is a condition; a key alone deletes whatever it holds.
          if (held != null && (tag.value() == null || tag.value().equals(held))) {
            tx.delete(Tags.TABLE, call.scope(), id + "/" + tag.key());
          }
        }
      }
      return DeleteTagsResponse.builder().build();
    });
  }

  private DescribeTagsResult describeTags(Call call, DescribeTagsRequest request) {
    List<TagRow> rows = store.read(tx -> tx.list(Tags.TABLE, call.scope()));
    Paging.Page<TagRow> page =
        paging.page(
            call,
            rows.stream().filter(FILTERS.matching(request.filtersOrEmpty())).toList(),
            TagRow::id,
            request.maxResults(),
            request.nextToken());
    return DescribeTagsResult.builder()
        .tags(
            page.items().stream()
                .map(row ->
                    TagDescription.builder()
                        .resourceId(row.resourceId())
                        .resourceType(row.resourceType())
                        .key(row.key())
                        .value(row.value())
                        .build())
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static List<String> ids(List<String> ids) {
    if (ids.isEmpty()) {
      throw missing("resourceIdSet");
    }
    return ids;
  }

  private static ServiceError missing(String parameter) {
    return ServiceError.badRequest(
        "MissingParameter", "The request must contain the parameter " + parameter);
  }
}
