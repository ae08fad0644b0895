package croft.services.route53;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import croft.services.resource.ResourceType;
import croft.services.route53.recordset.RecordSetGroupResource;
import croft.services.route53.recordset.RecordSetResource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordSetResourceTest {
  @TempDir Path directory;

  private static ResourceTrial trial(Route53Fixture fixture, ResourceType type) {
    return new ResourceTrial(type, fixture.calls(), () -> {});
  }

  @Test
  void recordsLive() throws Exception {
    try (Route53Fixture fixture = new Route53Fixture(directory)) {
      fixture.zone("example.com");
      ResourceTrial record = trial(fixture, new RecordSetResource());
      String name =
          record.create(
              """
              {'HostedZoneName': 'example.com.', 'Name': 'www.example.com', 'Type': 'A',
               'TTL': '900', 'ResourceRecords': ['192.0.2.1'], 'Comment': 'one'}
              """);
      assertThat(name).isEqualTo("www.example.com");
      assertThat(record.read().path("TTL").asString()).isEqualTo("900");
      record.update(
          """
          {'HostedZoneName': 'example.com.', 'Name': 'www.example.com', 'Type': 'CNAME',
           'TTL': '60', 'ResourceRecords': ['other.example.net']}
          """);
      assertThat(record.read().path("Type").asString()).isEqualTo("CNAME");
      assertThat(record.replacedBy("{'Name': 'x.example.com'}")).contains("Name");
      record.delete();

      ResourceTrial group = trial(fixture, new RecordSetGroupResource());
      group.create(
          """
          {'HostedZoneName': 'example.com', 'RecordSets': [
            {'Name': 'a.example.com', 'Type': 'A', 'TTL': '5', 'ResourceRecords': ['192.0.2.1']},
            {'Name': 'b.example.com', 'Type': 'A', 'TTL': '5', 'ResourceRecords': ['192.0.2.2']}]}
          """);
      assertThat(group.read().path("RecordSets").size()).isEqualTo(2);
      group.update(
          """
          {'HostedZoneName': 'example.com', 'RecordSets': [
            {'Name': 'b.example.com', 'Type': 'A', 'TTL': '9', 'ResourceRecords': ['192.0.2.2']}]}
          """);
      assertThat(group.read().path("RecordSets").size()).isEqualTo(1);
      group.delete();
    }
  }

  @Test
  void typesHaveThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new RecordSetResource().schema());
    AwsSchema.compare(new RecordSetGroupResource().schema());
  }
}
