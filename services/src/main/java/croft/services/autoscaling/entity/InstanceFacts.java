package croft.services.autoscaling.entity;

import java.util.Collection;
import java.util.Map;

/** What EC2 says of instances, without the cost of a call: it is asked several times a second. */
public interface InstanceFacts {

  /**
   * One instance.
   *
   * @param state as EC2 names it: {@code running}, {@code stopped}
   * @param impaired whether a status check fails
   */
  record Fact(String state, boolean impaired) {
    public boolean running() {
      return state.equals("running");
    }

    /** On the way to running. */
    public boolean starting() {
      return state.equals("pending");
    }

    /** Ending or ended. */
    public boolean ending() {
      return state.equals("shutting-down") || state.equals("terminated");
    }
  }

  /** Those that there are, by id. */
  Map<String, Fact> find(String scope, Collection<String> ids);

  /** Another number after each change of any instance. */
  long changes();
}
