package croft.services.iam.principal;

import croft.services.iam.managedpolicy.Attachments.Holder;
import org.jspecify.annotations.Nullable;

/**
 * A policy that a principal has, by itself or by a group.
 *
 * @param name of the inline policy, or the last part of the ARN
 * @param arn of a managed policy, or null for an inline one
 * @param holder who holds it: the user or role itself, or a group the user is in
 */
public record HeldPolicy(String name, @Nullable String arn, Holder holder, String document) {

  /** How the simulator names its kind: {@code user}, {@code aws-managed}, … */
  public String sourceType() {
    if (arn == null) {
      return holder.kind().noun();
    }
    return arn.startsWith("arn:aws:iam::aws:") ? "aws-managed" : "user-managed";
  }
}
