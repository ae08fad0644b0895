package croft.drivers.balancer;

import java.util.List;

/**
 * Makes balancers. Calls state what should be and may be repeated at any time; balancers outlive
 * the driver: an object over the same directory finds them again, and traffic goes on meanwhile.
 *
 * <p>All methods but {@link #capabilities} throw {@link BalancerException}.
 */
public interface BalancerDriver {

  /**
   * Makes a balancer run as described: begins one that is not there or has died, and changes a
   * running one without letting go of a connection.
   *
   * @return what of it cannot be had, such as a port that another program holds
   */
  BalancerStatus ensure(BalancerSpec spec);

  /** Ends a balancer and forgets its files; nothing when there is none. */
  void remove(String id);

  /** The ids of all that there are, running or not, in order. */
  List<String> balancers();

  /** How the servers of a running balancer are; empty when it does not run. */
  List<ServerReading> servers(String id);

  /** What passed a balancer, its listeners, pools and servers; empty when it does not run. */
  List<TrafficReading> traffic(String id);

  /** What balancers tell of their requests. */
  default AccessLogs accessLogs() {
    return AccessLogs.NONE;
  }

  /** Ends every balancer of this driver. */
  void removeAll();

  /** What this machine can and cannot do; works without privileges. */
  List<BalancerCapability> capabilities();
}
