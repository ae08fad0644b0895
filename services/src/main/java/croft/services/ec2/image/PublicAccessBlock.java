package croft.services.ec2.image;

import croft.store.Table;
import croft.store.Transaction;

/**
 * An account's answer to whether its images in a region may be shared with everyone; where it gave
 * none, they may not.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html">Block
 * public access to AMIs</a>.
 */
public record PublicAccessBlock(String scope, boolean blocked) {
  public static final Table<PublicAccessBlock> TABLE =
      Table.of(
          "ec2_image_public_block",
          PublicAccessBlock.class,
          PublicAccessBlock::scope,
          b -> "block");

  static boolean isOn(Transaction tx, String scope) {
    return tx.get(TABLE, scope, "block").map(PublicAccessBlock::blocked).orElse(true);
  }
}
