package croft.services.ec2.address;

import org.jspecify.annotations.Nullable;

/**
 * An Elastic IP address.
 *
 * @param id the allocation, such as {@code eipalloc-0123456789abcdef0}
 * @param associationId set together with the interface while it is associated
 */
public record Address(
    String scope,
    String id,
    String publicAddress,
    @Nullable String associationId,
    @Nullable String instanceId,
    @Nullable String interfaceId,
    @Nullable String privateAddress) {

  public Address associated(
      String association, @Nullable String instance, String networkInterface, String address) {
    return new Address(scope, id, publicAddress, association, instance, networkInterface, address);
  }

  public Address released() {
    return new Address(scope, id, publicAddress, null, null, null, null);
  }

  /** The same association, of an interface that was attached or detached. */
  public Address ofInstance(@Nullable String instance) {
    return new Address(
        scope, id, publicAddress, associationId, instance, interfaceId, privateAddress);
  }
}
