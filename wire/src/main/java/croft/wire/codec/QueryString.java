package croft.wire.codec;

import croft.base.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request target's query string, decoded; a name may have several values. */
public record QueryString(Map<String, List<String>> parameters) {

  /**
   * Reads a query string.
   *
   * @throws ServiceError {@code InvalidURI} (400) for a bad escape or too many parameters
   */
  public static QueryString parse(String raw, Limits limits) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    int count = 0;
    for (String parameter : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
      if (parameter.isEmpty()) {
        continue;
      }
      if (++count > limits.parameters()) {
        throw invalid("it has too many parameters");
      }
      int equals = parameter.indexOf('=');
      String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
      String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
      parameters.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
    }
    return new QueryString(parameters);
  }

  public List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  private static String decode(String text) {
    try {
      return Percent.decode(text, true);
    } catch (IllegalArgumentException e) {
      throw invalid(e.getMessage());
    }
  }

  private static ServiceError invalid(@Nullable String why) {
    return ServiceError.badRequest("InvalidURI", "Couldn't parse the specified URI: " + why);
  }
}
