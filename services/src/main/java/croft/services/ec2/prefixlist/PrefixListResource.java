package croft.services.ec2.prefixlist;

import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::PrefixList} of a customer.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-prefixlist.html">AWS::EC2::PrefixList</a>.
 */
public final class PrefixListResource extends TaggedResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::PrefixList", "PrefixListId")
          .with(
              Property.of("AddressFamily", STRING).needed(),
              Property.of(
                  "Entries",
                  PropertyType.listOf(
                      PropertyType.structure(
                          Property.of("Cidr", STRING).needed(),
                          Property.of("Description", STRING)))),
              Property.of("MaxEntries", INTEGER),
              Property.of("PrefixListName", STRING).needed())
          .tags()
          .attributes("Arn", "OwnerId", "PrefixListId", "Version");

  public PrefixListResource() {
    super(
        SCHEMA,
        new Noun(
            "prefix-list",
            Ec2Model.DESCRIBE_MANAGED_PREFIX_LISTS,
            "PrefixListIds",
            "PrefixLists",
            "PrefixListId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    if (!members.has("MaxEntries")) {
      members.put("MaxEntries", Math.max(1, members.path("Entries").size()));
    }
    return Ec2Calls.of(request)
        .call(Ec2Model.CREATE_MANAGED_PREFIX_LIST, members.put("ClientToken", request.token()))
        .path("PrefixList")
        .path("PrefixListId")
        .asString();
  }

  @Override
  public Set<String> replacedBy(ObjectNode before, ObjectNode after) {
    Set<String> names = new TreeSet<>(super.replacedBy(before, after));
    if (!before.path("AddressFamily").equals(after.path("AddressFamily"))) {
      names.add("AddressFamily");
    }
    return names;
  }

  @Override
  public Progress stabilize(ResourceRequest request) {
    return Progress.doneWhen(
        found(request, request.physicalId())
            .filter(one -> one.path("State").asString("").endsWith("-complete"))
            .isPresent());
  }

  /** EC2 takes a change of the greatest number alone, which goes before or after the entries. */
  @Override
  protected void settle(ResourceRequest request, String id) {
    if (request.previous().isEmpty()) {
      return;
    }
    int before = request.previous().path("MaxEntries").asInt(0);
    int after = request.properties().path("MaxEntries").asInt(before);
    if (after > before) {
      maximum(request, id, after);
    }
    entries(request, id);
    if (after < before) {
      maximum(request, id, after);
    }
  }

  private static void maximum(ResourceRequest request, String id, int entries) {
    Ec2Calls.of(request)
        .call(
            Ec2Model.MODIFY_MANAGED_PREFIX_LIST,
            Ec2Calls.members("PrefixListId", id).put("MaxEntries", entries));
  }

  private void entries(ResourceRequest request, String id) {
    ObjectNode change = Ec2Calls.members("PrefixListId", id);
    if (request.changed("PrefixListName")) {
      change.put("PrefixListName", request.text("PrefixListName"));
    }
    if (request.changed("Entries")) {
      JsonNode live = entriesOf(request, id);
      Set<JsonNode> wanted = new HashSet<>();
      request.properties().path("Entries").forEach(wanted::add);
      Set<JsonNode> there = new HashSet<>();
      live.forEach(there::add);
      ArrayNode added = change.putArray("AddEntries");
      wanted.stream().filter(one -> !there.contains(one)).forEach(added::add);
      ArrayNode removed = change.putArray("RemoveEntries");
      there.stream()
          .filter(one -> wanted.stream().noneMatch(w -> w.path("Cidr").equals(one.path("Cidr"))))
          .forEach(one -> removed.addObject().set("Cidr", one.path("Cidr")));
      change.set("CurrentVersion", found(request, id).orElseThrow().path("Version"));
      if (added.isEmpty()) {
        change.remove("AddEntries");
      }
      if (removed.isEmpty()) {
        change.remove("RemoveEntries");
      }
    }
    if (change.has("PrefixListName") || change.has("AddEntries") || change.has("RemoveEntries")) {
      Ec2Calls.of(request).call(Ec2Model.MODIFY_MANAGED_PREFIX_LIST, change);
    }
  }

  private static ArrayNode entriesOf(ResourceRequest request, String id) {
    ArrayNode entries = JsonMapper.shared().createArrayNode();
    for (ObjectNode entry :
        Ec2Calls.of(request)
            .all(
                Ec2Model.GET_MANAGED_PREFIX_LIST_ENTRIES,
                "Entries",
                Ec2Calls.members("PrefixListId", id))) {
      if (entry.path("Description").asString("").isEmpty()) {
        entry.remove("Description");
      }
      entries.add(entry);
    }
    return entries;
  }

  @Override
  protected boolean isGone(ObjectNode found) {
    return found.path("State").asString("").equals("delete-complete");
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    Ec2Calls.of(request)
        .call(Ec2Model.DELETE_MANAGED_PREFIX_LIST, Ec2Calls.members("PrefixListId", id));
  }

  @Override
  protected void complete(ResourceRequest request, ObjectNode live) {
    live.set("Arn", live.path("PrefixListArn"));
    live.set("Entries", entriesOf(request, live.path("PrefixListId").asString()));
  }
}
