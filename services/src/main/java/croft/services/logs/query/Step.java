package croft.services.logs.query;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** What a command does with each line as it comes. */
sealed interface Step {

  /** Does it, and hands on what comes of it. */
  void apply(Line line, Consumer<Line> next);

  /** Whether as many lines come of it as went in, in the same order. */
  boolean isOneToOne();

  record Filter(Expression condition) implements Step {
    @Override
    public void apply(Line line, Consumer<Line> next) {
      if (condition.of(line).holds()) {
        next.accept(line);
      }
    }

    @Override
    public boolean isOneToOne() {
      return false;
    }
  }

  record Put(String name, Expression expression) implements Step {
    @Override
    public void apply(Line line, Consumer<Line> next) {
      line.put(name, expression.of(line));
      next.accept(line);
    }

    @Override
    public boolean isOneToOne() {
      return true;
    }
  }

  record Extract(FieldName from, Template template) implements Step {
    @Override
    public void apply(Line line, Consumer<Line> next) {
      Value value = line.get(from);
      if (!value.isMissing()) {
        template.extract(value.text(), line);
      }
      next.accept(line);
    }

    @Override
    public boolean isOneToOne() {
      return true;
    }
  }

  record Sort(List<Expression> keys) implements Step {
    public Sort {
      keys = List.copyOf(keys);
    }

    @Override
    public void apply(Line line, Consumer<Line> next) {
      Value[] values = new Value[keys.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = keys.get(i).of(line);
      }
      line.sortBy(values);
      next.accept(line);
    }

    @Override
    public boolean isOneToOne() {
      return false;
    }
  }

  /** A line for each element of a list; what is no list stays one. */
  record Unnest(FieldName list, String name) implements Step {
    @Override
    public void apply(Line line, Consumer<Line> next) {
      Value value = line.get(list);
      if (value instanceof Value.Tree(JsonNode node) && node.isArray()) {
        for (JsonNode element : node) {
          Line copy = line.copy();
          copy.put(name, Value.of(element));
          next.accept(copy);
        }
      } else if (!value.isMissing()) {
        line.put(name, value);
        next.accept(line);
      }
    }

    @Override
    public boolean isOneToOne() {
      return false;
    }
  }
}
