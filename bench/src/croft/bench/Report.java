package croft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, as a table and a chart. */
final class Report {
  private static final int CHART_WIDTH = 40;

  /** A line of the table. {@code met} is empty where there is no goal. */
  private record Row(String what, String result, String goal, String met) {}

  private final List<Row> rows = new ArrayList<>();
  private final List<String> chart = new ArrayList<>();

  void atMost(String what, double value, String shown, double goal, String goalShown) {
    add(new Row(what, shown, "≤ " + goalShown, value <= goal ? "yes" : "**no**"));
  }

  void atLeast(String what, double value, String shown, double goal, String goalShown) {
    add(new Row(what, shown, "≥ " + goalShown, value >= goal ? "yes" : "**no**"));
  }

  void note(String what, String shown) {
    add(new Row(what, shown, "", ""));
  }

  private void add(Row row) {
    rows.add(row);
    System.err.printf(
        "  %s: %s%s%n",
        row.what,
        row.result,
        row.goal.isEmpty() ? "" : " (goal " + row.goal + ": " + row.met.replace("*", "") + ")");
  }

  /** Draws bars of one unit, the longest filling the width. */
  void bars(String title, List<String> names, List<Double> values) {
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    chart.add(title);
    for (int i = 0; i < names.size(); i++) {
      int length = (int) Math.max(1, Math.round(values.get(i) / most * CHART_WIDTH));
      chart.add(String.format(
          Locale.ROOT, "  %-24s %s %,.0f", names.get(i), "█".repeat(length), values.get(i)));
    }
    chart.add("");
  }

  /** The report as Markdown, below a line that says when and where. */
  String markdown(String when, String where) {
    StringBuilder text = new StringBuilder("# Speed, last measured\n\n");
    text.append(when).append(". ").append(where).append(".\n\n");
    text.append("| Measured | Result | Goal | Met |\n|---|---|---|---|\n");
    for (Row row : rows) {
      text.append("| " + row.what + " | " + row.result + " | " + row.goal + " | " + row.met)
          .append(" |\n");
    }
    if (!chart.isEmpty()) {
      text.append("\n```text\n").append(String.join("\n", chart).strip()).append("\n```\n");
    }
    return text.append("\nMade by `bench/run`; bench/README.md says how each is measured.\n")
        .toString();
  }
}
