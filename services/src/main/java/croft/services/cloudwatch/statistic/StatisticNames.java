package croft.services.cloudwatch.statistic;

import croft.services.cloudwatch.statistic.Statistic.Between;
import croft.services.cloudwatch.statistic.Statistic.Between.Kind;
import croft.services.cloudwatch.statistic.Statistic.Bound;
import croft.services.cloudwatch.statistic.Statistic.Percentile;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the names of statistics that ask for percentiles. */
final class StatisticNames {
  private static final String PERCENT = "(\\d{1,2}(?:\\.\\d{0,10})?|100(?:\\.0{0,10})?)";
  private static final String NUMBER = "(-?\\d+(?:\\.\\d{0,10})?(?:[Ee][+-]?\\d+)?)";
  private static final Pattern SHORT = Pattern.compile("(p|tm|tc|ts|wm)" + PERCENT);
  private static final Pattern OF_PERCENTS =
      Pattern.compile("(TM|TC|TS|WM)\\((?:" + PERCENT + "%)?:(?:" + PERCENT + "%)?\\)");
  private static final Pattern OF_VALUES =
      Pattern.compile("(TM|TC|TS|WM|PR)\\((?:" + NUMBER + ")?:(?:" + NUMBER + ")?\\)");
  private static final Bound OPEN = new Bound.Open();

  private StatisticNames() {}

  static Optional<Statistic> parse(String name) {
    if (name.equals("IQM")) {
      return Optional.of(
          new Between(Kind.TRIMMED_MEAN, new Bound.Percent(25), new Bound.Percent(75)));
    }
    Matcher matcher = SHORT.matcher(name);
    if (matcher.matches()) {
      double percent = Double.parseDouble(matcher.group(2));
      return Optional.of(
          matcher.group(1).equals("p")
              ? new Percentile(percent)
              : new Between(kind(matcher.group(1)), OPEN, new Bound.Percent(percent)));
    }
    return range(OF_PERCENTS.matcher(name), true).or(() -> range(OF_VALUES.matcher(name), false));
  }

  private static Optional<Statistic> range(Matcher matcher, boolean percents) {
    if (!matcher.matches() || (matcher.group(2) == null && matcher.group(3) == null)) {
      return Optional.empty();
    }
    return Optional.of(
        new Between(
            kind(matcher.group(1)),
            bound(Optional.ofNullable(matcher.group(2)), percents),
            bound(Optional.ofNullable(matcher.group(3)), percents)));
  }

  private static Bound bound(Optional<String> text, boolean percent) {
    return text.map(Double::parseDouble)
        .<Bound>map(number -> percent ? new Bound.Percent(number) : new Bound.Fixed(number))
        .orElse(OPEN);
  }

  private static Kind kind(String letters) {
    return switch (letters.toLowerCase(Locale.ROOT)) {
      case "tm" -> Kind.TRIMMED_MEAN;
      case "tc" -> Kind.TRIMMED_COUNT;
      case "ts" -> Kind.TRIMMED_SUM;
      case "wm" -> Kind.WINSORIZED_MEAN;
      case "pr" -> Kind.PERCENTILE_RANK;
      default -> throw new IllegalArgumentException(letters);
    };
  }
}
