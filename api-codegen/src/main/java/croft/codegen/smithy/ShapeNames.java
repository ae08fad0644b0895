package croft.codegen.smithy;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.smithy.model.shapes.ServiceShape;
import software.amazon.smithy.model.shapes.Shape;
import software.amazon.smithy.model.shapes.ShapeId;

/** Flat names for shapes that Smithy keeps apart by namespace. */
final class ShapeNames {
  private final Map<ShapeId, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** The service's own namespace keeps its names; others give way with their namespace's word. */
  ShapeNames(ServiceShape service, Collection<Shape> shapes) {
    String own = service.getId().getNamespace();
    List<Shape> ordered =
        shapes.stream()
            .sorted(
                Comparator.comparing((Shape shape) -> !shape.getId().getNamespace().equals(own))
                    .thenComparing(Shape::getId))
            .toList();
    for (Shape shape : ordered) {
      if (!shape.isMemberShape()) {
        names.put(shape.getId(), free(shape.getId(), service.getContextualName(shape)));
      }
    }
  }

  private String free(ShapeId id, String name) {
    if (taken.add(name.toLowerCase(Locale.ROOT))) {
      return name;
    }
    String word = id.getNamespace().substring(id.getNamespace().lastIndexOf('.') + 1);
    String longer = Character.toUpperCase(word.charAt(0)) + word.substring(1) + name;
    if (!taken.add(longer.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("No free name for " + id);
    }
    return longer;
  }

  String of(ShapeId id) {
    return Objects.requireNonNull(names.get(id), id::toString);
  }
}
