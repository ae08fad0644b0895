package croft.services.iam.managedpolicy;

import croft.services.iam.inlinepolicy.HolderKind;
import croft.store.Table;

/**
 * A managed policy at work for a user, group or role.
 *
 * @param holderId the holder's unique id
 * @param boundary whether it is the holder's permissions boundary instead of a grant
 */
public record Attachment(
    String account,
    HolderKind kind,
    String holderId,
    String holderName,
    String policyArn,
    boolean boundary) {
  static final String BY_HOLDER = "holder";
  static final String BY_POLICY = "policy";

  public static final Table<Attachment> TABLE =
      Table.of("iam_attachment", Attachment.class, Attachment::account, Attachment::rowId)
          .index(BY_HOLDER, Attachment::holderId)
          .index(BY_POLICY, Attachment::policyArn);

  /** A holder has one boundary at most, and a policy once. */
  String rowId() {
    return holderId + "|" + (boundary ? "boundary" : policyArn);
  }

  Attachment named(String name) {
    return new Attachment(account, kind, holderId, name, policyArn, boundary);
  }
}
