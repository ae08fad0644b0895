package croft.services.ec2.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.base.ServiceError;
import croft.drivers.compute.ImageDriver;
import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps the table of images true to what the compute driver has; a reconciler. */
public final class Images implements croft.workflow.Reconciler {
  public static final Table<Image> TABLE =
      Table.of("ec2_image", Image.class, Image::scope, Image::id);

  /** The owner shown for images that come with Croft; AWS's own alias is {@code amazon}. */
  public static final String OWNER_ALIAS = "amazon";

  private static final int ID_DIGITS = 16;

  private final Store store;
  private final ImageDriver driver;

  public Images(Store store, ImageDriver driver) {
    this.store = store;
    this.driver = driver;
  }

  @Override
  public String name() {
    return "ec2-images";
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(30);
  }

  @Override
  public void reconcile() {
    List<Image> there = driver.list().stream().map(Images::row).toList();
    Set<String> ids = there.stream().map(Image::id).collect(Collectors.toSet());
    List<Image> known = store.read(tx -> tx.list(TABLE, Image.SCOPE));
    if (known.size() == there.size() && known.containsAll(there)) {
      return;
    }
    store.write(tx -> {
      for (Image image : tx.list(TABLE, Image.SCOPE)) {
        if (!ids.contains(image.id())) {
          tx.delete(TABLE, Image.SCOPE, image.id());
        }
      }
      there.forEach(image -> tx.put(TABLE, image));
      return ids;
    });
  }

  private static Image row(croft.drivers.compute.Image image) {
    String description =
        switch (image.kind()) {
          case HOST_ROOT -> "The root of the host Croft runs on, copy-on-write";
          case INSTANCE -> "Made of an instance";
          case TAR -> "Imported root file system " + image.id();
        };
    return new Image(id(image.id()), image.id(), description, image.createdAt());
  }

  /** The AMI of a driver's image. */
  public static String id(String name) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return "ami-0" + HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /**
   * The image of that id.
   *
   * @throws ServiceError {@code InvalidAMIID.Malformed} or {@code InvalidAMIID.NotFound}
   */
  public static Image require(Transaction tx, String id) {
    if (!id.matches("ami-[0-9a-f]{8,17}")) {
      throw ServiceError.badRequest(
          "InvalidAMIID.Malformed", "Invalid id: \"" + id + "\" (expecting \"ami-...\")");
    }
    return tx.get(TABLE, Image.SCOPE, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist"));
  }
}
