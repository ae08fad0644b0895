package croft.services.ec2.image;

import croft.store.Table;

/**
 * What the host's owner said an image of the catalogue stands for, which counts more than what its
 * files say.
 *
 * @param driverName the image
 * @param distribution the key of a {@link Distribution}
 */
public record StandIn(String driverName, String distribution) {
  public static final Table<StandIn> TABLE =
      Table.of("ec2_image_stand_in", StandIn.class, s -> Image.CATALOGUE, StandIn::driverName);
}
