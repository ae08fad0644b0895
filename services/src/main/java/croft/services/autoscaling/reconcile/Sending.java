package croft.services.autoscaling.reconcile;

import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.notification.NoticeSender;

/** Sends what is to be told of a group. */
final class Sending implements Step {
  private final NoticeSender sender;

  Sending(ScalingParts parts) {
    this.sender = new NoticeSender(parts);
  }

  @Override
  public boolean take(Look look) {
    sender.send(look.group(), look.now());
    return false;
  }
}
