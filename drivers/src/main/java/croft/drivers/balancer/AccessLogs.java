package croft.drivers.balancer;

import java.util.List;

/**
 * What balancers told of the requests and connections they had, kept until it is let go: also while
 * nobody reads, and after its balancer is gone. Places in it are counted in bytes from its
 * beginning and stay what they are when the part before them is let go.
 *
 * <p>Methods throw {@link BalancerException}.
 */
public interface AccessLogs {
  /** Of drivers whose balancers tell nothing. */
  AccessLogs NONE =
      new AccessLogs() {
        @Override
        public List<String> ids() {
          return List.of();
        }

        @Override
        public long end(String id) {
          return 0;
        }

        @Override
        public Piece read(String id, long from, int atMostBytes) {
          return new Piece(from, List.of(), 0);
        }

        @Override
        public void letGo(String id, long before) {}

        @Override
        public void remove(String id) {}
      };

  /** The balancers, there or gone, that told something. */
  List<String> ids();

  /** Where what was told ends now; 0 where nothing was. */
  long end(String id);

  /**
   * Whole lines from a place on.
   *
   * @return none when nothing whole stands there yet
   */
  Piece read(String id, long from, int atMostBytes);

  /** Gives back the room of what stands before a place. */
  void letGo(String id, long before);

  /** Forgets all of it; for a balancer that is gone. */
  void remove(String id);

  /**
   * A piece of what was told.
   *
   * @param next where the next piece begins
   * @param unread how many lines in it were cut or spoiled, as by a full disk
   */
  record Piece(long next, List<AccessLine> lines, int unread) {
    public Piece {
      lines = List.copyOf(lines);
    }
  }
}
