package croft.services.autoscaling.group;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a rolling update is, kept between looks.
 *
 * @param token of the update it belongs to
 * @param obsolete instances that were there at first and must go
 * @param batch those of them that are ended now
 * @param expected new instances that the present step adds
 * @param desired instances the group shall have in the end
 * @param minSize the group shall have in the end
 * @param target instances the group has between two steps
 * @param fresh new instances, all in all
 * @param failed of them
 * @param since when the present step began
 */
record RollingState(
    String token,
    Phase phase,
    List<String> obsolete,
    List<String> batch,
    int expected,
    int desired,
    int minSize,
    int target,
    int fresh,
    int failed,
    Instant since) {
  private static final String KEY = "RollingUpdate";

  /** What is done next. */
  enum Phase {
    /** The group grows, so that enough stay in service. */
    GROW,
    /** A batch is ended. */
    TERMINATE,
    /** New instances come into service. */
    ADD,
    /** Nothing is to be done any more. */
    DONE
  }

  RollingState {
    obsolete = List.copyOf(obsolete);
    batch = List.copyOf(batch);
  }

  /** The one of this update, if it has begun. */
  static Optional<RollingState> in(ObjectNode remembered, String token) {
    return Optional.ofNullable(remembered.get(KEY))
        .map(state -> JsonMapper.shared().treeToValue(state, RollingState.class))
        .filter(state -> state.token().equals(token));
  }

  /** What else is remembered, and this. */
  ObjectNode into(ObjectNode remembered) {
    ObjectNode all = remembered.deepCopy();
    all.set(KEY, JsonMapper.shared().valueToTree(this));
    return all;
  }

  /** The next step. */
  RollingState to(Phase next, Instant now) {
    return new RollingState(
        token, next, obsolete, batch, expected, desired, minSize, target, fresh, failed, now);
  }

  /** Ending these, while so many new ones are expected in their places. */
  RollingState ending(List<String> ids, int replaced, Instant now) {
    return new RollingState(
        token,
        Phase.TERMINATE,
        obsolete,
        ids,
        replaced,
        desired,
        minSize,
        target - ids.size() + replaced,
        fresh,
        failed,
        now);
  }

  /** The batch is gone: new ones come. */
  RollingState ended(Instant now) {
    List<String> left = obsolete.stream().filter(id -> !batch.contains(id)).toList();
    return new RollingState(
        token, Phase.ADD, left, List.of(), expected, desired, minSize, target, fresh, failed, now);
  }

  /** The step's new instances are there, some of them with a failure. */
  RollingState counted(int more, int failures) {
    return new RollingState(
        token,
        phase,
        obsolete,
        batch,
        0,
        desired,
        minSize,
        target,
        fresh + more,
        failed + failures,
        since);
  }
}
