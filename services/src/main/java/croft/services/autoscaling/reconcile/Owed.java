package croft.services.autoscaling.reconcile;

import croft.services.autoscaling.group.Group;
import java.util.ArrayList;
import java.util.List;

/** Why a launch that replaces an instance happens: kept until it is decided. */
final class Owed {
  private static final int MOST = 1_000;

  private Owed() {}

  static Group one(Group group, String cause) {
    List<String> owed = new ArrayList<>(group.owed());
    if (owed.size() < MOST) {
      owed.add(cause);
    }
    return group.withOwed(owed);
  }
}
