package croft.services.s3.object;

import croft.wire.schema.Member;
import croft.wire.schema.ScalarWriter;
import croft.wire.schema.Shape;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request by name. PutObject, CopyObject and CreateMultipartUpload describe an
 * object by the same members, but their generated types have nothing in common.
 */
final class RequestMembers extends ScalarWriter {
  private final Map<String, Object> values = new HashMap<>();

  private RequestMembers() {}

  static RequestMembers of(Shape request) {
    RequestMembers members = new RequestMembers();
    request.writeMembers(members);
    return members;
  }

  @Nullable String text(String name) {
    return (String) values.get(name);
  }

  @Nullable Instant time(String name) {
    return (Instant) values.get(name);
  }

  @SuppressWarnings("unchecked") // the model says that the map's values are text
  Map<String, String> texts(String name) {
    return (Map<String, String>) values.getOrDefault(name, Map.of());
  }

  private void put(Member member, Object value) {
    values.put(member.name(), value);
  }

  @Override
  public void structure(Member member, Shape value) {
    put(member, value);
  }

  @Override
  public <T extends @Nullable Object> void list(
      Member member, List<T> list, ElementWriter<T> element) {
    put(member, list);
  }

  @Override
  public <T extends @Nullable Object> void map(
      Member member, Map<String, T> map, ElementWriter<T> value) {
    put(member, map);
  }

  @Override
  protected void scalar(Member member, @Nullable Object value) {
    if (value != null) {
      put(member, value);
    }
  }
}
