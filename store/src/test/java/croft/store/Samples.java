package croft.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records as services declare them. */
final class Samples {
  private Samples() {}

  static final Table<Volume> VOLUMES =
      Table.of("test_volume", Volume.class, Volume::scope, Volume::id)
          .index("instance", Volume::instance)
          .index("zone", Volume::zone);

  record Volume(
      String scope,
      String id,
      String zone,
      @Nullable String instance,
      int gibibytes,
      boolean encrypted,
      @Nullable Instant created,
      State state,
      List<String> labels,
      Map<String, String> tags) {

    Volume {
      labels = labels == null ? List.of() : List.copyOf(labels);
      tags = tags == null ? Map.of() : Map.copyOf(tags);
    }

    boolean isLarge() {
      return gibibytes > 100;
    }

    String getLabel() {
      return "never stored";
    }

    Volume attached(String toInstance) {
      return new Volume(
          scope, id, zone, toInstance, gibibytes, encrypted, created, state, labels, tags);
    }
  }

  sealed interface State {
    record Available() implements State {}

    record Attached(Instant since, String device) implements State {}
  }

  static Volume volume(String scope, String id) {
    return new Volume(
        scope,
        id,
        "eu-test-1a",
        null,
        8,
        true,
        Instant.parse("2026-01-02T03:04:05.678901234Z"),
        new State.Available(),
        List.of("one", "zwei \u00e9 \ud83d\ude00"),
        Map.of("Name", "data"));
  }
}
