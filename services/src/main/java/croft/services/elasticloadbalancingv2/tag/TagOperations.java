package croft.services.elasticloadbalancingv2.tag;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancingv2.AddTagsInput;
import croft.api.elasticloadbalancingv2.AddTagsOutput;
import croft.api.elasticloadbalancingv2.DescribeTagsInput;
import croft.api.elasticloadbalancingv2.DescribeTagsOutput;
import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Model;
import croft.api.elasticloadbalancingv2.RemoveTagsInput;
import croft.api.elasticloadbalancingv2.RemoveTagsOutput;
import croft.api.elasticloadbalancingv2.Tag;
import croft.api.elasticloadbalancingv2.TagDescription;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbAccess;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;

/** AddTags, RemoveTags, DescribeTags. Whatever was made here has a row of tags, if an empty one. */
public final class TagOperations {
  private final BalancerParts parts;

  public TagOperations(BalancerParts parts) {
    this.parts = parts;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Elasticloadbalancingv2Model.ADD_TAGS,
            (call, r) -> ElbAccess.to("AddTags", r.resourceArnsOrEmpty().toArray(String[]::new)),
            this::add),
        bind(
            Elasticloadbalancingv2Model.REMOVE_TAGS,
            (call, r) -> ElbAccess.to("RemoveTags", r.resourceArnsOrEmpty().toArray(String[]::new)),
            this::remove),
        bind(
            Elasticloadbalancingv2Model.DESCRIBE_TAGS,
            AccessRule.toAll("elasticloadbalancing:DescribeTags"),
            this::describe));
  }

  private static void require(Transaction tx, Call call, String arn) {
    if (tx.get(ElbTags.TABLE, call.scope(), arn).isEmpty()) {
      String kind =
          arn.contains(":targetgroup/")
              ? "TargetGroup"
              : arn.contains(":listener-rule/")
                  ? "Rule"
                  : arn.contains(":listener/") ? "Listener" : "LoadBalancer";
      throw ElbErrors.of(kind + "NotFound", "'" + arn + "' not found");
    }
  }

  private AddTagsOutput add(Call call, AddTagsInput request) {
    Map<String, String> tags = ElbTags.read(request.tagsOrEmpty());
    return parts
        .store()
        .write(tx -> {
          for (String arn : request.resourceArnsOrEmpty()) {
            require(tx, call, arn);
            ElbTags.add(tx, call.scope(), arn, tags);
          }
          return AddTagsOutput.builder().build();
        });
  }

  private RemoveTagsOutput remove(Call call, RemoveTagsInput request) {
    return parts
        .store()
        .write(tx -> {
          for (String arn : request.resourceArnsOrEmpty()) {
            require(tx, call, arn);
            ElbTags.remove(tx, call.scope(), arn, request.tagKeysOrEmpty());
          }
          return RemoveTagsOutput.builder().build();
        });
  }

  private DescribeTagsOutput describe(Call call, DescribeTagsInput request) {
    return parts
        .store()
        .read(tx ->
            DescribeTagsOutput.builder()
                .tagDescriptions(
                    request.resourceArnsOrEmpty().stream()
                        .map(arn -> {
                          require(tx, call, arn);
                          return TagDescription.builder()
                              .resourceArn(arn)
                              .tags(
                                  ElbTags.of(tx, call.scope(), arn).entrySet().stream()
                                      .map(e ->
                                          Tag.builder().key(e.getKey()).value(e.getValue()).build())
                                      .toList())
                              .build();
                        })
                        .toList())
                .build());
  }
}
