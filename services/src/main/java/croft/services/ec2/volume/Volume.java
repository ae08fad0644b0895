package croft.services.ec2.volume;

import croft.services.ec2.instance.InstanceShapes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A volume, or the root of an instance that is a layer over its image.
 *
 * @param snapshotId what it was made from, or null
 * @param layer whether it is a root without a disk of its own, whose size is 0, for none is known;
 *     there is a row of it only if it shall outlive its instance
 * @param autoEnableIo as ModifyVolumeAttribute set it; nothing here ever turns a volume's I/O off
 * @param encryption null for one in the clear
 * @param fault why it cannot be read and written, or could not be attached; null if nothing is
 *     wrong
 * @param request the client token and the fingerprint of the request that made it, or null
 */
public record Volume(
    String scope,
    String id,
    String zone,
    Settings settings,
    @Nullable String snapshotId,
    Instant createdAt,
    State state,
    boolean layer,
    boolean autoEnableIo,
    @Nullable Attachment attachment,
    @Nullable Modification modification,
    @Nullable Request request,
    @Nullable Encryption encryption,
    @Nullable String fault) {
  private static final String ROOT_SUFFIX = "-root";

  /** One in the clear. */
  public Volume(
      String scope,
      String id,
      String zone,
      Settings settings,
      @Nullable String snapshotId,
      Instant createdAt,
      State state,
      boolean layer,
      boolean autoEnableIo,
      @Nullable Attachment attachment,
      @Nullable Modification modification,
      @Nullable Request request) {
    this(
        scope,
        id,
        zone,
        settings,
        snapshotId,
        createdAt,
        state,
        layer,
        autoEnableIo,
        attachment,
        modification,
        request,
        null,
        null);
  }

  /** The states of a volume; a deleted one has no row. */
  public enum State {
    CREATING("creating"),
    AVAILABLE("available"),
    IN_USE("in-use"),
    DELETING("deleting"),
    ERROR("error");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** The API's name. */
    public String text() {
      return text;
    }
  }

  /**
   * What a volume is like.
   *
   * @param sizeGibibytes of 2^30 bytes
   * @param iops operations a second, or null where the type has none; nothing holds a volume to it
   * @param throughput MiB a second, or null where the type has none; nothing holds a volume to it
   */
  public record Settings(
      String type, int sizeGibibytes, @Nullable Integer iops, @Nullable Integer throughput) {
    public long sizeBytes() {
      return (long) sizeGibibytes << 30;
    }
  }

  /** The states of an attachment; where there is none there is no row. */
  public enum AttachmentState {
    ATTACHING("attaching"),
    ATTACHED("attached"),
    DETACHING("detaching"),
    /** Detaching, but something inside still uses it. */
    BUSY("busy");

    private final String text;

    AttachmentState(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /**
   * Where a volume is attached, or shall be.
   *
   * @param device as the caller named it: {@code /dev/sdf}
   * @param force whether it shall be taken away from whoever uses it
   */
  public record Attachment(
      String instanceId,
      String device,
      AttachmentState state,
      Instant at,
      boolean deleteOnTermination,
      boolean force) {

    public Attachment enter(AttachmentState next) {
      return new Attachment(instanceId, device, next, at, deleteOnTermination, force);
    }

    public Attachment leaving(boolean forced) {
      return new Attachment(
          instanceId, device, AttachmentState.DETACHING, at, deleteOnTermination, forced);
    }

    public Attachment withDeleteOnTermination(boolean delete) {
      return new Attachment(instanceId, device, state, at, delete, force);
    }

    /** Whether it is on its way out. */
    public boolean isLeaving() {
      return state == AttachmentState.DETACHING || state == AttachmentState.BUSY;
    }
  }

  /**
   * The last change of a volume's settings.
   *
   * @param endedAt null while it is under way
   * @param message why it failed, or what it waits for, or null
   */
  public record Modification(
      Settings original,
      Settings target,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String message) {

    /** The API's name of how far it is. */
    public String state() {
      if (endedAt == null) {
        return message == null ? "modifying" : "optimizing";
      }
      return message == null ? "completed" : "failed";
    }

    /** Whether the reconciler has something to do about it. */
    public boolean isDue() {
      return state().equals("modifying");
    }

    Modification end(Instant at) {
      return new Modification(original, target, startedAt, at, null);
    }

    Modification waitFor(String what) {
      return new Modification(original, target, startedAt, null, what);
    }
  }

  /** The request that made a volume. */
  public record Request(String clientToken, String fingerprint) {}

  public Volume enter(State next) {
    return with(next, attachment);
  }

  public Volume with(@Nullable Attachment next) {
    return with(state, next);
  }

  public Volume with(State nextState, @Nullable Attachment nextAttachment) {
    return new Volume(
        scope,
        id,
        zone,
        settings,
        snapshotId,
        createdAt,
        nextState,
        layer,
        autoEnableIo,
        nextAttachment,
        modification,
        request,
        encryption,
        fault);
  }

  public Volume with(Settings nextSettings, Modification next) {
    return with(nextSettings, next, layer);
  }

  private Volume with(
      Settings nextSettings, @Nullable Modification nextModification, boolean nextLayer) {
    return new Volume(
        scope,
        id,
        zone,
        nextSettings,
        snapshotId,
        createdAt,
        state,
        nextLayer,
        autoEnableIo,
        attachment,
        nextModification,
        request,
        encryption,
        fault);
  }

  public Volume withAutoEnableIo(boolean next) {
    return new Volume(
        scope,
        id,
        zone,
        settings,
        snapshotId,
        createdAt,
        state,
        layer,
        next,
        attachment,
        modification,
        request,
        encryption,
        fault);
  }

  public Volume under(@Nullable Encryption next) {
    return with(next, fault);
  }

  public Volume withFault(@Nullable String next) {
    return with(encryption, next);
  }

  private Volume with(@Nullable Encryption nextEncryption, @Nullable String nextFault) {
    return new Volume(
        scope,
        id,
        zone,
        settings,
        snapshotId,
        createdAt,
        state,
        layer,
        autoEnableIo,
        attachment,
        modification,
        request,
        nextEncryption,
        nextFault);
  }

  /** As what the root of an instance has become that is gone: a volume as any other. */
  public Volume kept(int sizeGibibytes) {
    Settings kept =
        new Settings(settings.type(), sizeGibibytes, settings.iops(), settings.throughput());
    return with(kept, modification, false);
  }

  /** As the root of an instance that has a size. */
  public Volume sized(Settings wanted) {
    return with(wanted, modification, false);
  }

  /** Whether it is the root of an instance. */
  public boolean isRoot() {
    return attachment != null && attachment.device().equals(InstanceShapes.ROOT_DEVICE);
  }

  /** Whether it is the root of an instance on an encrypted disk. */
  public boolean isEncryptedRoot() {
    return isRoot() && encryption != null;
  }

  /**
   * The driver's name of its disk. That of an encrypted root has what its instance writes, and ends
   * with it; a whole root that is kept is another disk.
   */
  public String diskId() {
    return isEncryptedRoot() ? id + ROOT_SUFFIX : id;
  }

  /** The instance it is attached to, or null. */
  public @Nullable String instanceId() {
    return attachment == null ? null : attachment.instanceId();
  }

  /** Whether the reconciler has something to do. */
  public boolean isDue() {
    boolean attaching = attachment != null && attachment.state() != AttachmentState.ATTACHED;
    boolean modifying = modification != null && modification.isDue();
    return state == State.CREATING || state == State.DELETING || attaching || modifying;
  }
}
