package croft.services.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * AWS's own schema of a resource type, from PyPI's {@code cfn-lint} where it is installed: for
 * {@code python3}, or the Python named by {@code CROFT_TEST_CFN_LINT_PYTHON}.
 */
public final class AwsSchema {
  private static final String SCRIPT =
      """
      import json, os, sys
      try:
          import cfnlint
      except ImportError:
          sys.exit(3)
      home = os.path.join(os.path.dirname(cfnlint.__file__), "data", "schemas")
      index = os.path.join(home, "providers", "us-west-2.json")
      if not os.path.exists(index):
          sys.exit(3)
      with open(index) as providers:
          name = json.load(providers)[sys.argv[1]]
      with open(os.path.join(home, "resources", name + ".json")) as schema:
          print(schema.read())
      """;

  private AwsSchema() {}

  /**
   * Compares ours with AWS's: the same properties, each supported or refused by name; the same
   * attributes; the same ones required; those that need a replacement at least where AWS says so.
   */
  public static void compare(ResourceSchema ours) {
    JsonNode aws = read(ours.name());
    Set<String> readOnly = pointers(aws, "readOnlyProperties");
    Set<String> properties = new TreeSet<>();
    for (String name : aws.path("properties").propertyNames()) {
      if (!readOnly.contains(name)) {
        properties.add(name);
      }
    }
    assertThat(new TreeSet<>(ours.properties().keySet())).as("properties").isEqualTo(properties);
    assertThat(required(ours)).as("required").isEqualTo(texts(aws.path("required")));
    Set<String> createOnly = pointers(aws, "createOnlyProperties");
    for (Property property : ours.properties().values()) {
      if (property.supported()) {
        assertThat(property.updateRequires() == UpdateRequires.REPLACEMENT)
            .as("a change of %s needs a replacement", property.name())
            .isEqualTo(createOnly.contains(property.name()));
      }
    }
    // Some properties are attributes as well, such as a VPC's CidrBlock.
    readOnly.removeIf(name -> ours.properties().containsKey(name.split("\\.", 2)[0]));
    assertThat(new TreeSet<>(ours.attributes())).as("attributes").containsAll(readOnly);
  }

  private static Set<String> required(ResourceSchema ours) {
    Set<String> names = new TreeSet<>();
    ours.properties().values().stream()
        .filter(Property::required)
        .forEach(property -> names.add(property.name()));
    return names;
  }

  private static Set<String> pointers(JsonNode aws, String list) {
    Set<String> names = new TreeSet<>();
    for (String pointer : texts(aws.path(list))) {
      names.add(pointer.substring("/properties/".length()).replace('/', '.'));
    }
    return names;
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(item -> texts.add(item.asString()));
    return texts;
  }

  private static JsonNode read(String type) {
    String python =
        Stream.of(System.getenv("CROFT_TEST_CFN_LINT_PYTHON"), "python3")
            .filter(name -> name != null && !name.isEmpty())
            .findFirst()
            .orElseThrow();
    try {
      List<String> command = new ArrayList<>(List.of(python, "-c", SCRIPT, type));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      assumeTrue(status != 3, "a recent cfn-lint is not installed (pip install cfn-lint)");
      assertThat(status).as("AWS's schema of " + type).isZero();
      return JsonMapper.shared().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
