package croft.services.ec2.instance;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.DescribeInstancesRequest;
import croft.api.ec2.DescribeInstancesResult;
import croft.api.ec2.Filter;
import croft.api.ec2.Instance;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribePagesTest {
  private static final int COUNT = 23;

  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory, 100);
    fixture.ec2.runInstances(fixture.launch().minCount(COUNT).maxCount(COUNT).build());
    fixture.ec2.runInstances(fixture.launch().instanceType("t3.small").build());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<Integer> pages(List<String> seen, Filter... filters) {
    List<Integer> sizes = new ArrayList<>();
    String token = null;
    do {
      DescribeInstancesResult page =
          fixture.ec2.describeInstances(
              DescribeInstancesRequest.builder()
                  .maxResults(10)
                  .nextToken(token)
                  .filters(List.of(filters))
                  .build());
      List<String> ids =
          page.reservationsOrEmpty().stream()
              .flatMap(r -> r.instancesOrEmpty().stream())
              .map(Instance::instanceId)
              .map(String::valueOf)
              .toList();
      sizes.add(ids.size());
      seen.addAll(ids);
      token = page.nextToken();
    } while (token != null);
    return sizes;
  }

  @Test
  void everyInstanceIsOnOnePage() {
    List<String> seen = new ArrayList<>();
    assertThat(pages(seen)).containsExactly(10, 10, 4);
    assertThat(seen).hasSize(COUNT + 1).doesNotHaveDuplicates();
  }

  @Test
  void aPageIsFullThoughFiltersPassOverInstances() {
    List<String> seen = new ArrayList<>();
    Filter micro = Filter.builder().name("instance-type").values(List.of("t3.micro")).build();
    assertThat(pages(seen, micro)).containsExactly(10, 10, 3);
    Filter small = Filter.builder().name("instance-type").values(List.of("t3.small")).build();
    assertThat(pages(new ArrayList<>(), small)).containsExactly(1);
    Filter none = Filter.builder().name("image-id").values(List.of("ami-none")).build();
    assertThat(pages(new ArrayList<>(), none)).containsExactly(0);
  }

  @Test
  void pagesHaveFiveToAThousandAndDoNotGoWithIds() {
    refused("InvalidParameterValue", "greater than or equal to 5", () -> describe(4, List.of()));
    refused("InvalidParameterValue", "less than or equal to 1000", () -> describe(1001, List.of()));
    refused(
        "InvalidParameterCombination",
        "instancesSet",
        () -> describe(5, List.of("i-0123456789abcdef0")));
  }

  private void describe(int size, List<String> ids) {
    fixture.ec2.describeInstances(
        DescribeInstancesRequest.builder().maxResults(size).instanceIds(ids).build());
  }
}
