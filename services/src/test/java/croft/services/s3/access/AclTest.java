package croft.services.s3.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.base.CanonicalUserId;
import croft.base.ServiceError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AclTest {
  private static final String OWNER = CanonicalUserId.of("123456789012");
  private static final String OTHER = CanonicalUserId.of("210987654321");

  @ParameterizedTest
  @CsvSource({
    "private, 1, false",
    "public-read, 2, true",
    "public-read-write, 3, true",
    "authenticated-read, 2, true",
    "bucket-owner-read, 2, false",
    "bucket-owner-full-control, 2, false",
    "log-delivery-write, 3, false"
  })
  void cannedListsGiveWhatTheirNamesSay(String name, int grants, boolean isPublic) {
    Acl acl = CannedAcl.named(name).of(OTHER, OWNER);
    assertThat(acl.owner()).isEqualTo(OTHER);
    assertThat(acl.grants()).hasSize(grants);
    assertThat(acl.grants().getFirst())
        .isEqualTo(AclGrant.to(AclGrantee.user(OTHER), AclPermission.FULL_CONTROL));
    assertThat(acl.isPublic()).isEqualTo(isPublic);
    assertThat(acl.withoutPublicGrants().isPublic()).isFalse();
  }

  @Test
  void theBucketsOwnerIsNotNamedTwice() {
    assertThat(CannedAcl.BUCKET_OWNER_READ.of(OWNER, OWNER)).isEqualTo(Acl.ownedBy(OWNER));
  }

  @Test
  void headersNameGranteesInEveryForm() {
    AclHeaders headers =
        new AclHeaders(
            null,
            Map.of(
                AclPermission.READ,
                "uri=\"http://acs.amazonaws.com/groups/global/AllUsers\", id=" + OTHER,
                AclPermission.FULL_CONTROL,
                "id=\"" + OWNER + "\""));
    assertThat(headers.acl(OWNER, OWNER).grants())
        .containsExactly(
            AclGrant.to(AclGrantee.user(OWNER), AclPermission.FULL_CONTROL),
            AclGrant.to(AclGrantee.ALL_USERS, AclPermission.READ),
            AclGrant.to(AclGrantee.user(OTHER), AclPermission.READ));
    assertThat(headers.keys()).containsKeys("s3:x-amz-grant-read", "s3:x-amz-grant-full-control");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id=nobody",
        "uri=\"http://acs.amazonaws.com/groups/global/Everyone\"",
        "emailAddress=\"a@example.com\"",
        "id=",
        "x",
        "id=\"open"
      })
  void refusesGranteesThatAreNone(String text) {
    AclHeaders headers = new AclHeaders(null, Map.of(AclPermission.READ, text));
    assertThatThrownBy(() -> headers.acl(OWNER, OWNER)).isInstanceOf(ServiceError.class);
  }

  @Test
  void takesOneWayOfSayingIt() {
    AclHeaders both = new AclHeaders("private", Map.of(AclPermission.READ, "id=" + OTHER));
    assertThatThrownBy(() -> both.acl(OWNER, OWNER))
        .hasMessageContaining("both Canned ACLs and Header Grants");
  }

  @Test
  void listsBecomeStatements() {
    Acl acl = CannedAcl.AUTHENTICATED_READ.of(OWNER, OWNER);
    assertThat(AclPolicy.ofObject(acl))
        .contains(
            "\"Principal\":{\"CanonicalUser\":\"" + OWNER + "\"}",
            "\"Action\":[\"s3:GetObject\",\"s3:GetObjectVersion\"],\"Resource\":\"*\"",
            "{\"StringNotEquals\":{\"aws:PrincipalType\":\"Anonymous\"}}");
    assertThat(AclPolicy.ofBucket(acl)).contains("s3:ListBucketVersions", "s3:PutBucketAcl");
    Acl writeOnly =
        new Acl(OWNER, java.util.List.of(AclGrant.to(AclGrantee.ALL_USERS, AclPermission.WRITE)));
    assertThat(AclPolicy.ofObject(writeOnly)).isEmpty();
  }
}
