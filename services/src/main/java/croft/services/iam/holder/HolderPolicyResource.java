package croft.services.iam.holder;

import static croft.services.resource.PropertyType.JSON;
import static croft.services.resource.PropertyType.STRING;

import croft.base.ServiceError;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.resource.Documents;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::IAM::UserPolicy}, {@code GroupPolicy} and {@code RolePolicy}: one inline policy of
 * one holder.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-userpolicy.html">AWS::IAM::UserPolicy</a>.
 */
public final class HolderPolicyResource implements ResourceType {
  private final HolderKind kind;
  private final String holderProperty;
  private final ResourceSchema schema;

  public HolderPolicyResource(HolderKind kind) {
    this.kind = kind;
    String noun =
        switch (kind) {
          case USER -> "User";
          case GROUP -> "Group";
          case ROLE -> "Role";
        };
    holderProperty = noun + "Name";
    schema =
        ResourceSchema.of("AWS::IAM::" + noun + "Policy", "PolicyName")
            .with(
                Property.of("PolicyDocument", JSON),
                Property.of("PolicyName", STRING).needed().replacing(),
                Property.of(holderProperty, STRING).needed().replacing());
  }

  @Override
  public ResourceSchema schema() {
    return schema;
  }

  private Holder holder(ResourceRequest request) {
    String[] parts = request.physicalId().split("\\|", -1);
    String name = parts.length == 2 ? parts[1] : request.text(holderProperty);
    return Holder.of(kind, request, name);
  }

  private static String policyName(ResourceRequest request) {
    return request.physicalId().split("\\|", -1)[0];
  }

  @Override
  public Made create(ResourceRequest request) {
    String name = request.text("PolicyName");
    if (!request.repeated() && Missing.empty(() -> holder(request).document(name)).isPresent()) {
      throw ServiceError.badRequest("AlreadyExists", name + " already exists");
    }
    holder(request).put(name, Documents.text(request.properties().path("PolicyDocument")));
    return Made.of(name + "|" + request.text(holderProperty));
  }

  @Override
  public void update(ResourceRequest request) {
    holder(request)
        .put(policyName(request), Documents.text(request.properties().path("PolicyDocument")));
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Missing.passedOver(() -> holder(request).remove(policyName(request)));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> {
      JsonNode document = HeldPolicies.document(holder(request), policyName(request));
      ObjectNode live = Documents.object().put("PolicyName", policyName(request));
      live.put(holderProperty, request.physicalId().split("\\|", -1)[1]);
      live.set("PolicyDocument", document);
      return live;
    });
  }

  /** Those of the holder that the request names, as Cloud Control asks for them. */
  @Override
  public List<String> list(ResourceRequest request) {
    String name = request.text(holderProperty);
    return name.isEmpty()
        ? List.of()
        : Holder.of(kind, request, name).names().stream().map(one -> one + "|" + name).toList();
  }
}
