package croft.services.iam.managedpolicy;

import croft.services.iam.entity.EntityErrors;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.store.Transaction;
import java.util.List;
import java.util.Optional;

/** Attaches managed policies to users, groups and roles, as grants and as boundaries. */
public final class Attachments {
  private static final int MOST_PER_HOLDER = 10;

  private Attachments() {}

  /** A holder as attachments know it. */
  public record Holder(String account, HolderKind kind, String id, String name) {}

  /** ARNs of the policies attached to a holder, in their order. */
  public static List<String> attached(Transaction tx, String account, String holderId) {
    return rows(tx, account, holderId).stream()
        .filter(row -> !row.boundary())
        .map(Attachment::policyArn)
        .toList();
  }

  /** The ARN of a holder's permissions boundary. */
  public static Optional<String> boundary(Transaction tx, String account, String holderId) {
    return rows(tx, account, holderId).stream()
        .filter(Attachment::boundary)
        .map(Attachment::policyArn)
        .findFirst();
  }

  private static List<Attachment> rows(Transaction tx, String account, String holderId) {
    return tx.findIn(Attachment.TABLE, account, Attachment.BY_HOLDER, holderId);
  }

  /**
   * Attaches a policy; once more is no error.
   *
   * @throws croft.base.ServiceError {@code NoSuchEntity} or {@code LimitExceeded}
   */
  public static void attach(Transaction tx, Holder holder, String policyArn) {
    ManagedPolicies.requireAttachable(tx, holder.account(), policyArn);
    List<String> present = attached(tx, holder.account(), holder.id());
    if (!present.contains(policyArn) && present.size() >= MOST_PER_HOLDER) {
      throw EntityErrors.quota(holder.kind().attachmentQuota(), MOST_PER_HOLDER);
    }
    tx.put(Attachment.TABLE, row(holder, policyArn, false));
  }

  /**
   * Detaches a policy.
   *
   * @throws croft.base.ServiceError {@code NoSuchEntity} when it is not attached
   */
  public static void detach(Transaction tx, Holder holder, String policyArn) {
    Attachment row = row(holder, policyArn, false);
    if (!tx.delete(Attachment.TABLE, holder.account(), row.rowId())) {
      throw EntityErrors.noSuchEntity("Policy " + policyArn + " was not found.");
    }
  }

  /** Makes a policy the holder's boundary, in place of another. */
  public static void putBoundary(Transaction tx, Holder holder, String policyArn) {
    ManagedPolicies.requireAttachable(tx, holder.account(), policyArn);
    tx.put(Attachment.TABLE, row(holder, policyArn, true));
  }

  /**
   * Takes the holder's boundary away.
   *
   * @throws croft.base.ServiceError {@code NoSuchEntity} when it has none
   */
  public static void deleteBoundary(Transaction tx, Holder holder) {
    if (!tx.delete(Attachment.TABLE, holder.account(), row(holder, "", true).rowId())) {
      throw EntityErrors.noSuchEntity(
          "The permissions boundary of the %s with name %s cannot be found."
              .formatted(holder.kind().noun(), holder.name()));
    }
  }

  /** Takes everything from a holder that goes away; attached grants must be gone already. */
  public static void clear(Transaction tx, Holder holder) {
    if (!attached(tx, holder.account(), holder.id()).isEmpty()) {
      throw EntityErrors.deleteConflict("Cannot delete entity, must detach all policies first.");
    }
    tx.delete(Attachment.TABLE, holder.account(), row(holder, "", true).rowId());
  }

  /** Tells attachments that their holder has a new name. */
  public static void rename(Transaction tx, String account, String holderId, String name) {
    for (Attachment row : rows(tx, account, holderId)) {
      tx.put(Attachment.TABLE, row.named(name));
    }
  }

  /** Who has a policy attached, not as a boundary. */
  public static List<Holder> holders(Transaction tx, String account, String policyArn) {
    return ofPolicy(tx, account, policyArn).stream()
        .filter(row -> !row.boundary())
        .map(row -> new Holder(row.account(), row.kind(), row.holderId(), row.holderName()))
        .toList();
  }

  static List<Attachment> ofPolicy(Transaction tx, String account, String policyArn) {
    return tx.findIn(Attachment.TABLE, account, Attachment.BY_POLICY, policyArn);
  }

  private static Attachment row(Holder holder, String policyArn, boolean boundary) {
    return new Attachment(
        holder.account(), holder.kind(), holder.id(), holder.name(), policyArn, boundary);
  }
}
