package croft.services.ec2.resource;

import croft.services.ec2.tag.StackTags;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import croft.wire.schema.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A type whose things have an id of EC2's and tags: found by their marks when a creation was cut
 * off, described by one operation, tagged alike.
 */
public abstract class TaggedResource implements ResourceType {
  private final ResourceSchema schema;
  private final Noun noun;

  /**
   * How EC2 speaks of a kind of thing.
   *
   * @param type as tags call it: {@code internet-gateway}
   * @param describe its describing operation
   * @param ids the member of that request: {@code InternetGatewayIds}
   * @param list the member of its answer: {@code InternetGateways}
   * @param id the member of each: {@code InternetGatewayId}
   */
  public record Noun(String type, Operation<?, ?> describe, String ids, String list, String id) {}

  protected TaggedResource(ResourceSchema schema, Noun noun) {
    this.schema = schema;
    this.noun = noun;
  }

  @Override
  public final ResourceSchema schema() {
    return schema;
  }

  /**
   * Makes one.
   *
   * @param members the properties, with {@code TagSpecifications}
   * @return its id
   */
  protected abstract String make(ResourceRequest request, ObjectNode members);

  /** Sets what creation does not take; for updates, what {@link ResourceRequest#changed}. */
  protected void settle(ResourceRequest request, String id) {}

  /** Begins its removal. */
  protected abstract void remove(ResourceRequest request, String id);

  /** Whether a described thing counts as gone, such as a terminated instance. */
  protected boolean isGone(ObjectNode found) {
    return false;
  }

  /** Adds what the description alone does not tell, or tells otherwise. */
  protected void complete(ResourceRequest request, ObjectNode live) {}

  /** What Ref gives for a thing of this id. */
  protected String physicalId(ResourceRequest request, String id) {
    return id;
  }

  /** The thing's id behind what Ref gives. */
  protected String id(ResourceRequest request) {
    return request.physicalId();
  }

  @Override
  public final Made create(ResourceRequest request) {
    String id = StackTags.made(request, noun.type()).orElseGet(() -> makeTagged(request));
    return Made.of(physicalId(request, id)).then(() -> settle(request, id));
  }

  private String makeTagged(ResourceRequest request) {
    ObjectNode members = request.properties().deepCopy();
    members.remove("TagSpecifications");
    ArrayNode tags = StackTags.specified(request, noun.type());
    if (!tags.isEmpty()) {
      members.set("TagSpecifications", tags);
    }
    return make(request, members);
  }

  @Override
  public void update(ResourceRequest request) {
    String id = id(request);
    settle(request, id);
    StackTags.update(request, id);
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Optional<String> id = Missing.empty(() -> id(request));
    if (id.isEmpty() || found(request, id.get()).isEmpty()) {
      return Progress.done();
    }
    Removals.attempt(() -> remove(request, id.get()));
    return Progress.doneWhen(found(request, id.get()).isEmpty());
  }

  @Override
  public final Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> id(request))
        .flatMap(id -> found(request, id))
        .flatMap(found -> Missing.empty(() -> live(request, found)));
  }

  private ObjectNode live(ResourceRequest request, ObjectNode found) {
    ObjectNode live = found.deepCopy();
    live.remove("Tags");
    if (schema.taggable()) {
      live.set("Tags", StackTags.property(found.path("Tags")));
    }
    complete(request, live);
    List<String> known = new ArrayList<>(schema.properties().keySet());
    schema.attributes().forEach(name -> known.add(name.split("\\.", 2)[0]));
    return live.retain(known);
  }

  /** What EC2 tells of a thing, if it is there. */
  protected final Optional<ObjectNode> found(ResourceRequest request, String id) {
    return Missing.empty(() ->
            Ec2Calls.of(request).all(noun.describe(), noun.list(), Ec2Calls.ids(noun.ids(), id)))
        .flatMap(list -> list.stream().findFirst())
        .filter(one -> !isGone(one));
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return Ec2Calls.of(request).all(noun.describe(), noun.list(), Ec2Calls.members()).stream()
        .filter(one -> !isGone(one))
        .map(one -> listed(one, one.path(noun.id()).asString("")))
        .toList();
  }

  /** What Ref gives for a described thing. */
  protected String listed(ObjectNode found, String id) {
    return id;
  }

  /** The value of one member of a list's items, as a list. */
  protected static ArrayNode each(JsonNode list, String member) {
    ArrayNode values = JsonMapper.shared().createArrayNode();
    list.forEach(item -> values.add(item.path(member)));
    return values;
  }
}
