package croft.services.ec2.placementgroup;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.CreatePlacementGroupRequest;
import croft.api.ec2.DeletePlacementGroupRequest;
import croft.api.ec2.DescribePlacementGroupsRequest;
import croft.api.ec2.Instance;
import croft.api.ec2.ModifyInstancePlacementRequest;
import croft.api.ec2.Placement;
import croft.api.ec2.StopInstancesRequest;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementGroupTest {
  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void create(String name, String strategy) {
    fixture.ec2.createPlacementGroup(
        CreatePlacementGroupRequest.builder()
            .groupName(name)
            .strategy(strategy)
            .partitionCount(strategy.equals("partition") ? 3 : null)
            .build());
  }

  private List<Instance> launch(Placement placement, int count) {
    return fixture
        .ec2
        .runInstances(fixture.launch().minCount(count).maxCount(count).placement(placement).build())
        .instancesOrEmpty();
  }

  private static Placement in(String group) {
    return Placement.builder().groupName(group).build();
  }

  @Test
  void instancesAreSpreadOverPartitions() {
    create("racks", "partition");
    assertThat(launch(in("racks"), 4))
        .extracting(i -> Objects.requireNonNull(i.placement()).partitionNumber())
        .containsExactly(1, 2, 3, 1);
    refused(
        "InvalidParameterValue",
        "partitionNumber",
        () -> launch(Placement.builder().groupName("racks").partitionNumber(4).build(), 1));
  }

  @Test
  void aSpreadGroupHoldsSevenInAZone() {
    create("apart", "spread");
    assertThat(launch(in("apart"), 7)).hasSize(7);
    refused("InsufficientInstanceCapacity", "7", () -> launch(in("apart"), 1));
  }

  @Test
  void aGroupInUseStaysAndAnUnknownOneIsRefused() {
    create("near", "cluster");
    refused("InvalidPlacementGroup.Duplicate", "already exists", () -> create("near", "cluster"));
    launch(in("near"), 1);
    refused("InvalidPlacementGroup.InUse", "may not be deleted", () -> delete("near"));
    refused("InvalidPlacementGroup.Unknown", "'far' is unknown", () -> launch(in("far"), 1));
    create("empty", "cluster");
    delete("empty");
    assertThat(
            fixture
                .ec2
                .describePlacementGroups(DescribePlacementGroupsRequest.builder().build())
                .placementGroupsOrEmpty())
        .hasSize(1);
    refused(
        "UnsupportedOperation",
        "tenancy dedicated",
        () -> launch(Placement.builder().tenancy("dedicated").build(), 1));
  }

  private void delete(String name) {
    fixture.ec2.deletePlacementGroup(DeletePlacementGroupRequest.builder().groupName(name).build());
  }

  @Test
  void aStoppedInstanceIsMovedIntoAGroup() {
    create("near", "cluster");
    String id = fixture.running();
    ModifyInstancePlacementRequest move =
        ModifyInstancePlacementRequest.builder().instanceId(id).groupName("near").build();
    refused("IncorrectInstanceState", "stopped", () -> fixture.ec2.modifyInstancePlacement(move));
    fixture.ec2.stopInstances(StopInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    fixture.ec2.modifyInstancePlacement(move);
    assertThat(Objects.requireNonNull(fixture.describe(id).placement()).groupName())
        .isEqualTo("near");
  }
}
