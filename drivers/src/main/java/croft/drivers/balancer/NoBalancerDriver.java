package croft.drivers.balancer;

import java.util.List;

/**
 * For machines whose servers no balancer could reach, such as those only in memory: refuses, rather
 * than seem to balance.
 */
public final class NoBalancerDriver implements BalancerDriver {
  private static final String REMEDY = "run Croft with the drivers of Linux (drivers=linux)";

  @Override
  public BalancerStatus ensure(BalancerSpec spec) {
    throw new BalancerException("Nothing can be balanced here: " + REMEDY);
  }

  @Override
  public void remove(String id) {}

  @Override
  public List<String> balancers() {
    return List.of();
  }

  @Override
  public List<ServerReading> servers(String id) {
    return List.of();
  }

  @Override
  public List<TrafficReading> traffic(String id) {
    return List.of();
  }

  @Override
  public void removeAll() {}

  @Override
  public List<BalancerCapability> capabilities() {
    return List.of(
        new BalancerCapability("balancing", false, "load balancers cannot be created", REMEDY));
  }
}
