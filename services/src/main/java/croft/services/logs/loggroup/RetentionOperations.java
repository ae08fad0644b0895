package croft.services.logs.loggroup;

import static croft.services.operation.Binding.bind;

import croft.api.logs.DeleteRetentionPolicyRequest;
import croft.api.logs.DeleteRetentionPolicyResponse;
import croft.api.logs.LogsModel;
import croft.api.logs.PutRetentionPolicyRequest;
import croft.api.logs.PutRetentionPolicyResponse;
import croft.base.Arn;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** PutRetentionPolicy and DeleteRetentionPolicy. */
public final class RetentionOperations {
  private static final SortedSet<Integer> DAYS =
      new TreeSet<>(
          List.of(
              1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
              2922, 3288, 3653));

  private final LogsParts parts;
  private final LogGroups groups;

  public RetentionOperations(LogsParts parts, LogGroups groups) {
    this.parts = parts;
    this.groups = groups;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            LogsModel.PUT_RETENTION_POLICY,
            (call, request) ->
                groups.access(
                    "logs:PutRetentionPolicy", LogGroups.arn(call, request.logGroupName())),
            this::put),
        bind(
            LogsModel.DELETE_RETENTION_POLICY,
            (call, request) ->
                groups.access(
                    "logs:DeleteRetentionPolicy", LogGroups.arn(call, request.logGroupName())),
            this::delete));
  }

  private PutRetentionPolicyResponse put(Call call, PutRetentionPolicyRequest request) {
    int days = Objects.requireNonNullElse(request.retentionInDays(), 0);
    if (!DAYS.contains(days)) {
      throw LogErrors.invalid(
          "1 validation error detected: Value '%d' at 'retentionInDays' failed to satisfy constraint:"
                  .formatted(days)
              + " Member must satisfy enum value set: "
              + DAYS);
    }
    set(LogGroups.arn(call, request.logGroupName()), days);
    return PutRetentionPolicyResponse.builder().build();
  }

  private DeleteRetentionPolicyResponse delete(Call call, DeleteRetentionPolicyRequest request) {
    set(LogGroups.arn(call, request.logGroupName()), 0);
    return DeleteRetentionPolicyResponse.builder().build();
  }

  private void set(Arn arn, int days) {
    parts
        .store()
        .write(tx -> {
          LogGroup group = LogGroups.require(tx, arn).withRetention(days);
          tx.put(LogGroup.TABLE, group);
          return group;
        });
  }
}
