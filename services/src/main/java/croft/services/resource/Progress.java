package croft.services.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How far something is that takes a while. */
public sealed interface Progress {

  /** It is there, or gone. */
  record Done() implements Progress {}

  /**
   * It is on its way.
   *
   * @param remembered replaces what is remembered, durably, before the next look; null leaves it
   * @param events lines for the stack's events, such as {@code Received SUCCESS signal with
   *     UniqueId i-1}
   */
  record Pending(@Nullable ObjectNode remembered, List<String> events) implements Progress {
    public Pending {
      events = List.copyOf(events);
    }
  }

  static Progress done() {
    return new Done();
  }

  static Progress pending() {
    return new Pending(null, List.of());
  }

  static Progress doneWhen(boolean there) {
    return there ? done() : pending();
  }
}
