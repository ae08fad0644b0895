package croft.services.ec2.image;

import croft.services.operation.Call;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An image instances start from: one of the catalogue, which is there in every region, or one an
 * account has made in a region.
 *
 * @param scope the region; {@link #CATALOGUE} for one of the catalogue
 * @param id such as {@code ami-0123456789abcdef0}
 * @param name unique among its owner's in the region
 * @param driverName the image driver's name for its files; copies share them
 * @param ownerId the account's number; of the catalogue, who publishes such an image at AWS
 * @param distribution what {@link Distribution} it is, as its key; null: none known
 * @param disks its block device mappings, but for a root that is nothing more than its files
 * @param withoutEna whether it was registered as one that knows no enhanced networking; shown, and
 *     nothing more
 */
public record Image(
    String scope,
    String id,
    String name,
    String driverName,
    String description,
    String ownerId,
    Instant createdAt,
    Status status,
    Source source,
    Sharing sharing,
    Keeping keeping,
    @Nullable String distribution,
    List<ImageDisk> disks,
    boolean withoutEna) {
  /** Where the catalogue is kept: it belongs to no account and to every region. */
  public static final String CATALOGUE = "";

  /** An old document has nothing but the first few. */
  public Image {
    driverName = Objects.requireNonNullElse(driverName, name);
    ownerId = Objects.requireNonNullElse(ownerId, Distribution.OTHERS_OWNER);
    status = Objects.requireNonNullElse(status, Status.AVAILABLE);
    source = Objects.requireNonNullElse(source, Source.NONE);
    sharing = Objects.requireNonNullElse(sharing, Sharing.PUBLIC);
    keeping = Objects.requireNonNullElse(keeping, Keeping.USUAL);
    disks = List.copyOf(Objects.requireNonNullElse(disks, List.of()));
  }

  /**
   * Where it stands.
   *
   * @param reasonCode such as {@code Client.InstanceTerminated}, or null
   */
  public record Status(
      ImageState state, @Nullable String reasonCode, @Nullable String reasonMessage) {
    static final Status PENDING = new Status(ImageState.PENDING, null, null);
    static final Status AVAILABLE = new Status(ImageState.AVAILABLE, null, null);

    static Status failed(String code, String message) {
      return new Status(ImageState.FAILED, code, message);
    }
  }

  /**
   * What it is made of.
   *
   * @param instanceScope account and region of the instance, or null
   * @param rebootsAwaited how many reboots the instance must have done, or be stopped, before it is
   *     read; 0: at once
   * @param imageId the image it is a copy of, or null
   * @param clientToken of the copying call, or null
   * @param snapshotId the snapshot its root is read from, or null
   */
  public record Source(
      @Nullable String instanceScope,
      @Nullable String instanceId,
      int rebootsAwaited,
      @Nullable String imageId,
      @Nullable String imageRegion,
      @Nullable String clientToken,
      @Nullable String snapshotId) {
    static final Source NONE = new Source(null, null, 0, null, null, null, null);

    static Source instance(String scope, String id, int rebootsAwaited) {
      return new Source(scope, id, rebootsAwaited, null, null, null, null);
    }

    static Source copy(Image original, String region, @Nullable String token) {
      return new Source(null, null, 0, original.id(), region, token, null);
    }

    static Source snapshot(String id) {
      return new Source(null, null, 0, null, null, null, id);
    }
  }

  /**
   * Who may launch it beside its owner.
   *
   * @param accounts sorted
   */
  public record Sharing(boolean everyone, List<String> accounts) {
    static final Sharing NOBODY = new Sharing(false, List.of());
    static final Sharing PUBLIC = new Sharing(true, List.of());

    public Sharing {
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * How long it stays.
   *
   * @param deprecatedAt from when on it is out of date, or null
   * @param protectedNow whether it cannot be deregistered
   * @param cooldown whether it stays so for a day after the protection is taken away
   * @param protectedUntil the end of that day, or null
   */
  public record Keeping(
      @Nullable Instant deprecatedAt,
      boolean protectedNow,
      boolean cooldown,
      @Nullable Instant protectedUntil) {
    static final Keeping USUAL = new Keeping(null, false, false, null);

    Keeping deprecated(@Nullable Instant at) {
      return new Keeping(at, protectedNow, cooldown, protectedUntil);
    }

    boolean isProtected(Instant at) {
      return protectedNow || (protectedUntil != null && at.isBefore(protectedUntil));
    }

    boolean isDeprecated(Instant at) {
      return deprecatedAt != null && !at.isBefore(deprecatedAt);
    }
  }

  public ImageState state() {
    return status.state();
  }

  boolean isOfCatalogue() {
    return scope.equals(CATALOGUE);
  }

  /** Whether an account may launch it, and sees it at all. */
  boolean isVisibleTo(String account) {
    return state() != ImageState.DEREGISTERED
        && (ownerId.equals(account)
            || (state() != ImageState.DISABLED
                && (sharing.everyone() || sharing.accounts().contains(account))));
  }

  Image with(Status next) {
    return new Image(
        scope,
        id,
        name,
        driverName,
        description,
        ownerId,
        createdAt,
        next,
        source,
        sharing,
        keeping,
        distribution,
        disks,
        withoutEna);
  }

  Image with(Sharing next) {
    return new Image(
        scope,
        id,
        name,
        driverName,
        description,
        ownerId,
        createdAt,
        status,
        source,
        next,
        keeping,
        distribution,
        disks,
        withoutEna);
  }

  Image with(Keeping next) {
    return new Image(
        scope,
        id,
        name,
        driverName,
        description,
        ownerId,
        createdAt,
        status,
        source,
        sharing,
        next,
        distribution,
        disks,
        withoutEna);
  }

  /** One of an account's own that is to be made. */
  static Image pending(Call call, String id, String name, Source source) {
    return new Image(
        call.region(),
        id,
        name,
        id,
        "",
        call.account(),
        call.at(),
        Status.PENDING,
        source,
        Sharing.NOBODY,
        Keeping.USUAL,
        null,
        List.of(),
        false);
  }

  /** The same with another's files, and what is known of them. */
  Image withFilesOf(Image other) {
    return new Image(
        scope,
        id,
        name,
        other.driverName,
        description,
        ownerId,
        createdAt,
        status,
        source,
        sharing,
        keeping,
        distribution,
        disks,
        other.withoutEna);
  }

  Image withEna(boolean next) {
    return new Image(
        scope,
        id,
        name,
        driverName,
        description,
        ownerId,
        createdAt,
        status,
        source,
        sharing,
        keeping,
        distribution,
        disks,
        !next);
  }

  Image with(List<ImageDisk> next) {
    return new Image(
        scope,
        id,
        name,
        driverName,
        description,
        ownerId,
        createdAt,
        status,
        source,
        sharing,
        keeping,
        distribution,
        next,
        withoutEna);
  }

  Image described(String next) {
    return new Image(
        scope,
        id,
        name,
        driverName,
        next,
        ownerId,
        createdAt,
        status,
        source,
        sharing,
        keeping,
        distribution,
        disks,
        withoutEna);
  }
}
