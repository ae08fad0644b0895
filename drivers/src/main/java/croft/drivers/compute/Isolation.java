package croft.drivers.compute;

/** How far an instance is kept from the host. */
public enum Isolation {
  /** Its root is nobody on the host: a user namespace with a range of ids of its own. */
  USER_NAMESPACE,
  /**
   * Its root is the host's root with fewer capabilities: for work that a user namespace forbids,
   * and only for instances whose users may own the host anyway. Never a default.
   */
  PRIVILEGED
}
