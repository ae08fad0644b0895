package croft.services.route53.tag;

import static croft.services.operation.Binding.bind;

import croft.api.route53.ChangeTagsForResourceRequest;
import croft.api.route53.ChangeTagsForResourceResponse;
import croft.api.route53.ListTagsForResourceRequest;
import croft.api.route53.ListTagsForResourceResponse;
import croft.api.route53.ListTagsForResourcesRequest;
import croft.api.route53.ListTagsForResourcesResponse;
import croft.api.route53.ResourceTagSet;
import croft.api.route53.Route53Model;
import croft.api.route53.Tag;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.route53.entity.Faults;
import croft.services.route53.entity.Route53Parts;
import croft.services.route53.healthcheck.HealthCheck;
import croft.services.route53.healthcheck.HealthChecks;
import croft.services.route53.hostedzone.HostedZone;
import croft.services.route53.hostedzone.HostedZones;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** ChangeTagsForResource, ListTagsForResource and ListTagsForResources. */
public final class TagOperations {
  private static final String ZONE = "hostedzone";
  private static final int MOST_TAGS = 50;

  private final Route53Parts parts;

  public TagOperations(Route53Parts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Route53Model.CHANGE_TAGS_FOR_RESOURCE,
            (call, r) -> access("ChangeTagsForResource", r.resourceType(), r.resourceId()),
            this::change),
        bind(
            Route53Model.LIST_TAGS_FOR_RESOURCE,
            (call, r) -> access("ListTagsForResource", r.resourceType(), r.resourceId()),
            this::list),
        bind(
            Route53Model.LIST_TAGS_FOR_RESOURCES,
            (call, r) ->
                r.resourceIdsOrEmpty().stream()
                    .flatMap(id -> access("ListTagsForResources", r.resourceType(), id).stream())
                    .toList(),
            this::listAll));
  }

  private static List<Access> access(String action, @Nullable String kind, @Nullable String id) {
    return Faults.access(
        "route53:" + action, Faults.required(kind, "ResourceType"), Faults.bare(id));
  }

  private ChangeTagsForResourceResponse change(Call call, ChangeTagsForResourceRequest request) {
    if (request.addTagsOrEmpty().isEmpty() && request.removeTagKeysOrEmpty().isEmpty()) {
      throw Faults.invalidInput("There are no tags to add or remove.");
    }
    return parts
        .store()
        .write(tx -> {
          Map<String, String> tags =
              new TreeMap<>(tags(tx, call, request.resourceType(), request.resourceId()));
          request.removeTagKeysOrEmpty().forEach(tags::remove);
          for (Tag tag : request.addTagsOrEmpty()) {
            tags.put(Faults.required(tag.key(), "Key"), tag.value() == null ? "" : tag.value());
          }
          if (tags.size() > MOST_TAGS) {
            throw Faults.invalidInput("A resource has at most " + MOST_TAGS + " tags.");
          }
          if (ZONE.equals(request.resourceType())) {
            HostedZone zone = HostedZones.require(tx, call, request.resourceId());
            tx.put(HostedZone.TABLE, zone.withTags(tags));
          } else {
            HealthCheck check = HealthChecks.require(tx, call, request.resourceId());
            tx.put(HealthCheck.TABLE, check.withTags(tags));
          }
          return ChangeTagsForResourceResponse.builder().build();
        });
  }

  private static Map<String, String> tags(
      Transaction tx, Call call, @Nullable String kind, @Nullable String id) {
    return ZONE.equals(kind)
        ? HostedZones.require(tx, call, id).tags()
        : HealthChecks.require(tx, call, id).tags();
  }

  private static ResourceTagSet set(
      Transaction tx, Call call, @Nullable String kind, @Nullable String id) {
    return ResourceTagSet.builder()
        .resourceType(kind)
        .resourceId(Faults.bare(id))
        .tags(
            tags(tx, call, kind, id).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  private ListTagsForResourceResponse list(Call call, ListTagsForResourceRequest request) {
    return parts
        .store()
        .read(tx ->
            ListTagsForResourceResponse.builder()
                .resourceTagSet(set(tx, call, request.resourceType(), request.resourceId()))
                .build());
  }

  private ListTagsForResourcesResponse listAll(Call call, ListTagsForResourcesRequest request) {
    return parts
        .store()
        .read(tx ->
            ListTagsForResourcesResponse.builder()
                .resourceTagSets(
                    request.resourceIdsOrEmpty().stream()
                        .map(id -> set(tx, call, request.resourceType(), id))
                        .toList())
                .build());
  }
}
