package croft.services.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.route53.AssociateVPCWithHostedZoneRequest;
import croft.api.route53.CreateHostedZoneRequest;
import croft.api.route53.CreateReusableDelegationSetRequest;
import croft.api.route53.CreateVPCAssociationAuthorizationRequest;
import croft.api.route53.DeleteHostedZoneRequest;
import croft.api.route53.DeleteReusableDelegationSetRequest;
import croft.api.route53.DisassociateVPCFromHostedZoneRequest;
import croft.api.route53.GetHostedZoneLimitRequest;
import croft.api.route53.GetHostedZoneRequest;
import croft.api.route53.HostedZoneConfig;
import croft.api.route53.ListHostedZonesByNameRequest;
import croft.api.route53.ListHostedZonesByVPCRequest;
import croft.api.route53.ListHostedZonesRequest;
import croft.api.route53.Route53Model;
import croft.api.route53.UpdateHostedZoneCommentRequest;
import croft.api.route53.VPC;
import croft.base.ServiceError;
import croft.services.route53.hostedzone.VpcReference;
import java.nio.file.Path;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostedZonesTest {
  private static final String OWN_VPC = "123-vpc";
  private static final String OTHERS_VPC = "210-vpc";

  @TempDir Path directory;
  private Route53Fixture fixture;

  @BeforeEach
  void open() {
    fixture = new Route53Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ServiceError.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static VPC vpc(String id) {
    return VPC.builder().vpcRegion("us-west-2").vpcId(id).build();
  }

  private static VpcReference reference(String id) {
    return new VpcReference("us-west-2", id);
  }

  @Test
  void aPrivateZoneAnswersInItsVpcAlone() {
    String zone = fixture.privateZone("corp", OWN_VPC);
    fixture.create(zone, "db.corp", "A", "10.0.0.5");
    assertThat(
            Route53Fixture.answer(fixture.zones.privateZones(reference(OWN_VPC)), "db.corp", "A"))
        .containsExactly("10.0.0.5");
    assertThat(
            Route53Fixture.answer(
                fixture.zones.privateZones(reference("123-other")), "db.corp", "A"))
        .containsExactly("REFUSED");
    assertThat(fixture.answer("db.corp", "A")).containsExactly("REFUSED");
    var shown =
        fixture.ask(Route53Model.GET_HOSTED_ZONE, GetHostedZoneRequest.builder().id(zone).build());
    assertThat(shown.delegationSet()).isNull();
    assertThat(shown.vpCsOrEmpty()).containsExactly(vpc(OWN_VPC));
  }

  @Test
  void anotherAccountAssociatesItsVpcOnceItMay() {
    String zone = fixture.privateZone("corp", OWN_VPC);
    AssociateVPCWithHostedZoneRequest associate =
        AssociateVPCWithHostedZoneRequest.builder().hostedZoneId(zone).vpc(vpc(OTHERS_VPC)).build();
    refused(
        "NotAuthorizedException",
        () ->
            fixture.askAs(
                Route53Fixture.OTHER_ACCOUNT,
                Route53Model.ASSOCIATE_VPC_WITH_HOSTED_ZONE,
                associate));
    fixture.ask(
        Route53Model.CREATE_VPC_ASSOCIATION_AUTHORIZATION,
        CreateVPCAssociationAuthorizationRequest.builder()
            .hostedZoneId(zone)
            .vpc(vpc(OTHERS_VPC))
            .build());
    fixture.askAs(
        Route53Fixture.OTHER_ACCOUNT, Route53Model.ASSOCIATE_VPC_WITH_HOSTED_ZONE, associate);
    fixture.create(zone, "db.corp", "A", "10.0.0.5");
    assertThat(
            Route53Fixture.answer(
                fixture.zones.privateZones(reference(OTHERS_VPC)), "db.corp", "A"))
        .containsExactly("10.0.0.5");
    var listed =
        fixture.askAs(
            Route53Fixture.OTHER_ACCOUNT,
            Route53Model.LIST_HOSTED_ZONES_BY_VPC,
            ListHostedZonesByVPCRequest.builder().vpcId(OTHERS_VPC).vpcRegion("us-west-2").build());
    assertThat(listed.hostedZoneSummariesOrEmpty()).hasSize(1);
  }

  @Test
  void theLastVpcStaysAndNoneIsThereTwice() {
    String zone = fixture.privateZone("corp", OWN_VPC);
    refused("ConflictingDomainExists", () -> fixture.privateZone("corp", OWN_VPC));
    refused("InvalidVPCId", () -> fixture.privateZone("corp", "999-none"));
    refused(
        "LastVPCAssociation",
        () ->
            fixture.ask(
                Route53Model.DISASSOCIATE_VPC_FROM_HOSTED_ZONE,
                DisassociateVPCFromHostedZoneRequest.builder()
                    .hostedZoneId(zone)
                    .vpc(vpc(OWN_VPC))
                    .build()));
    String open = fixture.zone("example.com");
    refused(
        "PublicZoneVPCAssociation",
        () ->
            fixture.ask(
                Route53Model.ASSOCIATE_VPC_WITH_HOSTED_ZONE,
                AssociateVPCWithHostedZoneRequest.builder()
                    .hostedZoneId(open)
                    .vpc(vpc(OWN_VPC))
                    .build()));
    refused(
        "HostedZoneNotPrivate",
        () ->
            fixture.ask(
                Route53Model.GET_HOSTED_ZONE_LIMIT,
                GetHostedZoneLimitRequest.builder()
                    .hostedZoneId(open)
                    .type("MAX_VPCS_ASSOCIATED_BY_ZONE")
                    .build()));
  }

  @Test
  void listsPageByPageAndByNameFromTheLastLabel() {
    fixture.zone("b.com");
    fixture.zone("a.org");
    String first = fixture.zone("a.com");
    var page =
        fixture.ask(
            Route53Model.LIST_HOSTED_ZONES, ListHostedZonesRequest.builder().maxItems("2").build());
    assertThat(page.hostedZonesOrEmpty()).hasSize(2);
    var rest =
        fixture.ask(
            Route53Model.LIST_HOSTED_ZONES,
            ListHostedZonesRequest.builder().marker(page.nextMarker()).build());
    assertThat(rest.hostedZonesOrEmpty()).hasSize(1);
    assertThat(rest.isTruncated()).isFalse();
    var byName =
        fixture.ask(
            Route53Model.LIST_HOSTED_ZONES_BY_NAME,
            ListHostedZonesByNameRequest.builder().maxItems("1").build());
    assertThat(byName.hostedZonesOrEmpty().getFirst().id()).isEqualTo("/hostedzone/" + first);
    assertThat(byName.nextDNSName()).isEqualTo("b.com.");
  }

  @Test
  void refusesWrongNamesAndRepeatedReferences() {
    refused("InvalidDomainName", () -> fixture.zone("a..b"));
    refused("InvalidDomainName", () -> fixture.zone("x".repeat(64) + ".com"));
    CreateHostedZoneRequest.Builder request =
        CreateHostedZoneRequest.builder().name("example.com").callerReference("one");
    fixture.ask(Route53Model.CREATE_HOSTED_ZONE, request.build());
    refused(
        "HostedZoneAlreadyExists",
        () -> fixture.ask(Route53Model.CREATE_HOSTED_ZONE, request.build()));
    refused(
        "InvalidInput",
        () ->
            fixture.ask(
                Route53Model.CREATE_HOSTED_ZONE,
                request
                    .callerReference("two")
                    .hostedZoneConfig(HostedZoneConfig.builder().privateZone(true).build())
                    .build()));
  }

  @Test
  void aDelegationSetIsSharedAndStaysWhileItIsUsed() {
    var made =
        fixture.ask(
            Route53Model.CREATE_REUSABLE_DELEGATION_SET,
            CreateReusableDelegationSetRequest.builder().callerReference("d").build());
    var set = Objects.requireNonNull(made.delegationSet());
    var zone =
        fixture.ask(
            Route53Model.CREATE_HOSTED_ZONE,
            CreateHostedZoneRequest.builder()
                .name("example.com")
                .callerReference("z")
                .delegationSetId(set.id())
                .build());
    assertThat(Objects.requireNonNull(zone.delegationSet()).nameServersOrEmpty())
        .isEqualTo(set.nameServersOrEmpty());
    refused(
        "DelegationSetInUse",
        () ->
            fixture.ask(
                Route53Model.DELETE_REUSABLE_DELEGATION_SET,
                DeleteReusableDelegationSetRequest.builder().id(set.id()).build()));
    fixture.ask(
        Route53Model.DELETE_HOSTED_ZONE,
        DeleteHostedZoneRequest.builder()
            .id(Objects.requireNonNull(zone.hostedZone()).id())
            .build());
    assertThat(fixture.answer("example.com", "SOA")).containsExactly("REFUSED");
    fixture.ask(
        Route53Model.DELETE_REUSABLE_DELEGATION_SET,
        DeleteReusableDelegationSetRequest.builder().id(set.id()).build());
  }

  @Test
  void aCommentIsChangedAndAZoneOfAnotherIsNotThere() {
    String zone = fixture.zone("example.com");
    UpdateHostedZoneCommentRequest request =
        UpdateHostedZoneCommentRequest.builder().id(zone).comment("new").build();
    var updated = fixture.ask(Route53Model.UPDATE_HOSTED_ZONE_COMMENT, request);
    assertThat(
            Objects.requireNonNull(Objects.requireNonNull(updated.hostedZone()).config()).comment())
        .isEqualTo("new");
    refused(
        "NoSuchHostedZone",
        () ->
            fixture.askAs(
                Route53Fixture.OTHER_ACCOUNT, Route53Model.UPDATE_HOSTED_ZONE_COMMENT, request));
  }
}
