package croft.services.logs.query;

/** What a run may keep, counted in characters. */
final class Memory {
  private static final long MOST = 128L << 20;

  /** What a value costs beside its characters. */
  static final int OVERHEAD = 64;

  private final String keeper;
  private long kept;

  Memory(String keeper) {
    this.keeper = keeper;
  }

  void take(long characters) {
    kept += characters;
    if (kept > MOST) {
      throw new QueryLimitException(
          "The query would keep more than " + (MOST >> 20) + " MB for " + keeper);
    }
  }

  void giveBack(long characters) {
    kept -= characters;
  }
}
