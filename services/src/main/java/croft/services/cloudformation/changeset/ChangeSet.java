package croft.services.cloudformation.changeset;

import croft.base.Arn;
import croft.services.cloudformation.engine.Difference;
import croft.services.cloudformation.stack.StackOptions;
import croft.services.cloudformation.stack.StackRevision;
import croft.store.Table;
import java.time.Instant;
import java.util.List;

/**
 * A change set.
 *
 * @param id the UUID at the end of its ARN
 * @param stackId the UUID of its stack
 * @param type CREATE or UPDATE
 * @param status CREATE_COMPLETE or FAILED
 * @param execution AVAILABLE, UNAVAILABLE or EXECUTE_COMPLETE
 * @param revision what the stack would be; its number is that of the stack when it was made
 * @param options how the stack is handled from then on
 */
public record ChangeSet(
    String account,
    String region,
    String name,
    String id,
    String stackId,
    String type,
    String description,
    String templateDescription,
    String status,
    String reason,
    String execution,
    StackRevision revision,
    StackOptions options,
    List<Difference> differences,
    Instant created) {

  static final String AVAILABLE = "AVAILABLE";
  static final String UNAVAILABLE = "UNAVAILABLE";
  static final String EXECUTED = "EXECUTE_COMPLETE";

  /** By {@code account/region} and id. */
  public static final Table<ChangeSet> TABLE =
      Table.of("cloudformation_change_set", ChangeSet.class, ChangeSet::scope, ChangeSet::id)
          .index("stack_id", ChangeSet::stackId);

  public ChangeSet {
    differences = List.copyOf(differences);
  }

  public String scope() {
    return account + "/" + region;
  }

  public String arn() {
    return Arn.of("cloudformation", region, account, "changeSet/" + name + "/" + id).toString();
  }

  ChangeSet executed() {
    return new ChangeSet(
        account,
        region,
        name,
        id,
        stackId,
        type,
        description,
        templateDescription,
        status,
        reason,
        EXECUTED,
        revision,
        options,
        differences,
        created);
  }
}
