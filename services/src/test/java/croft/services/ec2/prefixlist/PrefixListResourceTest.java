package croft.services.ec2.prefixlist;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrefixListResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String list =
          """
          {'PrefixListName': '%s', 'AddressFamily': 'IPv4', 'MaxEntries': %d,
           'Entries': [{'Cidr': '10.0.0.0/8'}, {'Cidr': '%s', 'Description': 'x'}]}
          """;
      ResourceTrial trial = ec2.trial("PrefixList");
      String id = trial.create(list.formatted("inside", 5, "172.16.0.0/12"));
      assertThat(id).startsWith("pl-");
      assertThat(trial.attribute("Arn").asString()).endsWith("prefix-list/" + id);
      trial.update(list.formatted("within", 6, "192.168.0.0/16"));
      assertThat(trial.read().path("PrefixListName").asString()).isEqualTo("within");
      assertThat(trial.read().path("Entries").toString())
          .contains("192.168.0.0/16")
          .doesNotContain("172.16");
      assertThat(trial.read().path("MaxEntries").asInt()).isEqualTo(6);
      trial.delete();
    }
  }
}
