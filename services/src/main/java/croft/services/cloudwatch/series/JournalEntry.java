package croft.services.cloudwatch.series;

/**
 * A point as the journal has it.
 *
 * @param begin when the point begins, in seconds since 1970
 */
record JournalEntry(long series, Kind kind, long begin, Aggregate aggregate) {

  /** What it stands for. */
  enum Kind {
    MINUTE(0),
    SECOND(1),
    /** A new point by the second, which its minute has as well. */
    SECOND_AND_MINUTE(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    private static Kind of(long code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("No kind of journal entry: " + code);
    }
  }

  static JournalEntry fresh(long series, Tier tier, long epochSecond, Aggregate aggregate) {
    Kind kind = tier == Tier.SECOND ? Kind.SECOND_AND_MINUTE : Kind.MINUTE;
    return new JournalEntry(series, kind, tier.pointOf(epochSecond), aggregate);
  }

  static JournalEntry settled(long series, Tier tier, long begin, Aggregate aggregate) {
    return new JournalEntry(
        series, tier == Tier.SECOND ? Kind.SECOND : Kind.MINUTE, begin, aggregate);
  }

  void addTo(Generation generation) {
    if (kind != Kind.SECOND) {
      generation.add(series, Tier.MINUTE, Tier.MINUTE.pointOf(begin), aggregate);
    }
    if (kind != Kind.MINUTE) {
      generation.add(series, Tier.SECOND, begin, aggregate);
    }
  }

  void write(PointWriter out) {
    out.whole(series);
    out.number(kind.code);
    out.number(begin);
    aggregate.write(out);
  }

  static JournalEntry read(PointReader in) {
    long series = in.whole();
    Kind kind = Kind.of(in.number());
    long begin = in.number();
    return new JournalEntry(series, kind, begin, Aggregate.read(in));
  }
}
