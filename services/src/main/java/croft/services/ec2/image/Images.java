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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds images, and keeps the catalogue true to what the image driver has: the host's root and what
 * its owner imported; a reconciler.
 */
public final class Images implements croft.workflow.Reconciler {
  public static final Table<Image> TABLE =
      Table.of("ec2_image", Image.class, Image::scope, Image::id)
          .index("driver_name", Image::driverName)
          .index("source_instance", image -> image.source().instanceId());

  /** The owner shown for images that come with Croft; AWS's own alias is {@code amazon}. */
  public static final String OWNER_ALIAS = "amazon";

  /** What the host's processor is called; instances share it. */
  static final String ARCHITECTURE =
      System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "x86_64";

  /** The driver's names of images that accounts have made; no other may begin so. */
  public static final String MADE = "ami-";

  private static final int ID_DIGITS = 16;
  private static final Pattern ID = Pattern.compile("ami-[0-9a-f]{8,17}");

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
    List<croft.drivers.compute.Image> found =
        driver.list().stream().filter(image -> !image.id().startsWith(MADE)).toList();
    Map<String, String> said =
        found.stream()
            .collect(
                Collectors.toMap(
                    croft.drivers.compute.Image::id,
                    image -> driver.distribution(image.id()).orElse("")));
    List<Image> known = store.read(tx -> tx.list(TABLE, Image.CATALOGUE));
    List<Image> there = store.read(tx -> rows(tx, found, said));
    if (known.size() == there.size() && known.containsAll(there)) {
      return;
    }
    Set<String> ids = there.stream().map(Image::id).collect(Collectors.toSet());
    store.write(tx -> {
      for (Image image : tx.list(TABLE, Image.CATALOGUE)) {
        if (!ids.contains(image.id())) {
          tx.delete(TABLE, Image.CATALOGUE, image.id());
          tx.delete(StandIn.TABLE, Image.CATALOGUE, image.driverName());
        }
      }
      rows(tx, found, said).forEach(image -> tx.put(TABLE, image));
      return ids;
    });
  }

  private static List<Image> rows(
      Transaction tx, List<croft.drivers.compute.Image> found, Map<String, String> said) {
    Map<String, String> standIns =
        tx.list(StandIn.TABLE, Image.CATALOGUE).stream()
            .collect(Collectors.toMap(StandIn::driverName, StandIn::distribution));
    return found.stream()
        .map(image ->
            row(image, standIns.getOrDefault(image.id(), said.getOrDefault(image.id(), ""))))
        .toList();
  }

  private static Image row(croft.drivers.compute.Image image, String distributionName) {
    Optional<Distribution> distribution = Distribution.named(distributionName);
    String description =
        switch (image.kind()) {
          case HOST_ROOT -> "The root of the host Croft runs on, copy-on-write";
          case INSTANCE, TAR -> "Imported root file system " + image.id();
        };
    return new Image(
        Image.CATALOGUE,
        id(image.id()),
        distribution.map(d -> d.imageName(image.createdAt())).orElse(image.id()),
        image.id(),
        description,
        distribution.map(Distribution::ownerId).orElse(Distribution.OTHERS_OWNER),
        image.createdAt(),
        Image.Status.AVAILABLE,
        Image.Source.NONE,
        Image.Sharing.PUBLIC,
        Image.Keeping.USUAL,
        distribution
            .map(Distribution::key)
            .orElse(distributionName.startsWith(PublishedImages.PATH) ? distributionName : null),
        List.of(),
        false);
  }

  /** The AMI of a driver's image, in every region and on every machine. */
  public static String id(String name) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return "ami-0" + HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Every image in a region, of whomever, the catalogue with it. */
  static List<Image> all(Transaction tx, String region) {
    List<Image> all = new ArrayList<>(tx.list(TABLE, Image.CATALOGUE));
    all.addAll(tx.list(TABLE, region));
    return all;
  }

  /** The image of that id that an account sees in a region. */
  public static Optional<Image> find(Transaction tx, String scope, String id) {
    return stored(tx, region(scope), id).filter(image -> image.isVisibleTo(account(scope)));
  }

  private static Optional<Image> stored(Transaction tx, String region, String id) {
    return tx.get(TABLE, Image.CATALOGUE, id).or(() -> tx.get(TABLE, region, id));
  }

  /**
   * The image of that id.
   *
   * @param scope account and region of who asks
   * @throws ServiceError {@code InvalidAMIID.Malformed} or {@code InvalidAMIID.NotFound}
   */
  public static Image require(Transaction tx, String scope, String id) {
    return require(tx, scope, List.of(id)).getFirst();
  }

  /** The same of several; all that are not there are named. */
  static List<Image> require(Transaction tx, String scope, List<String> ids) {
    for (String id : ids) {
      if (!ID.matcher(id).matches()) {
        throw ServiceError.badRequest(
            "InvalidAMIID.Malformed", "Invalid id: \"" + id + "\" (expecting \"ami-...\")");
      }
    }
    Map<String, Image> found =
        ids.stream()
            .distinct()
            .flatMap(id -> find(tx, scope, id).stream())
            .collect(Collectors.toMap(Image::id, Function.identity()));
    List<String> missing = ids.stream().filter(id -> !found.containsKey(id)).toList();
    if (!missing.isEmpty()) {
      boolean one = missing.size() == 1;
      throw ServiceError.badRequest(
          "InvalidAMIID.NotFound",
          "The image id"
              + (one ? "" : "s")
              + " '["
              + String.join(", ", missing)
              + "]' do"
              + (one ? "es" : "")
              + " not exist");
    }
    return found.values().stream().toList();
  }

  /**
   * The image an account may launch now.
   *
   * @throws ServiceError as {@link #require(Transaction, String, String)}, and {@code
   *     InvalidAMIID.Unavailable}
   */
  public static Image launchable(Transaction tx, String scope, String id) {
    Image image = require(tx, scope, id);
    if (image.state() != ImageState.AVAILABLE) {
      throw ServiceError.badRequest(
          "InvalidAMIID.Unavailable",
          "The image id '[" + id + "]' is not available: it is " + image.state().text());
    }
    return image;
  }

  /**
   * An image of the account's own.
   *
   * @throws ServiceError as {@link #require(Transaction, String, String)}, and {@code AuthFailure}
   *     for another's
   */
  static Image own(Transaction tx, String scope, String id) {
    Image image = require(tx, scope, id);
    if (!image.ownerId().equals(account(scope)) || image.isOfCatalogue()) {
      throw ServiceError.badRequest("AuthFailure", "Not authorized for image:" + id);
    }
    return image;
  }

  /** The driver's name of what an instance was launched from, which may be deregistered since. */
  public static Optional<String> driverName(Transaction tx, String scope, String id) {
    return stored(tx, region(scope), id).map(Image::driverName);
  }

  static String region(String scope) {
    return scope.substring(scope.indexOf('/') + 1);
  }

  static String account(String scope) {
    return scope.substring(0, scope.indexOf('/'));
  }
}
