package croft.services.cloudformation.template;

import croft.services.cloudformation.template.source.Node;
import croft.services.cloudformation.template.source.Node.ListNode;
import croft.services.cloudformation.template.source.Node.MapNode;
import croft.services.cloudformation.template.source.Node.ScalarNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads declarations of parameters.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">parameters</a>.
 */
final class ParameterParser {
  private static final Set<String> KEYS =
      Set.of(
          "Type",
          "Default",
          "NoEcho",
          "AllowedValues",
          "AllowedPattern",
          "MaxLength",
          "MinLength",
          "MaxValue",
          "MinValue",
          "Description",
          "ConstraintDescription");
  private static final Pattern TYPE =
      Pattern.compile(
          "String|Number|CommaDelimitedList|List<(Number|String)>"
              + "|(List<)?AWS::(EC2|Route53)::[A-Za-z0-9:.]+>?"
              + "|AWS::SSM::Parameter::(Name|Value<.+>)");

  private ParameterParser() {}

  static ParameterDeclaration parse(String name, MapNode map) {
    for (String key : map.entries().keySet()) {
      if (!KEYS.contains(key)) {
        throw TemplateErrors.validation("Invalid template parameter property '" + key + "'");
      }
    }
    String type = TemplateParser.text(map, "Type", "");
    if (type.isEmpty()) {
      throw TemplateErrors.format("Every Parameters object must contain a Type member.");
    }
    if (!TYPE.matcher(type).matches()) {
      throw TemplateErrors.format("Unrecognized parameter type: " + type);
    }
    return new ParameterDeclaration(
        name,
        type,
        defaultValue(map),
        Boolean.parseBoolean(TemplateParser.text(map, "NoEcho", "false")),
        TemplateParser.text(map, "Description", ""),
        TemplateParser.texts(map.entries().get("AllowedValues")),
        TemplateParser.nullable(map, "AllowedPattern"),
        TemplateParser.nullable(map, "ConstraintDescription"),
        length(map, "MinLength"),
        length(map, "MaxLength"),
        number(map, "MinValue"),
        number(map, "MaxValue"));
  }

  private static @Nullable String defaultValue(MapNode map) {
    Node node = map.entries().get("Default");
    return switch (node) {
      case null -> null;
      case ScalarNode scalar -> scalar.text();
      case ListNode list -> throw notText();
      case MapNode object -> throw notText();
    };
  }

  private static RuntimeException notText() {
    return TemplateErrors.format("Every Default member must be a string.");
  }

  private static @Nullable Long length(MapNode map, String key) {
    BigDecimal number = number(map, key);
    return number == null ? null : Long.valueOf(number.longValue());
  }

  private static @Nullable BigDecimal number(MapNode map, String key) {
    String text = TemplateParser.nullable(map, key);
    try {
      return text == null ? null : new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw TemplateErrors.format("Every " + key + " member must be a number: " + List.of(text));
    }
  }
}
