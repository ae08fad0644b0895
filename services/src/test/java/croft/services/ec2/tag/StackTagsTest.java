package croft.services.ec2.tag;

import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.CreateTagsRequest;
import croft.api.ec2.DescribeSubnetsRequest;
import croft.api.ec2.Filter;
import croft.api.ec2.Subnet;
import croft.api.ec2.Tag;
import croft.services.ec2.Ec2Fixture;
import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StackTagsTest {
  @TempDir Path directory;

  @Test
  void areShownAndFoundByButNobodyElseGivesThem() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String id = ec2.subnet(ec2.vpc());
      Filter byStack =
          Filter.builder()
              .name("tag:aws:cloudformation:stack-name")
              .values(List.of(ResourceTrial.OWNER.stackName()))
              .build();
      List<Subnet> found =
          ec2.fixture
              .ec2
              .describeSubnets(DescribeSubnetsRequest.builder().filters(List.of(byStack)).build())
              .subnetsOrEmpty();
      assertThat(found).extracting(Subnet::subnetId).containsExactly(id);
      assertThat(found.getFirst().tagsOrEmpty())
          .extracting(Tag::key)
          .containsExactlyInAnyOrder(
              "aws:cloudformation:logical-id",
              "aws:cloudformation:stack-id",
              "aws:cloudformation:stack-name");

      Tag mark = Tag.builder().key("aws:cloudformation:stack-name").value("other").build();
      Ec2Fixture.refused(
          "InvalidParameterValue",
          "aws:",
          () ->
              ec2.fixture.ec2.createTags(
                  CreateTagsRequest.builder().resources(List.of(id)).tags(List.of(mark)).build()));
    }
  }
}
