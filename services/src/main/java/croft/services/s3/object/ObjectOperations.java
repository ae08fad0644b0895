package croft.services.s3.object;

import croft.services.operation.Binding;
import java.util.List;
import java.util.stream.Stream;

/** Every operation on objects that is not a listing or an upload in parts. */
public final class ObjectOperations {
  private final ObjectParts parts;

  public ObjectOperations(ObjectParts parts) {
    this.parts = parts;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return Stream.of(
            new PutObject(parts).bindings(),
            new GetObject(parts).bindings(),
            new DeleteObject(parts).bindings(),
            new CopyObject(parts).bindings(),
            new ObjectAttributes(parts).bindings(),
            new ObjectTagging(parts).bindings(),
            new ObjectLocking(parts).bindings())
        .<Binding<?, ?>>flatMap(List::stream)
        .toList();
  }
}
