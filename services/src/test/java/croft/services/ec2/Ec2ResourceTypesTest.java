package croft.services.ec2;

import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class Ec2ResourceTypesTest {
  static List<String> names() {
    return Ec2ResourceTypes.all().stream().map(type -> type.schema().name()).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void haveThePropertiesAndAttributesOfAws(String name) {
    for (ResourceType type : Ec2ResourceTypes.all()) {
      if (type.schema().name().equals(name)) {
        AwsSchema.compare(type.schema());
      }
    }
  }
}
