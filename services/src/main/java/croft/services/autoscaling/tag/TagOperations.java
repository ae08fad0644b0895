package croft.services.autoscaling.tag;

import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.CreateOrUpdateTagsResponse;
import croft.api.autoscaling.CreateOrUpdateTagsType;
import croft.api.autoscaling.DeleteTagsResponse;
import croft.api.autoscaling.DeleteTagsType;
import croft.api.autoscaling.DescribeTagsType;
import croft.api.autoscaling.Filter;
import croft.api.autoscaling.Tag;
import croft.api.autoscaling.TagDescription;
import croft.api.autoscaling.TagsType;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.Lists;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Group.GroupTag;
import croft.services.autoscaling.group.Groups;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** CreateOrUpdateTags, DeleteTags and DescribeTags. */
public final class TagOperations {
  private final ScalingParts parts;

  public TagOperations(ScalingParts parts) {
    this.parts = parts;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            AutoscalingModel.CREATE_OR_UPDATE_TAGS,
            (call, request) -> accesses(call, "CreateOrUpdateTags", request.tagsOrEmpty()),
            this::put),
        Binding.bind(
            AutoscalingModel.DELETE_TAGS,
            (call, request) -> accesses(call, "DeleteTags", request.tagsOrEmpty()),
            this::delete),
        Binding.bind(
            AutoscalingModel.DESCRIBE_TAGS,
            AccessRule.toAll("autoscaling:DescribeTags"),
            this::describe));
  }

  private List<Access> accesses(Call call, String action, List<Tag> tags) {
    return tags.stream()
        .map(tag -> Objects.toString(tag.resourceId(), "*"))
        .distinct()
        .map(group ->
            Groups.access(parts.store(), call, action, group).with(GroupTags.requestKeys(tags)))
        .toList();
  }

  private CreateOrUpdateTagsResponse put(Call call, CreateOrUpdateTagsType request) {
    change(
        call,
        request.tagsOrEmpty(),
        (tags, tag) -> {
          tags.put(GroupTags.key(tag.key()), GroupTags.tag(tag));
          return tags;
        });
    return CreateOrUpdateTagsResponse.builder().build();
  }

  private DeleteTagsResponse delete(Call call, DeleteTagsType request) {
    change(
        call,
        request.tagsOrEmpty(),
        (tags, tag) -> {
          String key = Objects.toString(tag.key(), "");
          GroupTag held = tags.get(key);
          if (held != null && (tag.value() == null || tag.value().equals(held.value()))) {
            tags.remove(key);
          }
          return tags;
        });
    return DeleteTagsResponse.builder().build();
  }

  private void change(
      Call call,
      List<Tag> tags,
      BiFunction<Map<String, GroupTag>, Tag, Map<String, GroupTag>> change) {
    parts
        .store()
        .write(tx -> {
          for (Tag tag : tags) {
            GroupTags.requireType(tag.resourceType());
            Group group = group(tx, call, tag);
            Map<String, GroupTag> after = change.apply(new HashMap<>(group.tags()), tag);
            GroupTags.requireRoom(after);
            tx.put(Group.TABLE, group.withTags(after));
          }
          return null;
        });
  }

  private static Group group(Transaction tx, Call call, Tag tag) {
    String name = Objects.toString(tag.resourceId(), "");
    return tx.get(Group.TABLE, call.scope(), name)
        .orElseThrow(() ->
            Faults.validation(
                "No AutoScalingGroup found with the name '" + name + "' for the tag"));
  }

  private TagsType describe(Call call, DescribeTagsType request) {
    Predicate<TagDescription> wanted = tag -> true;
    for (Filter filter : request.filtersOrEmpty()) {
      wanted = wanted.and(matching(filter));
    }
    List<TagDescription> all = new ArrayList<>();
    parts.store().read(tx -> tx.list(Group.TABLE, call.scope())).stream()
        .map(GroupTags::shapes)
        .forEach(all::addAll);
    Pages.Page<TagDescription> page =
        parts
            .pages()
            .page(
                call,
                "tags " + request.filtersOrEmpty(),
                all.stream().filter(wanted).toList(),
                tag -> tag.resourceId() + "\n" + tag.key(),
                Lists.wanted(request.nextToken(), request.maxRecords(), 50, 100));
    return TagsType.builder().tags(page.items()).nextToken(page.token()).build();
  }

  private static Predicate<TagDescription> matching(Filter filter) {
    List<String> values = filter.valuesOrEmpty();
    String name = Objects.toString(filter.name(), "");
    return switch (name) {
      case "auto-scaling-group" -> tag -> values.contains(tag.resourceId());
      case "key" -> tag -> values.contains(tag.key());
      case "value" -> tag -> values.contains(tag.value());
      case "propagate-at-launch" -> tag -> values.contains(String.valueOf(tag.propagateAtLaunch()));
      default ->
          throw Faults.validation(
              "Filter type "
                  + name
                  + " is not correct. Allowed Filter types are: auto-scaling-group key value"
                  + " propagate-at-launch");
    };
  }
}
