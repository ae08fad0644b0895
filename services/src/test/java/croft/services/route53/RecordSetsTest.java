package croft.services.route53;

import static croft.services.route53.Route53Fixture.change;
import static croft.services.route53.Route53Fixture.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.route53.AliasTarget;
import croft.api.route53.Change;
import croft.api.route53.GetChangeRequest;
import croft.api.route53.ListResourceRecordSetsRequest;
import croft.api.route53.ListResourceRecordSetsResponse;
import croft.api.route53.ResourceRecordSet;
import croft.api.route53.Route53Model;
import croft.base.ServiceError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

class RecordSetsTest {
  @TempDir Path directory;
  private Route53Fixture fixture;
  private String zone;

  @BeforeEach
  void open() {
    fixture = new Route53Fixture(directory);
    zone = fixture.zone("example.com");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void refused(String message, Change... changes) {
    assertThatThrownBy(() -> fixture.change(zone, changes))
        .isInstanceOfSatisfying(
            ServiceError.class,
            e -> {
              assertThat(e.code()).isEqualTo("InvalidChangeBatch");
              assertThat(e.status()).isEqualTo(400);
            })
        .hasMessage("[" + message + "]");
  }

  @Test
  void aBatchIsMadeWholeOrNotAtAll() {
    refused(
        "Tried to delete resource record set [name='b.example.com.', type='A'] but it was not"
            + " found",
        change("CREATE", records("a.example.com", "A", "192.0.2.1")),
        change("DELETE", records("b.example.com", "A", "192.0.2.1")));
    assertThat(fixture.answer("a.example.com", "A")).containsExactly("NXDOMAIN");
    fixture.create(zone, "a.example.com", "A", "192.0.2.1");
    fixture.change(
        zone,
        change("DELETE", records("a.example.com", "A", "192.0.2.1")),
        change("CREATE", records("a.example.com", "CNAME", "b.example.com")));
    assertThat(fixture.answer("a.example.com", "CNAME")).containsExactly("b.example.com.");
  }

  @Test
  void deletesOnlyWhatIsGivenAsItIs() {
    fixture.create(zone, "a.example.com", "A", "192.0.2.1", "192.0.2.2");
    refused(
        "Tried to delete resource record set [name='a.example.com.', type='A'] but the values"
            + " provided do not match the current values",
        change("DELETE", records("a.example.com", "A", "192.0.2.1")));
    fixture.change(zone, change("DELETE", records("a.example.com", "A", "192.0.2.2", "192.0.2.1")));
    refused("A HostedZone must contain exactly one SOA record.", change("DELETE", soa()));
  }

  private ResourceRecordSet.Builder soa() {
    return list(ListResourceRecordSetsRequest.builder()).resourceRecordSetsOrEmpty().stream()
        .filter(set -> "SOA".equals(set.type()))
        .findFirst()
        .orElseThrow()
        .toBuilder();
  }

  private ListResourceRecordSetsResponse list(ListResourceRecordSetsRequest.Builder request) {
    return fixture.ask(Route53Model.LIST_RESOURCE_RECORD_SETS, request.hostedZoneId(zone).build());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          A     | 300.1.1.1        | ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)
          A     | ::1              | ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)
          AAAA  | 192.0.2.1        | AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)
          AAAA  | fe80::1%eth0     | AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)
          TXT   | bare             | InvalidCharacterString (Value should be enclosed in quotation marks)
          TXT   | "open            | InvalidCharacterString (Value should be enclosed in quotation marks)
          MX    | mail.example.com | MXRRDATANotTwoFields (MX record doesn't have 2 fields)
          SRV   | 1 2 a.com        | SRVRRDATANotFourFields (SRV record doesn't have 4 fields)
          CNAME | a..b             | DomainLabelEmpty (Domain label is empty)
          """)
  void refusesValuesOfTheWrongForm(String type, String value, String problem) {
    refused(
        "Invalid Resource Record: 'FATAL problem: "
            + problem
            + " encountered with '"
            + value
            + "''",
        change("CREATE", records("a.example.com", type, value)));
  }

  @Test
  void refusesStringsOfMoreThan255Bytes() {
    fixture.create(zone, "a.example.com", "TXT", '"' + "x".repeat(255) + '"');
    refused(
        "Invalid Resource Record: 'FATAL problem: CharacterStringTooLong (Value is too long)"
            + " encountered with '\""
            + "x".repeat(256)
            + "\"''",
        change("CREATE", records("b.example.com", "TXT", '"' + "x".repeat(256) + '"')));
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    refused(
        "RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone"
            + " example.com.",
        change("CREATE", records("example.com", "CNAME", "a.net")));
    refused(
        "RRSet with DNS name a.example.org. is not permitted in zone example.com.",
        change("CREATE", records("a.example.org", "A", "192.0.2.1")));
    fixture.create(zone, "a.example.com", "A", "192.0.2.1");
    refused(
        "RRSet of type CNAME with DNS name a.example.com. is not permitted as it conflicts with"
            + " other records with the same DNS name in zone example.com.",
        change("CREATE", records("a.example.com", "CNAME", "b.net")));
    refused(
        "RRSet with DNS name a.example.com., type A cannot be created as other RRSets exist with"
            + " the same name and type",
        change("CREATE", records("a.example.com", "A", "192.0.2.2").setIdentifier("x").weight(1L)));
    refused(
        "The request contains an invalid set of changes for a resource record set 'A"
            + " a.example.com.'",
        change("UPSERT", records("a.example.com", "A", "192.0.2.1")),
        change("UPSERT", records("a.example.com", "A", "192.0.2.2")));
  }

  @Test
  void refusesMembersThatAreIncompleteOrNotHonoured() {
    assertThatThrownBy(
            () -> fixture.change(zone, change("CREATE", records("a.example.com", "A").ttl(null))))
        .hasMessageContaining("but found none in Change with [Action=CREATE, Name=a.example.com");
    assertThatThrownBy(() ->
            fixture.change(
                zone, change("CREATE", records("a.example.com", "A", "1.2.3.4").weight(1L))))
        .hasMessageContaining("Missing field 'SetIdentifier'");
    assertThatThrownBy(() ->
            fixture.change(
                zone,
                change(
                    "CREATE",
                    records("a.example.com", "A", "1.2.3.4")
                        .setIdentifier("x")
                        .region("us-west-2"))))
        .hasMessageContaining("ChangeBatch.Changes.ResourceRecordSet.Region");
    assertThatThrownBy(() ->
            fixture.change(
                zone,
                change("CREATE", records("a.example.com", "A", "1.2.3.4").healthCheckId("none"))))
        .isInstanceOfSatisfying(
            ServiceError.class, e -> assertThat(e.code()).isEqualTo("NoSuchHealthCheck"));
  }

  @Test
  void anAliasAnswersWithTheRecordsOfItsTarget() {
    fixture.create(zone, "a.example.com", "A", "192.0.2.1");
    fixture.change(zone, change("CREATE", alias("example.com", "a.example.com", zone)));
    assertThat(fixture.answer("example.com", "A")).containsExactly("192.0.2.1");
    assertThat(fixture.answer("example.com", "AAAA")).isEmpty();
    refused(
        "Tried to create an alias that targets none.example.com., type A in zone "
            + zone
            + ", but that target was not found",
        change("CREATE", alias("b.example.com", "none.example.com", zone)));
    refused(
        "Tried to create an alias that targets a.example.org., type A in zone "
            + zone
            + ", but the alias target name does not lie within the target zone",
        change("CREATE", alias("b.example.com", "a.example.org", zone)));
    refused(
        "Tried to create an alias that targets lb.elb.amazonaws.com., type A in zone Z1H1FL5HABSF5,"
            + " but that target was not found",
        change("CREATE", alias("b.example.com", "lb.elb.amazonaws.com", "Z1H1FL5HABSF5")));
  }

  private static ResourceRecordSet.Builder alias(String name, String target, String zoneId) {
    return ResourceRecordSet.builder()
        .name(name)
        .type("A")
        .aliasTarget(
            AliasTarget.builder()
                .hostedZoneId(zoneId)
                .dnsName(target)
                .evaluateTargetHealth(false)
                .build());
  }

  @Test
  void listsInTheOrderOfReversedNamesPageByPage() {
    fixture.create(zone, "b.example.com", "TXT", "\"t\"");
    fixture.create(zone, "b.example.com", "A", "192.0.2.1");
    fixture.create(zone, "z.a.example.com", "A", "192.0.2.1");
    fixture.create(zone, "*.example.com", "A", "192.0.2.1");
    List<String> all = new ArrayList<>();
    ListResourceRecordSetsRequest.Builder next = ListResourceRecordSetsRequest.builder();
    ListResourceRecordSetsResponse page;
    do {
      page = list(next.maxItems("2"));
      page.resourceRecordSetsOrEmpty().forEach(set -> all.add(set.name() + " " + set.type()));
      next =
          ListResourceRecordSetsRequest.builder()
              .startRecordName(page.nextRecordName())
              .startRecordType(page.nextRecordType());
    } while (Objects.requireNonNull(page.isTruncated()));
    assertThat(all)
        .containsExactly(
            "example.com. NS",
            "example.com. SOA",
            "\\052.example.com. A",
            "z.a.example.com. A",
            "b.example.com. A",
            "b.example.com. TXT");
  }

  @Test
  void namesBetweenOthersExistAndWildcardsStandForTheRest() {
    fixture.create(zone, "x.y.example.com", "A", "192.0.2.1");
    fixture.create(zone, "*.example.com", "A", "192.0.2.9");
    assertThat(fixture.answer("other.example.com", "A")).containsExactly("192.0.2.9");
    assertThat(fixture.answer("very.far.example.com", "A")).containsExactly("192.0.2.9");
    // y.example.com is there without records: the wildcard does not stand for it (RFC 4592).
    assertThat(fixture.answer("y.example.com", "A")).isEmpty();
    assertThat(fixture.answer("z.y.example.com", "A")).containsExactly("NXDOMAIN");
  }

  @Test
  void negativeAnswersAreKeptNoLongerThanTheZoneSays() {
    Message missing = Route53Fixture.message(fixture.zones.publicZones(), "none.example.com", "A");
    assertThat(missing.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(missing.getSection(Section.AUTHORITY).getFirst().getTTL()).isEqualTo(900);
  }

  @Test
  void aZoneGivesNamesAwayToOtherServers() {
    fixture.create(zone, "sub.example.com", "NS", "ns.other.net");
    Message referral =
        Route53Fixture.message(fixture.zones.publicZones(), "a.sub.example.com", "A");
    assertThat(referral.getSection(Section.ANSWER)).isEmpty();
    assertThat(referral.getSection(Section.AUTHORITY).getFirst().rdataToString())
        .isEqualTo("ns.other.net.");
    String sub = fixture.zone("sub.example.com");
    fixture.create(sub, "a.sub.example.com", "A", "192.0.2.5");
    assertThat(fixture.answer("a.sub.example.com", "A")).containsExactly("192.0.2.5");
  }

  @Test
  void aChangeIsInSyncOnceItIsAnswered() {
    String change =
        fixture.change(zone, change("CREATE", records("a.example.com", "A", "192.0.2.1")));
    var info = fixture.ask(Route53Model.GET_CHANGE, GetChangeRequest.builder().id(change).build());
    assertThat(Objects.requireNonNull(info.changeInfo()).status()).isEqualTo("INSYNC");
    assertThat(fixture.answer("a.example.com", "A")).containsExactly("192.0.2.1");
    assertThatThrownBy(
            () -> fixture.ask(Route53Model.GET_CHANGE, GetChangeRequest.builder().id("C0").build()))
        .isInstanceOfSatisfying(
            ServiceError.class, e -> assertThat(e.code()).isEqualTo("NoSuchChange"));
  }

  @Test
  void zonesAndAnswersOutliveTheServer() {
    fixture.create(zone, "a.example.com", "A", "192.0.2.1");
    fixture.close();
    fixture = new Route53Fixture(directory);
    assertThat(fixture.answer("a.example.com", "A")).containsExactly("192.0.2.1");
  }
}
