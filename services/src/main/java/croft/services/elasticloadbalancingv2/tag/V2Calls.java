package croft.services.elasticloadbalancingv2.tag;

import croft.api.elasticloadbalancingv2.AddTagsInput;
import croft.api.elasticloadbalancingv2.DescribeTagsInput;
import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Api;
import croft.api.elasticloadbalancingv2.RemoveTagsInput;
import croft.api.elasticloadbalancingv2.Tag;
import croft.services.resource.ResourceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the resource types of load balancers share. */
public final class V2Calls {
  private V2Calls() {}

  /** Elastic Load Balancing as the stack's caller may use it. */
  public static Elasticloadbalancingv2Api of(ResourceRequest request) {
    return new Elasticloadbalancingv2Api(request.calls());
  }

  /** Tags for a creation. */
  public static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
  }

  /** Gives and takes the tags that an update changes. */
  public static void updateTags(ResourceRequest request) {
    List<String> arns = List.of(request.physicalId());
    if (!request.givenTags().isEmpty()) {
      of(request).addTags(new AddTagsInput(arns, tags(request.givenTags())));
    }
    if (!request.takenTags().isEmpty()) {
      of(request).removeTags(new RemoveTagsInput(arns, request.takenTags()));
    }
  }

  /** Adds the property Tags to what is told of a thing. */
  public static void readTags(ResourceRequest request, ObjectNode live) {
    ArrayNode tags = live.putArray("Tags");
    of(request)
        .describeTags(new DescribeTagsInput(List.of(request.physicalId())))
        .tagDescriptionsOrEmpty()
        .forEach(one ->
            one.tagsOrEmpty()
                .forEach(tag -> tags.addObject().put("Key", tag.key()).put("Value", tag.value())));
  }

  /** The members of a list in one form and not the other: what an update gives, or takes. */
  public static List<JsonNode> missing(JsonNode those, JsonNode others) {
    return those.valueStream().filter(one -> others.valueStream().noneMatch(one::equals)).toList();
  }

  /**
   * All there is, over the pages of a listing.
   *
   * @param ask gives the page of a marker; null is the first one's
   */
  public static <A, T> List<T> pages(
      Function<@Nullable String, A> ask,
      Function<A, List<T>> items,
      Function<A, @Nullable String> next) {
    List<T> all = new ArrayList<>();
    A page = ask.apply(null);
    all.addAll(items.apply(page));
    for (String marker = next.apply(page); marker != null; marker = next.apply(page)) {
      page = ask.apply(marker);
      all.addAll(items.apply(page));
    }
    return all;
  }
}
