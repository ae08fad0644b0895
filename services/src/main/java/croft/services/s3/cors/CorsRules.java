package croft.services.s3.cors;

import croft.wire.http.Headers;
import java.util.List;
import java.util.Optional;

/** A bucket's rules, in their order: the first that allows a request answers it. */
public record CorsRules(List<CorsRule> rules) {

  public CorsRules {
    rules = List.copyOf(rules);
  }

  /**
   * What an answer must carry so that the page may read it.
   *
   * @param requested the header fields a preflight asks for; none for an actual request
   */
  public Optional<Headers> answer(String origin, String method, List<String> requested) {
    return rules.stream()
        .filter(rule -> rule.allows(origin, method, requested))
        .findFirst()
        .map(rule -> headers(rule, origin, requested));
  }

  private static Headers headers(CorsRule rule, String origin, List<String> requested) {
    Headers headers = new Headers();
    if (rule.allowsEveryOrigin()) {
      headers.set("Access-Control-Allow-Origin", "*");
    } else {
      headers.set("Access-Control-Allow-Origin", origin);
      headers.set("Access-Control-Allow-Credentials", "true");
    }
    headers.set("Access-Control-Allow-Methods", String.join(", ", rule.allowedMethods()));
    if (!requested.isEmpty()) {
      headers.set("Access-Control-Allow-Headers", String.join(", ", requested));
    }
    if (!rule.exposeHeaders().isEmpty()) {
      headers.set("Access-Control-Expose-Headers", String.join(", ", rule.exposeHeaders()));
    }
    Integer maxAge = rule.maxAgeSeconds();
    if (maxAge != null) {
      headers.set("Access-Control-Max-Age", maxAge.toString());
    }
    headers.set("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
    return headers;
  }
}
