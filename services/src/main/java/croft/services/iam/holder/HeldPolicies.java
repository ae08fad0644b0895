package croft.services.iam.holder;

import static croft.services.resource.PropertyType.JSON;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.services.resource.Documents;
import croft.services.resource.Missing;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The properties Policies and ManagedPolicyArns, which users, groups and roles share. */
public final class HeldPolicies {
  private static final PropertyType POLICY =
      PropertyType.structure(
          Property.of("PolicyDocument", JSON).needed(), Property.of("PolicyName", STRING).needed());

  private HeldPolicies() {}

  /** Both properties. */
  public static Property[] properties() {
    return new Property[] {
      Property.of("Policies", PropertyType.listOf(POLICY)),
      Property.of("ManagedPolicyArns", STRINGS)
    };
  }

  /** Gives what is new or other, and takes what was and shall not be any more. */
  public static void change(ResourceRequest request, Holder holder) {
    Map<String, JsonNode> before = inline(request.previous());
    Map<String, JsonNode> after = inline(request.properties());
    after.forEach((name, document) -> {
      if (!document.equals(before.get(name))) {
        holder.put(name, Documents.text(document));
      }
    });
    before.keySet().stream()
        .filter(name -> !after.containsKey(name))
        .forEach(name -> Missing.passedOver(() -> holder.remove(name)));
    List<String> attachedBefore = Documents.texts(request.previous().path("ManagedPolicyArns"));
    List<String> attached = Documents.texts(request.properties().path("ManagedPolicyArns"));
    attached.stream().filter(arn -> !attachedBefore.contains(arn)).forEach(holder::attach);
    attachedBefore.stream()
        .filter(arn -> !attached.contains(arn))
        .forEach(arn -> Missing.passedOver(() -> holder.detach(arn)));
  }

  /** Takes what the template gave; what others gave hinders the holder's end, as on AWS. */
  public static void clear(ResourceRequest request, Holder holder) {
    inline(request.properties())
        .keySet()
        .forEach(name -> Missing.passedOver(() -> holder.remove(name)));
    Documents.texts(request.properties().path("ManagedPolicyArns"))
        .forEach(arn -> Missing.passedOver(() -> holder.detach(arn)));
  }

  /** Tells what the holder has. */
  public static void tell(ObjectNode live, Holder holder) {
    ArrayNode policies = live.putArray("Policies");
    for (String name : new ArrayList<>(holder.names())) {
      policies.addObject().put("PolicyName", name).set("PolicyDocument", document(holder, name));
    }
    live.set("ManagedPolicyArns", Documents.list(holder.attached()));
  }

  /** One policy of a holder as a tree. */
  public static JsonNode document(Holder holder, String name) {
    return decoded(holder.document(name));
  }

  /** A document as IAM tells it: percent-encoded (RFC 3986). */
  public static JsonNode decoded(String document) {
    return Documents.tree(URLDecoder.decode(document, StandardCharsets.UTF_8));
  }

  private static Map<String, JsonNode> inline(ObjectNode properties) {
    Map<String, JsonNode> inline = new TreeMap<>();
    for (JsonNode policy : properties.path("Policies")) {
      inline.put(policy.path("PolicyName").asString(), policy.path("PolicyDocument"));
    }
    return inline;
  }
}
