package croft.services.ec2.snapshot;

import croft.api.ec2.CreateVolumePermission;
import croft.api.ec2.CreateVolumePermissionModifications;
import croft.api.ec2.DescribeSnapshotAttributeRequest;
import croft.api.ec2.DescribeSnapshotAttributeResult;
import croft.api.ec2.DisableSnapshotBlockPublicAccessRequest;
import croft.api.ec2.DisableSnapshotBlockPublicAccessResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.EnableSnapshotBlockPublicAccessRequest;
import croft.api.ec2.EnableSnapshotBlockPublicAccessResult;
import croft.api.ec2.GetSnapshotBlockPublicAccessStateRequest;
import croft.api.ec2.GetSnapshotBlockPublicAccessStateResult;
import croft.api.ec2.ModifySnapshotAttributeRequest;
import croft.api.ec2.ModifySnapshotAttributeResponse;
import croft.api.ec2.ResetSnapshotAttributeRequest;
import croft.api.ec2.ResetSnapshotAttributeResponse;
import croft.base.ServiceError;
import croft.services.ec2.Ec2Rooms;
import croft.services.ec2.volume.Encryption;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who may make volumes of a snapshot, and whether everybody ever may. */
public final class SnapshotAttributes {
  /** What an account has said of public snapshots in a region. */
  public record PublicAccess(String scope, String id, String state) {}

  public static final Table<PublicAccess> PUBLIC_ACCESS =
      Table.of("ec2_snapshot_access", PublicAccess.class, PublicAccess::scope, PublicAccess::id);

  private static final String PERMISSION = "createVolumePermission";
  private static final String KEY = "public-access";
  private static final String UNBLOCKED = "unblocked";

  private final Store store;
  private final NetworkAccess access;

  public SnapshotAttributes(Ec2Rooms rooms, NetworkAccess access) {
    this.store = rooms.store();
    this.access = access;
  }

