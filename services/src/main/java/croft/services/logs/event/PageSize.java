package croft.services.logs.event;

import croft.services.logs.block.Draft;

/** How much fits on a page: so many events, and AWS's 1 MB. */
final class PageSize {
  private static final int MOST_BYTES = 1_048_576;

  private int eventsLeft;
  private long bytesLeft = MOST_BYTES;
  private boolean empty = true;

  PageSize(int events) {
    this.eventsLeft = events;
  }

  /** Takes one more event, when it fits; the first always does. */
  boolean fits(String message) {
    long bytes = (long) message.length() + Draft.OVERHEAD_BYTES;
    if (eventsLeft == 0 || (!empty && bytes > bytesLeft)) {
      return false;
    }
    eventsLeft--;
    bytesLeft -= bytes;
    empty = false;
    return true;
  }
}
