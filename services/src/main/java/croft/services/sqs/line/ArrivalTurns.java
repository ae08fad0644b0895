package croft.services.sqs.line;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Each message for itself, in the order they came. */
final class ArrivalTurns implements Turns {
  private final TreeMap<Long, Entry> ready = new TreeMap<>();

  @Override
  public void changed(Entry entry, Entry.State before) {
    if (entry.state == Entry.State.READY) {
      ready.put(entry.place.order(), entry);
    } else if (before == Entry.State.READY) {
      ready.remove(entry.place.order());
    }
  }

  @Override
  public void removed(Entry entry) {
    ready.remove(entry.place.order());
  }

  @Override
  public List<Entry> take(int most) {
    List<Entry> taken = new ArrayList<>();
    while (taken.size() < most && !ready.isEmpty()) {
      taken.add(ready.pollFirstEntry().getValue());
    }
    return taken;
  }

  @Override
  public boolean isReady() {
    return !ready.isEmpty();
  }
}
