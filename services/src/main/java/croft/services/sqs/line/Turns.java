package croft.services.sqs.line;

import java.util.List;

/** Whose turn it is. */
interface Turns {
  /** A message came or its state is another. */
  void changed(Entry entry, Entry.State before);

  /** A message is gone. */
  void removed(Entry entry);

  /** Takes those whose turn it is out of the ready ones; their states are changed after. */
  List<Entry> take(int most);

  /** Whether it is someone's turn. */
  boolean isReady();
}
