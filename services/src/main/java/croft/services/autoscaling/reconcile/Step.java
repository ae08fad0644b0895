package croft.services.autoscaling.reconcile;

/** One of the things a look at a group does. */
@FunctionalInterface
interface Step {

  /**
   * Does what is to be done now, if anything.
   *
   * @return whether rows changed, so that the others should look anew
   */
  boolean take(Look look) throws Exception;
}
