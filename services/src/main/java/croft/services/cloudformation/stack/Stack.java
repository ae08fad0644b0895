package croft.services.cloudformation.stack;

import croft.base.Arn;
import croft.base.Caller;
import croft.store.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stack.
 *
 * @param id the UUID at the end of its ARN
 * @param revision the number of the {@link StackRevision} it is, or is to be brought to
 * @param settled the revision it was last wholly brought to, to which a failed update goes back; 0
 *     for none
 * @param parentId the ARN of the stack it is nested in, empty for none
 * @param rootId the ARN of the outermost stack around it, empty for none
 * @param changeSetId the ARN of the change set last executed, empty for none
 */
public record Stack(
    String account,
    String region,
    String name,
    String id,
    StackStatus status,
    String reason,
    int revision,
    int settled,
    String description,
    Instant created,
    @Nullable Instant updated,
    @Nullable Instant deleted,
    StackOptions options,
    StackWork work,
    List<StackOutput> outputs,
    String parentId,
    String rootId,
    String changeSetId) {

  /** By {@code account/region} and id. */
  public static final Table<Stack> TABLE =
      Table.of("cloudformation_stack", Stack.class, Stack::scope, Stack::id)
          .index("live_name", stack -> stack.isGone() ? null : stack.name())
          .index("working", stack -> stack.status().isWorking() ? "yes" : null);

  public Stack {
    outputs = List.copyOf(outputs);
  }

  /** One of which nothing but its name is known. */
  public static Stack reviewed(String account, String region, String name, String id, Instant now) {
    return new Stack(
        account,
        region,
        name,
        id,
        StackStatus.REVIEW_IN_PROGRESS,
        "",
        0,
        0,
        "",
        now,
        null,
        null,
        StackOptions.USUAL,
        StackWork.of(Caller.anonymous(), "", now),
        List.of(),
        "",
        "",
        "");
  }

  public String scope() {
    return account + "/" + region;
  }

  /** {@code account/region/id}: what the engine is woken with. */
  public String key() {
    return scope() + "/" + id;
  }

  public String arn() {
    return Arn.of("cloudformation", region, account, "stack/" + name + "/" + id).toString();
  }

  public boolean isGone() {
    return status == StackStatus.DELETE_COMPLETE;
  }

  public Stack with(StackStatus next, String why) {
    return new Stack(
        account,
        region,
        name,
        id,
        next,
        why,
        revision,
        settled,
        description,
        created,
        updated,
        deleted,
        options,
        work,
        outputs,
        parentId,
        rootId,
        changeSetId);
  }

  /** Towards another revision. */
  public Stack towards(int next, String describedAs, Instant now) {
    return new Stack(
        account,
        region,
        name,
        id,
        status,
        reason,
        next,
        settled,
        describedAs,
        created,
        now,
        deleted,
        options,
        work,
        outputs,
        parentId,
        rootId,
        changeSetId);
  }

  /** At its revision, with these outputs. */
  public Stack settled(List<StackOutput> told) {
    return new Stack(
        account,
        region,
        name,
        id,
        status,
        reason,
        revision,
        revision,
        description,
        created,
        updated,
        deleted,
        options,
        work,
        told,
        parentId,
        rootId,
        changeSetId);
  }

  public Stack with(StackOptions next) {
    return new Stack(
        account,
        region,
        name,
        id,
        status,
        reason,
        revision,
        settled,
        description,
        created,
        updated,
        deleted,
        next,
        work,
        outputs,
        parentId,
        rootId,
        changeSetId);
  }

  public Stack with(StackWork next) {
    return new Stack(
        account,
        region,
        name,
        id,
        status,
        reason,
        revision,
        settled,
        description,
        created,
        updated,
        deleted,
        options,
        next,
        outputs,
        parentId,
        rootId,
        changeSetId);
  }

  public Stack deletedAt(Instant now) {
    return new Stack(
        account,
        region,
        name,
        id,
        status,
        reason,
        revision,
        settled,
        description,
        created,
        updated,
        now,
        options,
        work,
        outputs,
        parentId,
        rootId,
        changeSetId);
  }

  public Stack byChangeSet(String arn) {
    return new Stack(
        account,
        region,
        name,
        id,
        status,
        reason,
        revision,
        settled,
        description,
        created,
        updated,
        deleted,
        options,
        work,
        outputs,
        parentId,
        rootId,
        arn);
  }
}
