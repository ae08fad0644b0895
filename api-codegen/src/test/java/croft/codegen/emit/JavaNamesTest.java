package croft.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaNamesTest {
  @ParameterizedTest
  @CsvSource({
    "InstanceId, instanceId",
    "VPCId, vpcId",
    "DBName, dbName",
    "ARN, arn",
    "S3Bucket, s3Bucket",
    "IPv6Native, ipv6Native",
    "Ipv6Addresses, ipv6Addresses",
    "message, message",
    "Default, default_",
    "Schema, schema_",
    "x-amz-date, x_amz_date"
  })
  void componentsAreLowerCamelCase(String member, String component) {
    assertThat(JavaNames.component(member)).isEqualTo(component);
  }

  @ParameterizedTest
  @CsvSource({
    "RunInstances, RUN_INSTANCES",
    "AssumeRoleWithSAML, ASSUME_ROLE_WITH_SAML",
    "GetMFADevice, GET_MFA_DEVICE",
    "IDPRejectedClaimException, IDP_REJECTED_CLAIM_EXCEPTION"
  })
  void constantsAreUpperCaseWords(String name, String constant) {
    assertThat(JavaNames.constant(name)).isEqualTo(constant);
  }

  @Test
  void shapesDoNotTakeJavasNames() {
    assertThat(JavaNames.type("Object")).isEqualTo("ObjectShape");
    assertThat(JavaNames.type("Instance")).isEqualTo("Instance");
  }

  @Test
  void literalsAreEscaped() {
    assertThat(JavaNames.literal("a\"b\\c\nd\u00e9\t"))
        .isEqualTo("\"a\\\"b\\\\c\\nd\\u00e9\\u0009\"");
  }
}
