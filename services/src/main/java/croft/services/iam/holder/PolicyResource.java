package croft.services.iam.holder;

import static croft.services.resource.PropertyType.JSON;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::IAM::Policy}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html">AWS::IAM::Policy</a>.
 */
public final class PolicyResource implements ResourceType {
  private static final int LONGEST_NAME = 128;
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::IAM::Policy", "Id")
          .with(
              Property.of("Groups", STRINGS),
              Property.of("PolicyDocument", JSON).needed(),
              Property.of("PolicyName", STRING).needed(),
              Property.of("Roles", STRINGS),
              Property.of("Users", STRINGS))
          .attributes("Id");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  @Override
  public Made create(ResourceRequest request) {
    if (holders(request, request.properties()).isEmpty()) {
      throw ServiceError.badRequest(
          "ValidationError", "At least one of [Groups,Roles,Users] must be non-empty.");
    }
    return Made.of(request.generatedName(LONGEST_NAME)).then(() -> put(request));
  }

  private static void put(ResourceRequest request) {
    String document = Documents.text(request.properties().path("PolicyDocument"));
    holders(request, request.properties())
        .forEach(holder -> holder.put(request.text("PolicyName"), document));
  }

  private static List<Holder> holders(ResourceRequest request, ObjectNode properties) {
    List<Holder> holders = new ArrayList<>();
    Documents.texts(properties.path("Users"))
        .forEach(name -> holders.add(Holder.of(HolderKind.USER, request, name)));
    Documents.texts(properties.path("Groups"))
        .forEach(name -> holders.add(Holder.of(HolderKind.GROUP, request, name)));
    Documents.texts(properties.path("Roles"))
        .forEach(name -> holders.add(Holder.of(HolderKind.ROLE, request, name)));
    return holders;
  }

  @Override
  public void update(ResourceRequest request) {
    put(request);
    List<Holder> kept =
        request.changed("PolicyName") ? List.of() : holders(request, request.properties());
    String before = request.previous().path("PolicyName").asString();
    holders(request, request.previous()).stream()
        .filter(holder -> !kept.contains(holder))
        .forEach(holder -> Missing.passedOver(() -> holder.remove(before)));
  }

  @Override
  public Progress delete(ResourceRequest request) {
    holders(request, request.properties())
        .forEach(holder -> Missing.passedOver(() -> holder.remove(request.text("PolicyName"))));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    String name = request.text("PolicyName");
    ObjectNode live = Documents.object();
    live.put("PolicyName", name);
    live.put("Id", request.physicalId());
    Map<String, HolderKind> kinds =
        Map.of("Users", HolderKind.USER, "Groups", HolderKind.GROUP, "Roles", HolderKind.ROLE);
    boolean there = false;
    for (Map.Entry<String, HolderKind> kind : kinds.entrySet()) {
      ArrayNode names = live.putArray(kind.getKey());
      for (String one : Documents.texts(request.properties().path(kind.getKey()))) {
        Holder holder = Holder.of(kind.getValue(), request, one);
        Optional<JsonNode> document = Missing.empty(() -> HeldPolicies.document(holder, name));
        document.ifPresent(found -> {
          names.add(one);
          live.set("PolicyDocument", found);
        });
        there |= document.isPresent();
      }
    }
    return there ? Optional.of(live) : Optional.empty();
  }

  /** An inline policy of several holders has no place of its own to be listed at. */
  @Override
  public List<String> list(ResourceRequest request) {
    return read(request).map(live -> List.of(request.physicalId())).orElse(List.of());
  }
}
