package croft.services.logs.query;

import java.util.List;

/** A command that must see all lines before it can say what comes of them. */
interface Barrier {

  /**
   * Takes a line, which is the barrier's from then on.
   *
   * @throws QueryLimitException when more would have to be kept than one may
   */
  void accept(Line line);

  /** What has come of the lines so far, in order: copies, so that it can be asked again. */
  List<Line> lines();
}
