package croft.services.secretsmanager.secret;

import croft.api.secretsmanager.Filter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Filters of lists of secrets. All must match; of the values of one, any; a value behind an
 * exclamation mark must not match.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html">Filter</a>.
 */
final class SecretFilters {
  private SecretFilters() {}

  static Predicate<Secret> of(List<Filter> filters) {
    Predicate<Secret> all = secret -> true;
    for (Filter filter : filters) {
      String key = Objects.requireNonNullElse(filter.key(), "all");
      List<String> wanted =
          filter.valuesOrEmpty().stream().filter(value -> !value.startsWith("!")).toList();
      List<String> unwanted =
          filter.valuesOrEmpty().stream()
              .filter(value -> value.startsWith("!"))
              .map(value -> value.substring(1))
              .toList();
      Predicate<Secret> one =
          secret ->
              (wanted.isEmpty() || wanted.stream().anyMatch(value -> matches(secret, key, value)))
                  && unwanted.stream().noneMatch(value -> matches(secret, key, value));
      all = all.and(one);
    }
    return all;
  }

  private static boolean matches(Secret secret, String key, String value) {
    return switch (key) {
      case "name" -> secret.name().startsWith(value);
      case "description" -> words(secret.description()).anyMatch(begins(value));
      case "tag-key" -> secret.tags().keySet().stream().anyMatch(tag -> tag.startsWith(value));
      case "tag-value" -> secret.tags().values().stream().anyMatch(tag -> tag.startsWith(value));
      case "primary-region" -> secret.region().startsWith(value);
      case "owning-service" -> false;
      default -> words(value).allMatch(word -> words(everything(secret)).anyMatch(begins(word)));
    };
  }

  private static String everything(Secret secret) {
    return String.join(
        " ",
        secret.name(),
        secret.description(),
        String.join(" ", secret.tags().keySet()),
        String.join(" ", secret.tags().values()));
  }

  private static Stream<String> words(String text) {
    return Arrays.stream(text.split("[\\s/_+=.@!-]+"));
  }

  private static Predicate<String> begins(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return word -> word.toLowerCase(Locale.ROOT).startsWith(lower);
  }
}
