package croft.services.ec2.snapshot;

import croft.api.ec2.DescribeSnapshotsRequest;
import croft.api.ec2.DescribeSnapshotsResult;
import croft.api.ec2.Ec2Model;
import croft.base.ServiceError;
import croft.services.ec2.Ec2Rooms;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.Tags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** DescribeSnapshots: the account's own, and those that others share with it. */
public final class DescribeSnapshots {
  private final Store store;
  private final Paging paging;

  public DescribeSnapshots(Ec2Rooms rooms) {
    this.store = rooms.store();
    this.paging = rooms.paging();
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
        Ec2Model.DESCRIBE_SNAPSHOTS,
        AccessRule.toAll("ec2:DescribeSnapshots"),
        this::describeSnapshots);
  }

  private DescribeSnapshotsResult describeSnapshots(Call call, DescribeSnapshotsRequest request) {
    List<String> ids = request.snapshotIdsOrEmpty();
    if (!ids.isEmpty() && request.maxResults() != null) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "The parameter snapshotIds cannot be used with the parameter maxResults");
    }
    return store.read(tx -> {
      for (String id : ids) {
        Snapshots.requireOpen(tx, call, call.region(), id);
      }
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Paging.Page<Snapshot> page =
          paging.page(
              call,
              seen(tx, call).stream()
                  .filter(s -> ids.isEmpty() || ids.contains(s.id()))
                  .filter(s -> owned(call, s, request.ownerIdsOrEmpty()))
                  .filter(s -> restorable(call, s, request.restorableByUserIdsOrEmpty()))
                  .filter(filters(tags).matching(request.filtersOrEmpty()))
                  .toList(),
              Snapshot::id,
              request.maxResults(),
              request.nextToken());
      return DescribeSnapshotsResult.builder()
          .snapshots(
              page.items().stream()
                  .map(s -> SnapshotShapes.shape(s, tags.getOrDefault(s.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static List<Snapshot> seen(Transaction tx, Call call) {
    return tx.listAll(Snapshots.TABLE).stream()
        .filter(s -> s.scope().endsWith("/" + call.region()))
        .filter(s -> s.state() != Snapshot.State.DELETING)
        .filter(s -> s.isOpenTo(call.account()))
        .sorted(Comparator.comparing(Snapshot::id))
        .toList();
  }

  private static boolean owned(Call call, Snapshot snapshot, List<String> owners) {
    return owners.isEmpty()
        || owners.contains(snapshot.owner())
        || (owners.contains("self") && snapshot.owner().equals(call.account()));
  }

  private static boolean restorable(Call call, Snapshot snapshot, List<String> users) {
    return users.isEmpty()
        || users.stream()
            .anyMatch(user ->
                user.equals("self")
                    ? snapshot.isOpenTo(call.account())
                    : user.equals(Snapshot.EVERYBODY)
                        ? snapshot.accounts().contains(user)
                        : snapshot.isOpenTo(user));
  }

  private static Filters<Snapshot> filters(Map<String, Map<String, String>> tags) {
    return new Filters<Snapshot>()
        .on("snapshot-id", Snapshot::id)
        .on("volume-id", Snapshot::volumeId)
        .on("volume-size", s -> Integer.toString(s.sizeGibibytes()))
        .on("description", Snapshot::description)
        .on("encrypted", s -> "" + (s.encryption() != null))
        .on("owner-alias", s -> null)
        .on("owner-id", Snapshot::owner)
        .on("progress", s -> s.progress() + "%")
        .on("start-time", s -> s.startedAt().toString())
        .on("status", s -> s.state().text())
        .on("storage-tier", s -> "standard")
        .on("transfer-type", s -> null)
        .tagged(s -> tags.getOrDefault(s.id(), Map.of()));
  }
}
