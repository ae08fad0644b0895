package croft.services.ec2.image;

import java.time.Instant;

/**
 * An image instances start from, the same in every region.
 *
 * @param id such as {@code ami-0123456789abcdef0}; derived from the name, so it is the same on
 *     every machine
 * @param name the compute driver's name for it, such as {@code host-root}
 */
public record Image(String id, String name, String description, Instant createdAt) {
  /** Where images are kept: they belong to no account. */
  public static final String SCOPE = "";

  public String scope() {
    return SCOPE;
  }
}
