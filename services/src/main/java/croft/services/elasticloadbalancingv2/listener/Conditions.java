package croft.services.elasticloadbalancingv2.listener;

import croft.api.elasticloadbalancingv2.HostHeaderConditionConfig;
import croft.api.elasticloadbalancingv2.HttpHeaderConditionConfig;
import croft.api.elasticloadbalancingv2.HttpRequestMethodConditionConfig;
import croft.api.elasticloadbalancingv2.PathPatternConditionConfig;
import croft.api.elasticloadbalancingv2.QueryStringConditionConfig;
import croft.api.elasticloadbalancingv2.RuleCondition;
import croft.api.elasticloadbalancingv2.SourceIpConditionConfig;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import java.util.List;

/** Checks conditions of rules and brings them into the form in which they are kept. */
final class Conditions {
  private static final int MOST_VALUES = 5;

  private Conditions() {}

  static List<RuleCondition> check(List<RuleCondition> conditions) {
    if (conditions.isEmpty()) {
      throw ElbErrors.validation("A rule must have at least one condition");
    }
    List<RuleCondition> kept = conditions.stream().map(Conditions::check).toList();
    long values = kept.stream().mapToLong(Conditions::count).sum();
    if (values > MOST_VALUES) {
      throw ElbErrors.validation(
          "Rules can have a maximum of " + MOST_VALUES + " condition values per rule");
    }
    return kept;
  }

  private static int count(RuleCondition condition) {
    QueryStringConditionConfig query = condition.queryStringConfig();
    HttpHeaderConditionConfig header = condition.httpHeaderConfig();
    HttpRequestMethodConditionConfig method = condition.httpRequestMethodConfig();
    SourceIpConditionConfig source = condition.sourceIpConfig();
    return condition.valuesOrEmpty().size()
        + (query == null ? 0 : query.valuesOrEmpty().size())
        + (header == null ? 0 : header.valuesOrEmpty().size())
        + (method == null ? 0 : method.valuesOrEmpty().size())
        + (source == null ? 0 : source.valuesOrEmpty().size());
  }

  private static RuleCondition check(RuleCondition condition) {
    RuleCondition.Builder kept = RuleCondition.builder().field(condition.field());
    return switch (ElbErrors.given(condition.field(), "Field")) {
      case "host-header" -> {
        HostHeaderConditionConfig config = condition.hostHeaderConfig();
        List<String> values =
            some(config == null ? condition.valuesOrEmpty() : config.valuesOrEmpty());
        yield kept.values(values)
            .hostHeaderConfig(HostHeaderConditionConfig.builder().values(values).build())
            .build();
      }
      case "path-pattern" -> {
        PathPatternConditionConfig config = condition.pathPatternConfig();
        List<String> values =
            some(config == null ? condition.valuesOrEmpty() : config.valuesOrEmpty());
        yield kept.values(values)
            .pathPatternConfig(PathPatternConditionConfig.builder().values(values).build())
            .build();
      }
      case "http-header" -> {
        HttpHeaderConditionConfig config = condition.httpHeaderConfig();
        some(config == null ? List.of() : config.valuesOrEmpty());
        String name =
            config == null ? "" : ElbErrors.given(config.httpHeaderName(), "HttpHeaderName");
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}") || name.equalsIgnoreCase("host")) {
          throw ElbErrors.validation("The HTTP header name '" + name + "' is not valid");
        }
        yield kept.httpHeaderConfig(config).build();
      }
      case "query-string" -> {
        QueryStringConditionConfig config = condition.queryStringConfig();
        if (config == null || config.valuesOrEmpty().isEmpty()) {
          throw ElbErrors.validation("A condition value must be specified");
        }
        yield kept.queryStringConfig(config).build();
      }
      case "http-request-method" -> {
        HttpRequestMethodConditionConfig config = condition.httpRequestMethodConfig();
        some(config == null ? List.of() : config.valuesOrEmpty())
            .forEach(method -> {
              if (!method.matches("[A-Z_-]{1,40}")) {
                throw ElbErrors.validation("The HTTP request method '" + method + "' is not valid");
              }
            });
        yield kept.httpRequestMethodConfig(config).build();
      }
      case "source-ip" -> {
        SourceIpConditionConfig config = condition.sourceIpConfig();
        some(config == null ? List.of() : config.valuesOrEmpty())
            .forEach(block -> {
              if (!block.matches("([0-9]{1,3}\\.){3}[0-9]{1,3}/([0-9]|[12][0-9]|3[0-2])")) {
                throw ElbErrors.validation(
                    "The source IP '" + block + "' is not a valid IPv4 CIDR");
              }
            });
        yield kept.sourceIpConfig(config).build();
      }
      default ->
          throw ElbErrors.validation(
              "Condition field '"
                  + condition.field()
                  + "' must be one of "
                  + "'[path-pattern, host-header, http-header, query-string, http-request-method,"
                  + " source-ip]'");
    };
  }

  private static List<String> some(List<String> values) {
    if (values.isEmpty()) {
      throw ElbErrors.validation("A condition value must be specified");
    }
    for (String value : values) {
      if (value.isEmpty() || value.length() > 128 || value.chars().anyMatch(c -> c < ' ')) {
        throw ElbErrors.validation("The condition value '" + value + "' is not valid");
      }
    }
    return values;
  }
}
