package croft.services.logs.query;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Commands up to one that must see all lines. */
record Section(List<Step> steps, Plan plan) {
  Section {
    steps = List.copyOf(steps);
  }

  /** What the last command is. */
  sealed interface Plan {
    Barrier open(Instant now, int most);

    /** The first lines. */
    record Limit(Order order, int rows) implements Plan {
      @Override
      public Barrier open(Instant now, int most) {
        return new Top(order, rows, new Memory("limit"), null);
      }
    }

    /** The first lines, with the fields that results show; no more than the caller wants. */
    record End(Order order, int rows, List<FieldName> shown) implements Plan {
      public End {
        shown = List.copyOf(shown);
      }

      @Override
      public Barrier open(Instant now, int most) {
        return new Top(order, Math.min(rows, most), new Memory("its results"), shown);
      }
    }

    /** The first of each. */
    record First(Order order, List<FieldName> fields) implements Plan {
      public First {
        fields = List.copyOf(fields);
      }

      @Override
      public Barrier open(Instant now, int most) {
        return new Dedup(order, fields, new Memory("dedup"));
      }
    }

    /** Groups. */
    record Grouped(Stats stats) implements Plan {
      @Override
      public Barrier open(Instant now, int most) {
        return new Groups(stats, now, new Memory("stats"));
      }
    }
  }

  /** The way through the steps. */
  Consumer<Line> into(Consumer<Line> end) {
    Consumer<Line> way = end;
    for (Step step : steps.reversed()) {
      Consumer<Line> next = way;
      way = line -> step.apply(line, next);
    }
    return way;
  }
}
