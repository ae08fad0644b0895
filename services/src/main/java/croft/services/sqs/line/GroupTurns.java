package croft.services.sqs.line;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a group one after the other: while one of them is received and not dealt with, or not
 * yet kept, those behind it wait.
 */
final class GroupTurns implements Turns {
  private final Map<String, Group> groups = new HashMap<>();
  private final TreeMap<Long, Group> ready = new TreeMap<>();

  /** The messages of a group. */
  private static final class Group {
    final TreeMap<Long, Entry> entries = new TreeMap<>();
    int away;

    /** Under which order it stands among the ready ones. */
    @Nullable Long listed;
  }

  @Override
  public void changed(Entry entry, Entry.State before) {
    Group group = groups.computeIfAbsent(entry.place.groupId(), id -> new Group());
    Entry known = group.entries.put(entry.place.order(), entry);
    if (known != null && (before == Entry.State.IN_FLIGHT || before == Entry.State.LEAVING)) {
      group.away--;
    }
    if (entry.isAway()) {
      group.away++;
    }
    list(group);
  }

  @Override
  public void removed(Entry entry) {
    Group group = groups.get(entry.place.groupId());
    if (group == null || group.entries.remove(entry.place.order()) == null) {
      return;
    }
    if (entry.isAway()) {
      group.away--;
    }
    if (group.entries.isEmpty()) {
      groups.remove(entry.place.groupId());
    }
    list(group);
  }

  private void list(Group group) {
    if (group.listed != null) {
      ready.remove(group.listed);
      group.listed = null;
    }
    if (group.away > 0 || group.entries.isEmpty()) {
      return;
    }
    Entry head = group.entries.firstEntry().getValue();
    if (head.state == Entry.State.READY) {
      group.listed = head.place.order();
      ready.put(head.place.order(), group);
    }
  }

  @Override
  public List<Entry> take(int most) {
    List<Entry> taken = new ArrayList<>();
    while (taken.size() < most && !ready.isEmpty()) {
      Group group = ready.pollFirstEntry().getValue();
      group.listed = null;
      for (Entry entry : group.entries.values()) {
        if (taken.size() == most || entry.state != Entry.State.READY) {
          break;
        }
        taken.add(entry);
      }
    }
    return taken;
  }

  @Override
  public boolean isReady() {
    return !ready.isEmpty();
  }
}
