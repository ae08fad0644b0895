package croft.services.cloudformation.blueprint;

import croft.base.ServiceError;
import croft.services.cloudformation.template.ResourceDeclaration;
import croft.services.cloudformation.template.Template;
import croft.services.cloudformation.template.TemplateErrors;
import croft.services.cloudformation.template.source.Node;
import croft.services.cloudformation.template.source.Node.ListNode;
import croft.services.cloudformation.template.source.Node.MapNode;
import croft.services.cloudformation.template.source.Node.ScalarNode;
import java.util.Set;

/** What templates may say on AWS and Croft does not do: refused by name before anything is made. */
final class Unsupported {
  private static final Set<String> FUNCTIONS =
      Set.of(
          "Fn::And",
          "Fn::Base64",
          "Fn::Cidr",
          "Fn::Equals",
          "Fn::FindInMap",
          "Fn::GetAZs",
          "Fn::GetAtt",
          "Fn::If",
          "Fn::ImportValue",
          "Fn::Join",
          "Fn::Length",
          "Fn::Not",
          "Fn::Or",
          "Fn::Select",
          "Fn::Split",
          "Fn::Sub",
          "Fn::ToJsonString");
  private static final Set<String> LATER = Set.of("Fn::Transform", "Fn::ForEach");

  private Unsupported() {}

  /**
   * Refuses it.
   *
   * @throws ServiceError {@code UnsupportedOperation} with its name, or {@code ValidationError} for
   *     a function that AWS does not have either
   */
  static void refuse(Template template) {
    if (!template.transforms().isEmpty()) {
      throw ServiceError.unsupported("The transform " + template.transforms().getFirst());
    }
    template.resources().values().forEach(Unsupported::refuse);
    template.outputs().values().forEach(output -> refuse(output.value()));
  }

  private static void refuse(ResourceDeclaration resource) {
    refuse(resource.properties());
  }

  private static void refuse(Node node) {
    switch (node) {
      case ScalarNode scalar -> {
        if (scalar.text().contains("{{resolve:")) {
          throw ServiceError.unsupported("The dynamic reference " + scalar.text());
        }
      }
      case ListNode list -> list.items().forEach(Unsupported::refuse);
      case MapNode map ->
          map.entries()
              .forEach((key, value) -> {
                refuse(key);
                refuse(value);
              });
    }
  }

  private static void refuse(String key) {
    if (LATER.stream().anyMatch(key::startsWith)) {
      throw ServiceError.unsupported("The function " + key);
    }
    if (key.startsWith("Fn::") && !FUNCTIONS.contains(key)) {
      throw TemplateErrors.error("Unrecognized function " + key + ".");
    }
  }
}
