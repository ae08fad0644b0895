package croft.services.route53.answer;

import static croft.services.operation.Binding.bind;

import croft.api.route53.Route53Model;
import croft.api.route53.TestDNSAnswerRequest;
import croft.api.route53.TestDNSAnswerResponse;
import croft.drivers.dns.Resolver;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.route53.entity.Faults;
import croft.services.route53.entity.Route53Parts;
import croft.services.route53.hostedzone.HostedZone;
import croft.services.route53.hostedzone.HostedZones;
import croft.services.route53.name.DomainName;
import croft.services.route53.name.RecordValues;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** TestDNSAnswer: what the resolvers would answer, by the same code. */
public final class TestAnswer {
  private final Route53Parts parts;

  public TestAnswer(Route53Parts parts) {
    this.parts = parts;
  }

  /** The operation with the access it needs; answers do not depend on where a question is from. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                Route53Model.TEST_DNS_ANSWER,
                (call, request) ->
                    Faults.access(
                        "route53:TestDNSAnswer", "hostedzone", Faults.bare(request.hostedZoneId())),
                this::test)
            .honouring("HostedZoneId", "RecordName", "RecordType"));
  }

  private TestDNSAnswerResponse test(Call call, TestDNSAnswerRequest request) {
    HostedZone zone =
        parts.store().read(tx -> HostedZones.require(tx, call, request.hostedZoneId()));
    DomainName name = name(Faults.required(request.recordName(), "RecordName"));
    String type = Faults.required(request.recordType(), "RecordType");
    if (!RecordValues.types().contains(type)) {
      throw Faults.invalidInput("The record type " + type + " is not valid.");
    }
    if (!name.isIn(zone.domain())) {
      throw Faults.invalidInput("The name " + name + " is not in the zone " + zone.name());
    }
    Resolver resolver = new Resolver(List.of(parts.zones().zone(zone.id())), Optional.empty());
    Message answer = resolver.answer(name.toName(), RecordValues.number(type));
    return TestDNSAnswerResponse.builder()
        .nameserver(zone.nameServers().getFirst())
        .recordName(name.text())
        .recordType(type)
        .recordData(answer.getSection(Section.ANSWER).stream().map(RecordValues::text).toList())
        .responseCode(Rcode.string(answer.getRcode()))
        .protocol("UDP")
        .build();
  }

  private static DomainName name(String text) {
    try {
      return DomainName.parse(text);
    } catch (IllegalArgumentException e) {
      throw Faults.invalidInput("'" + text + "' is not a valid domain name: " + e.getMessage());
    }
  }
}
