package croft.services.elasticloadbalancing.tag;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancing.AddTagsInput;
import croft.api.elasticloadbalancing.AddTagsOutput;
import croft.api.elasticloadbalancing.DescribeTagsInput;
import croft.api.elasticloadbalancing.DescribeTagsOutput;
import croft.api.elasticloadbalancing.ElasticloadbalancingModel;
import croft.api.elasticloadbalancing.RemoveTagsInput;
import croft.api.elasticloadbalancing.RemoveTagsOutput;
import croft.api.elasticloadbalancing.Tag;
import croft.api.elasticloadbalancing.TagDescription;
import croft.api.elasticloadbalancing.TagKeyOnly;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer;
import croft.services.elasticloadbalancing.loadbalancer.ClassicParts;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbAccess;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.tag.ElbTags;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.List;
import java.util.Map;

/** The tags of classic balancers, kept where those of the other balancers are. */
public final class ClassicTags {
  private final ClassicParts classic;

  public ClassicTags(ClassicParts classic) {
    this.classic = classic;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            ElasticloadbalancingModel.ADD_TAGS,
            (call, r) -> access(call, "AddTags", r.loadBalancerNamesOrEmpty()),
            this::add),
        bind(
            ElasticloadbalancingModel.REMOVE_TAGS,
            (call, r) -> access(call, "RemoveTags", r.loadBalancerNamesOrEmpty()),
            this::remove),
        bind(
            ElasticloadbalancingModel.DESCRIBE_TAGS,
            (call, r) -> access(call, "DescribeTags", r.loadBalancerNamesOrEmpty()),
            this::describe));
  }

  private static List<Access> access(Call call, String action, List<String> names) {
    return ElbAccess.to(
        action,
        names.stream()
            .map(name -> call.arn("elasticloadbalancing", "loadbalancer/" + name).toString())
            .toArray(String[]::new));
  }

  /** Tags of a request, each key once. */
  public static Map<String, String> read(List<Tag> tags) {
    return ElbTags.read(
        tags.stream()
            .map(tag ->
                croft.api.elasticloadbalancingv2.Tag.builder()
                    .key(tag.key())
                    .value(tag.value())
                    .build())
            .toList());
  }

  private AddTagsOutput add(Call call, AddTagsInput request) {
    Map<String, String> tags = read(request.tagsOrEmpty());
    classic
        .parts()
        .store()
        .write(tx -> {
          for (String name : request.loadBalancerNamesOrEmpty()) {
            ElbTags.add(
                tx, call.scope(), ClassicBalancer.require(tx, call.scope(), name).arn(), tags);
          }
          return true;
        });
    return AddTagsOutput.builder().build();
  }

  private RemoveTagsOutput remove(Call call, RemoveTagsInput request) {
    List<String> keys =
        request.tagsOrEmpty().stream()
            .map(TagKeyOnly::key)
            .map(key -> ElbErrors.given(key, "Key"))
            .toList();
    classic
        .parts()
        .store()
        .write(tx -> {
          for (String name : request.loadBalancerNamesOrEmpty()) {
            ElbTags.remove(
                tx, call.scope(), ClassicBalancer.require(tx, call.scope(), name).arn(), keys);
          }
          return true;
        });
    return RemoveTagsOutput.builder().build();
  }

  private DescribeTagsOutput describe(Call call, DescribeTagsInput request) {
    return classic
        .parts()
        .store()
        .read(tx ->
            DescribeTagsOutput.builder()
                .tagDescriptions(
                    request.loadBalancerNamesOrEmpty().stream()
                        .map(name -> ClassicBalancer.require(tx, call.scope(), name))
                        .map(balancer ->
                            TagDescription.builder()
                                .loadBalancerName(balancer.name())
                                .tags(
                                    ElbTags.of(tx, call.scope(), balancer.arn()).entrySet().stream()
                                        .map(e ->
                                            Tag.builder()
                                                .key(e.getKey())
                                                .value(e.getValue())
                                                .build())
                                        .toList())
                                .build())
                        .toList())
                .build());
  }
}