  /** These operations. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.MODIFY_SNAPSHOT_ATTRIBUTE,
            (call, r) -> access.to(call, "ModifySnapshotAttribute", r.snapshotId()),
            this::modifySnapshotAttribute),
        Binding.bind(
            Ec2Model.DESCRIBE_SNAPSHOT_ATTRIBUTE,
            (call, r) -> access.to(call, "DescribeSnapshotAttribute", r.snapshotId()),
            this::describeSnapshotAttribute),
        Binding.bind(
            Ec2Model.RESET_SNAPSHOT_ATTRIBUTE,
            (call, r) -> access.to(call, "ResetSnapshotAttribute", r.snapshotId()),
            this::resetSnapshotAttribute),
        Binding.bind(
            Ec2Model.GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE,
            AccessRule.toAll("ec2:GetSnapshotBlockPublicAccessState"),
            this::getSnapshotBlockPublicAccessState),
        Binding.bind(
            Ec2Model.ENABLE_SNAPSHOT_BLOCK_PUBLIC_ACCESS,
            AccessRule.toAll("ec2:EnableSnapshotBlockPublicAccess"),
            this::enableSnapshotBlockPublicAccess),
        Binding.bind(
            Ec2Model.DISABLE_SNAPSHOT_BLOCK_PUBLIC_ACCESS,
            AccessRule.toAll("ec2:DisableSnapshotBlockPublicAccess"),
            this::disableSnapshotBlockPublicAccess));
  }

  private static String id(@Nullable String given) {
    if (given == null || given.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter snapshotId");
    }
    return given;
  }

  private ModifySnapshotAttributeResponse modifySnapshotAttribute(
      Call call, ModifySnapshotAttributeRequest request) {
    if (request.attribute() != null && !request.attribute().equals(PERMISSION)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Only " + PERMISSION + " of a snapshot can be modified");
    }
    List<String> added = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    List<String> named = new ArrayList<>(request.userIdsOrEmpty());
    named.addAll(request.groupNamesOrEmpty());
    ("remove".equals(request.operationType()) ? removed : added).addAll(named);
    CreateVolumePermissionModifications changes = request.createVolumePermission();
    if (changes != null) {
      changes.addOrEmpty().forEach(permission -> added.add(account(permission)));
      changes.removeOrEmpty().forEach(permission -> removed.add(account(permission)));
    }
    added.forEach(SnapshotAttributes::check);
    return store.write(tx -> {
      Snapshot snapshot = Snapshots.require(tx, call.scope(), id(request.snapshotId()));
      if (added.contains(Snapshot.EVERYBODY) && !publicAccess(tx, call).equals(UNBLOCKED)) {
        throw ServiceError.badRequest(
            "OperationNotPermitted",
            "You can't publicly share this snapshot because block public access is enabled.");
      }
      if (!added.isEmpty()) {
        requireShareable(snapshot, added);
      }
      TreeSet<String> accounts = new TreeSet<>(snapshot.accounts());
      accounts.addAll(added);
      removed.forEach(accounts::remove);
      tx.put(Snapshots.TABLE, snapshot.with(List.copyOf(accounts)));
      return ModifySnapshotAttributeResponse.builder().build();
    });
  }

  private static void requireShareable(Snapshot snapshot, List<String> added) {
    Encryption encryption = snapshot.encryption();
    if (encryption == null) {
      return;
    }
    if (encryption.managed()) {
      throw ServiceError.badRequest(
          "OperationNotPermitted", "Encrypted snapshots with EBS default key cannot be shared");
    }
    if (added.contains(Snapshot.EVERYBODY)) {
      throw ServiceError.badRequest(
          "OperationNotPermitted", "Encrypted snapshots cannot be shared publicly");
    }
  }

  private static String account(CreateVolumePermission permission) {
    String group = permission.group();
    String user = permission.userId();
    return group != null ? group : user == null ? "" : user;
  }

  private static void check(String account) {
    if (!account.equals(Snapshot.EVERYBODY) && !account.matches("[0-9]{12}")) {
      throw ServiceError.badRequest(
          "InvalidAMIAttributeItemValue", "Invalid attribute item value \"" + account + "\"");
    }
  }

  private DescribeSnapshotAttributeResult describeSnapshotAttribute(
      Call call, DescribeSnapshotAttributeRequest request) {
    Snapshot snapshot =
        store.read(tx -> Snapshots.require(tx, call.scope(), id(request.snapshotId())));
    DescribeSnapshotAttributeResult.Builder result =
        DescribeSnapshotAttributeResult.builder().snapshotId(snapshot.id());
    if ("productCodes".equals(request.attribute())) {
      return result.productCodes(List.of()).build();
    }
    return result
        .createVolumePermissions(
            snapshot.accounts().stream()
                .map(account ->
                    account.equals(Snapshot.EVERYBODY)
                        ? CreateVolumePermission.builder().group(account).build()
                        : CreateVolumePermission.builder().userId(account).build())
                .toList())
        .build();
  }

  private ResetSnapshotAttributeResponse resetSnapshotAttribute(
      Call call, ResetSnapshotAttributeRequest request) {
    return store.write(tx -> {
      Snapshot snapshot = Snapshots.require(tx, call.scope(), id(request.snapshotId()));
      tx.put(Snapshots.TABLE, snapshot.with(List.of()));
      return ResetSnapshotAttributeResponse.builder().build();
    });
  }

  private static String publicAccess(Transaction tx, Call call) {
    return tx.get(PUBLIC_ACCESS, call.scope(), KEY).map(PublicAccess::state).orElse(UNBLOCKED);
  }

  private GetSnapshotBlockPublicAccessStateResult getSnapshotBlockPublicAccessState(
      Call call, GetSnapshotBlockPublicAccessStateRequest request) {
    return GetSnapshotBlockPublicAccessStateResult.builder()
        .state(store.read(tx -> publicAccess(tx, call)))
        .build();
  }

  private EnableSnapshotBlockPublicAccessResult enableSnapshotBlockPublicAccess(
      Call call, EnableSnapshotBlockPublicAccessRequest request) {
    String state = String.valueOf(request.state());
    if (state.equals("block-all-sharing")) {
      // It would also hide what is public already.
      throw ServiceError.unsupported("block-all-sharing");
    }
    if (!state.equals("block-new-sharing")) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Value (" + state + ") for parameter state is invalid.");
    }
    set(call, state);
    return EnableSnapshotBlockPublicAccessResult.builder().state(state).build();
  }

  private DisableSnapshotBlockPublicAccessResult disableSnapshotBlockPublicAccess(
      Call call, DisableSnapshotBlockPublicAccessRequest request) {
    set(call, UNBLOCKED);
    return DisableSnapshotBlockPublicAccessResult.builder().state(UNBLOCKED).build();
  }

  private void set(Call call, String state) {
    store.write(tx -> {
      tx.put(PUBLIC_ACCESS, new PublicAccess(call.scope(), KEY, state));
      return state;
    });
  }
}
