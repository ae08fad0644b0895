package croft.services.ssm.parameter;

import croft.api.ssm.ParameterStringFilter;
import croft.api.ssm.ParametersFilter;
import croft.services.operation.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The filters of DescribeParameters and GetParametersByPath. All must match; of the values of one,
 * any.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html">ParameterStringFilter</a>.
 */
final class ParameterFilters {
  private static final Set<String> DESCRIBE =
      Set.of("Name", "Type", "KeyId", "Path", "Tier", "DataType");
  private static final Set<String> BY_PATH = Set.of("Type", "KeyId");

  private ParameterFilters() {}

  /** A parameter with the version that is looked at. */
  record Candidate(Parameter parameter, ParameterVersion version) {}

  /** Those of DescribeParameters. */
  static Predicate<Candidate> describing(List<ParameterStringFilter> filters) {
    return all(filters, DESCRIBE, true);
  }

  /** Those of GetParametersByPath, but for labels, which choose the version. */
  static Predicate<Candidate> byPath(List<ParameterStringFilter> filters) {
    return all(
        filters.stream().filter(filter -> !"Label".equals(filter.key())).toList(), BY_PATH, false);
  }

  /** The older form: values that names begin with, types and keys. */
  static Predicate<Candidate> older(List<ParametersFilter> filters) {
    Predicate<Candidate> all = candidate -> true;
    for (ParametersFilter filter : filters) {
      List<String> values = filter.valuesOrEmpty();
      Predicate<Candidate> one =
          switch (Requests.required(filter.key(), "filters.member.key")) {
            case "Name" -> found -> values.stream().anyMatch(found.parameter().name()::startsWith);
            case "Type" -> found -> values.contains(found.version().type());
            default -> found -> values.contains(found.version().keyId());
          };
      all = all.and(one);
    }
    return all;
  }

  private static Predicate<Candidate> all(
      List<ParameterStringFilter> filters, Set<String> keys, boolean tags) {
    Predicate<Candidate> all = candidate -> true;
    List<String> seen = new ArrayList<>();
    for (ParameterStringFilter filter : filters) {
      String key = Requests.required(filter.key(), "parameterFilters.member.key");
      if (seen.contains(key)) {
        throw ParameterErrors.filterKey("The following filters are duplicated: [" + key + "].");
      }
      seen.add(key);
      boolean known = keys.contains(key) || (tags && key.startsWith("tag:"));
      if (!known) {
        throw ParameterErrors.filterKey(
            "The following filter key is not valid: "
                + key
                + ". Valid filter keys include: "
                + keys.stream().sorted().toList()
                + ".");
      }
      all = all.and(one(key, filter));
    }
    return all;
  }

  private static Predicate<Candidate> one(String key, ParameterStringFilter filter) {
    List<String> values = filter.valuesOrEmpty();
    if (key.equals("Path")) {
      return path(filter);
    }
    if (key.startsWith("tag:")) {
      String tag = key.substring(4);
      BiPredicate<String, String> matches = option(key, filter.option(), false);
      return found -> {
        String value = found.parameter().tags().get(tag);
        return value != null
            && (values.isEmpty() || values.stream().anyMatch(v -> matches.test(value, v)));
      };
    }
    if (values.isEmpty()) {
      throw ParameterErrors.filterValue("The following filter values are missing for key: " + key);
    }
    BiPredicate<String, String> matches = option(key, filter.option(), key.equals("Name"));
    return found -> values.stream().anyMatch(value -> matches.test(value(found, key), value));
  }

  private static String value(Candidate found, String key) {
    return switch (key) {
      case "Name" -> found.parameter().name();
      case "Type" -> found.version().type();
      case "KeyId" -> found.version().keyId();
      case "Tier" -> found.version().tier();
      default -> found.version().dataType();
    };
  }

  private static BiPredicate<String, String> option(
      String key, @Nullable String asked, boolean contains) {
    String option = Objects.requireNonNullElse(asked, "Equals");
    if (option.equals("Equals")) {
      return String::equals;
    }
    if (option.equals("BeginsWith")) {
      return String::startsWith;
    }
    if (option.equals("Contains") && contains) {
      return String::contains;
    }
    throw ParameterErrors.filterOption(
        "The following filter option is not valid: " + option + " for key " + key + ".");
  }

  private static Predicate<Candidate> path(ParameterStringFilter filter) {
    String option = Objects.requireNonNullElse(filter.option(), "OneLevel");
    if (!option.equals("OneLevel") && !option.equals("Recursive")) {
      throw ParameterErrors.filterOption(
          "The following filter option is not valid: "
              + option
              + ". Valid options include: [Recursive, OneLevel].");
    }
    for (String value : filter.valuesOrEmpty()) {
      requirePath(value);
    }
    boolean recursive = option.equals("Recursive");
    return found ->
        filter.valuesOrEmpty().stream()
            .anyMatch(path -> isUnder(found.parameter().name(), path, recursive));
  }

  static void requirePath(String path) {
    if (!path.startsWith("/")) {
      throw Requests.validation(
          "The parameter doesn't meet the parameter name requirements. The parameter name must begin"
              + " with a forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\""
              + " (case-insensitive). It must use only letters, numbers, or the following symbols: ."
              + " (period), - (hyphen), _ (underscore). Special characters are not allowed. All"
              + " sub-paths, if specified, must use the forward slash symbol \"/\". Valid example:"
              + " /get/parameters2-/by1./path0_.");
    }
  }

  /** Whether a name lies below a path; names without a path lie below the root. */
  static boolean isUnder(String name, String path, boolean recursive) {
    String full = name.startsWith("/") ? name : "/" + name;
    String folder = path.endsWith("/") ? path : path + "/";
    return full.startsWith(folder)
        && full.length() > folder.length()
        && (recursive || full.indexOf('/', folder.length()) < 0);
  }
}
