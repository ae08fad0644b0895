package croft.drivers.balancer;

import java.util.List;

/**
 * How a balancer stands after it was ensured.
 *
 * @param unavailable places that could not be listened at, such as {@code 127.3.4.5:80: Address
 *     already in use}; it serves at all others
 */
public record BalancerStatus(List<String> unavailable) {
  public BalancerStatus {
    unavailable = List.copyOf(unavailable);
  }
}
