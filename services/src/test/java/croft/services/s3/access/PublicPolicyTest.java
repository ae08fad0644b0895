package croft.services.s3.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicPolicyTest {
  private static boolean isPublic(String statement) {
    return PublicPolicy.isPublic(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":\"s3:GetObject\","
            + "\"Resource\":\"arn:aws:s3:::b/*\","
            + statement
            + "}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Effect\":\"Allow\",\"Principal\":\"*\"",
        "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"}",
        "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"123456789012\",\"*\"]}",
        "\"Effect\":\"Allow\",\"NotPrincipal\":{\"AWS\":\"123456789012\"}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"0.0.0.0/0\"}}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":[\"203.0.113.0/24\",\"0.0.0.0/1\"]}}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"StringLike\":{\"aws:SourceVpc\":\"vpc-*\"}}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:SourceVpc\":\"${aws:username}\"}}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:Referer\":\"https://example.com\"}}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"StringEqualsIfExists\":{\"aws:SourceVpc\":\"vpc-1\"}}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"StringNotEquals\":{\"aws:SourceVpc\":\"vpc-1\"}}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"ForAllValues:StringEquals\":{\"aws:SourceVpc\":\"vpc-1\"}}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}"
      })
  void isPublicWhereNothingFixedNarrowsIt(String statement) {
    assertThat(isPublic(statement)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Effect\":\"Deny\",\"Principal\":\"*\"",
        "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"}",
        "\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"logging.s3.amazonaws.com\"}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"2001:db8::/32\"}}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:SourceVpc\":\"vpc-1\"}}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"StringLike\":{\"aws:userid\":\"AROAEXAMPLE:*\"}}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"ArnEquals\":{\"aws:PrincipalArn\":\"arn:aws:iam::123456789012:role/reader\"}}",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":[\"o-1\",\"o-2\"]},\"Bool\":{\"aws:SecureTransport\":\"true\"}}"
      })
  void isNotPublicWhereItIsForSome(String statement) {
    assertThat(isPublic(statement)).isFalse();
  }
}
