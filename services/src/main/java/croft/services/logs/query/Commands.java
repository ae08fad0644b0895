package croft.services.logs.query;

import com.google.re2j.Pattern;
import croft.services.logs.query.Tokens.Kind;
import croft.services.logs.query.Tokens.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a query's commands. */
final class Commands {
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "pattern",
          "diff",
          "anomaly",
          "source",
          "filterindex",
          "lookup",
          "join",
          "subquery",
          "addtotals",
          "select",
          "search",
          "where",
          "eval",
          "head",
          "rename");

  private final Tokens tokens;
  private final Expressions expressions;
  private final List<Section> sections = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Set<String> shown = new LinkedHashSet<>();
  private @Nullable Set<String> displayed;
  private boolean fieldsNamed;
  private boolean grouped;
  private boolean deduplicated;
  private Order order = Order.NEWEST_FIRST;

  /** The columns of the last {@code stats} command. */
  private List<String> known = List.of();

  /** The calls of the {@code stats} command that is being read. */
  private @Nullable List<Aggregate> aggregates;

  Commands(String text) throws QuerySyntaxException {
    this.tokens = new Tokens(text);
    this.expressions = new Expressions(tokens, this::aggregate);
  }

  Query read() throws QuerySyntaxException {
    tokens.takeIf("|");
    do {
      command();
    } while (tokens.takeIf("|"));
    if (tokens.peek().kind() != Kind.END) {
      throw tokens.unexpected();
    }
    return finished();
  }

  private void command() throws QuerySyntaxException {
    Token name = tokens.take();
    if (name.kind() != Kind.WORD) {
      throw tokens.unexpected(name);
    }
    if (deduplicated && !name.isWord("limit")) {
      throw tokens.fault("only limit can follow dedup, found " + name.text(), name);
    }
    switch (name.lower()) {
      case "fields" -> {
        fieldsNamed = true;
        shownFields(shown);
      }
      case "display" -> {
        displayed = new LinkedHashSet<>();
        shownFields(displayed);
      }
      case "filter" -> steps.add(new Step.Filter(expressions.read()));
      case "parse" -> parse();
      case "stats" -> stats();
      case "sort" -> sort();
      case "limit" -> limit();
      case "dedup" -> dedup();
      case "unnest" -> unnest();
      default -> {
        if (UNSUPPORTED.contains(name.lower())) {
          throw tokens.fault("the command " + name.text() + " is not supported", name);
        }
        throw tokens.unexpected(name);
      }
    }
  }

  private void shownFields(Set<String> names) throws QuerySyntaxException {
    do {
      Stats.Column column = column();
      boolean asItIs =
          column.expression() instanceof Expression.Field(FieldName field)
              && field.name().equals(column.name());
      if (!asItIs) {
        steps.add(new Step.Put(column.name(), column.expression()));
      }
      names.add(column.name());
    } while (tokens.takeIf(","));
  }

  private Stats.Column column() throws QuerySyntaxException {
    int begin = tokens.peek().begin();
    Expression expression = expressions.read();
    String name =
        expression instanceof Expression.Field(FieldName field) && !field.isHidden()
            ? field.name()
            : tokens.since(begin);
    return new Stats.Column(tokens.takeWordIf("as") ? name() : name, expression);
  }

  private String name() throws QuerySyntaxException {
    Token token = tokens.take();
    if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED_NAME) {
      throw tokens.unexpected(token);
    }
    return token.text();
  }

  private List<String> names() throws QuerySyntaxException {
    List<String> names = new ArrayList<>();
    do {
      names.add(name());
    } while (tokens.takeIf(","));
    return names;
  }

  private void parse() throws QuerySyntaxException {
    boolean named = tokens.peek().kind() == Kind.WORD || tokens.peek().kind() == Kind.QUOTED_NAME;
    FieldName from = FieldName.of(named ? name() : "@message");
    if (tokens.peek().is("/")) {
      Token token = tokens.takeExpression();
      Template.Groups groups = groups(token);
      steps.add(new Step.Extract(from, groups));
      shown.addAll(groups.names());
      return;
    }
    Token token = tokens.require(Kind.STRING);
    List<String> texts = Template.Glob.split(token.text());
    tokens.requireWord("as");
    List<String> names = names();
    if (texts.size() != names.size() + 1) {
      throw tokens.fault(
          "the pattern has " + (texts.size() - 1) + " wildcards for " + names.size() + " fields",
          token);
    }
    steps.add(new Step.Extract(from, new Template.Glob(texts, names)));
    shown.addAll(names);
  }

  private Template.Groups groups(Token token) throws QuerySyntaxException {
    Pattern pattern = expressions.pattern(token);
    List<Map.Entry<String, Integer>> named = new ArrayList<>(pattern.namedGroups().entrySet());
    named.sort(Map.Entry.comparingByValue(Comparator.naturalOrder()));
    List<String> names = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    if (tokens.takeWordIf("as")) {
      names.addAll(names());
      for (int i = 1; i <= names.size(); i++) {
        numbers.add(i);
      }
    } else {
      for (Map.Entry<String, Integer> group : named) {
        names.add(group.getKey());
        numbers.add(group.getValue());
      }
    }
    if (names.isEmpty() || names.size() > pattern.groupCount()) {
      throw tokens.fault(
          "the regular expression has " + pattern.groupCount() + " groups for fields", token);
    }
    return new Template.Groups(pattern, names, numbers);
  }

  private void stats() throws QuerySyntaxException {
    List<Aggregate> calls = new ArrayList<>();
    List<Stats.Column> columns = new ArrayList<>();
    aggregates = calls;
    // A call here is a new one, not the column of that name that the last command made.
    expressions.knowColumns(List.of());
    do {
      columns.add(column());
    } while (tokens.takeIf(","));
    aggregates = null;
    expressions.knowColumns(known);
    List<Stats.Column> by = new ArrayList<>();
    if (tokens.takeWordIf("by")) {
      do {
        by.add(column());
      } while (tokens.takeIf(","));
    }
    Stats stats = new Stats(by, calls, columns);
    close(new Section.Plan.Grouped(stats));
    order = Order.NEWEST_FIRST;
    grouped = true;
    fieldsNamed = true;
    displayed = null;
    shown.clear();
    shown.addAll(stats.names());
    known = stats.names();
    expressions.knowColumns(known);
  }

  private Optional<Expression> aggregate(Token name) throws QuerySyntaxException {
    Optional<Aggregate.Kind> kind = Aggregate.Kind.named(name.text());
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    List<Aggregate> calls = aggregates;
    if (calls == null) {
      throw tokens.fault(name.text() + " can be used by stats alone", name);
    }
    aggregates = null;
    expressions.knowColumns(known);
    tokens.require("(");
    calls.add(call(kind.get()));
    tokens.require(")");
    aggregates = calls;
    expressions.knowColumns(List.of());
    return Optional.of(new Expression.Field(Stats.result(calls.size() - 1)));
  }

  private Aggregate call(Aggregate.Kind kind) throws QuerySyntaxException {
    boolean all = tokens.peek().is("*") || tokens.peek().is(")");
    if (kind == Aggregate.Kind.COUNT && all) {
      tokens.takeIf("*");
      return new Aggregate(kind, null, 0);
    }
    Expression argument = expressions.read();
    if (kind != Aggregate.Kind.PCT) {
      return new Aggregate(kind, argument, 50);
    }
    tokens.require(",");
    Token token = tokens.require(Kind.NUMBER);
    double percent = Numbers.parse(token.text());
    if (!(percent >= 0 && percent <= 100)) {
      throw tokens.fault("a percentile is between 0 and 100", token);
    }
    return new Aggregate(kind, argument, percent);
  }

  private void sort() throws QuerySyntaxException {
    List<Expression> keys = new ArrayList<>();
    List<Boolean> descending = new ArrayList<>();
    tokens.takeWordIf("by");
    do {
      keys.add(expressions.read());
      boolean down = tokens.takeWordIf("desc");
      if (!down) {
        tokens.takeWordIf("asc");
      }
      descending.add(down);
    } while (tokens.takeIf(","));
    steps.add(new Step.Sort(keys));
    order = new Order(descending);
  }

  private void limit() throws QuerySyntaxException {
    Token token = tokens.require(Kind.NUMBER);
    double rows = Numbers.parse(token.text());
    if (!(rows >= 1 && rows <= Query.MOST_ROWS && rows == Math.rint(rows))) {
      throw tokens.fault("a limit is between 1 and " + Query.MOST_ROWS, token);
    }
    close(new Section.Plan.Limit(order, (int) rows));
  }

  private void dedup() throws QuerySyntaxException {
    List<FieldName> fields = new ArrayList<>();
    names().forEach(name -> fields.add(FieldName.of(name)));
    close(new Section.Plan.First(order, fields));
    deduplicated = true;
  }

  private void unnest() throws QuerySyntaxException {
    FieldName list = FieldName.of(name());
    tokens.requireWord("into");
    String name = name();
    steps.add(new Step.Unnest(list, name));
    shown.add(name);
  }

  private void close(Section.Plan plan) {
    sections.add(new Section(steps, plan));
    steps.clear();
  }

  private Query finished() {
    List<FieldName> fields = new ArrayList<>();
    if (displayed == null && !fieldsNamed) {
      fields.add(FieldName.of("@timestamp"));
      fields.add(FieldName.of("@message"));
    }
    Set<String> names = displayed == null ? shown : displayed;
    names.forEach(name -> fields.add(FieldName.of(name)));
    FieldName pointer = FieldName.of("@ptr");
    fields.remove(pointer);
    if (!grouped) {
      fields.add(pointer);
    }
    int rows = Query.MOST_ROWS;
    if (!sections.isEmpty()
        && sections.getLast().plan() instanceof Section.Plan.Limit(Order by, int limit)
        && steps.stream().allMatch(Step::isOneToOne)) {
      // What is worked out for each line can be worked out before: no line need be kept whole.
      steps.addAll(0, sections.removeLast().steps());
      order = by;
      rows = limit;
    }
    close(new Section.Plan.End(order, rows, fields));
    return new Query(sections, fields);
  }
}
