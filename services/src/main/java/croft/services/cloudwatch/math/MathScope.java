package croft.services.cloudwatch.math;

import croft.services.cloudwatch.math.MathValue.Line;
import java.util.List;
import java.util.Optional;

/** What an expression is computed in. */
public interface MathScope {
  /** When the request's time begins, in seconds since 1970. */
  long from();

  /** When it ends, exclusive. */
  long to();

  /** The seconds of a point where no line tells. */
  int period();

  /** What another query came to; empty when there is none of that id. */
  Optional<MathValue> named(String id);

  /** The lines of all queries for metrics whose id has this text in it. */
  List<Line> metrics(String within);

  /**
   * The lines of the metrics a search finds.
   *
   * @param statistic such as {@code Average}
   */
  List<Line> search(SearchQuery query, String statistic, int periodSeconds);
}
