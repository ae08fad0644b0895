package croft.services.ec2.networkinterface;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Addresses in a subnet, with the groups they wear and what they are attached to.
 *
 * @param privateAddress the primary one
 * @param secondaryAddresses the others, in the order they were given
 * @param instanceId the instance it is attached to, or null
 * @param type {@code interface}, or what a service made it for, such as {@code nat_gateway}
 * @param forwards whether the source/destination check is off
 * @param requesterId the service that made and manages it, such as {@code amazon-nat}; null for a
 *     caller's own
 * @param attachment null while it is available
 */
public record NetworkInterface(
    String scope,
    String id,
    String subnetId,
    String vpcId,
    String privateAddress,
    List<String> secondaryAddresses,
    String macAddress,
    List<String> groupIds,
    @Nullable String instanceId,
    String description,
    String type,
    boolean forwards,
    @Nullable String requesterId,
    @Nullable Attachment attachment) {

  /** The type of an interface that is for callers to use. */
  public static final String ORDINARY = "interface";

  /** How far an attachment is. */
  public enum Status {
    ATTACHING,
    ATTACHED,
    DETACHING
  }

  /**
   * What holds an interface.
   *
   * @param id such as {@code eni-attach-0123456789abcdef0}
   * @param deleteOnTermination whether the interface goes with its instance
   */
  public record Attachment(
      String id, int deviceIndex, boolean deleteOnTermination, Instant at, Status status) {

    public Attachment enter(Status next) {
      return new Attachment(id, deviceIndex, deleteOnTermination, at, next);
    }
  }

  public NetworkInterface(
      String scope,
      String id,
      String subnetId,
      String vpcId,
      String privateAddress,
      @Nullable List<String> secondaryAddresses,
      String macAddress,
      List<String> groupIds,
      @Nullable String instanceId,
      @Nullable String description,
      @Nullable String type,
      boolean forwards,
      @Nullable String requesterId,
      @Nullable Attachment attachment) {
    this.scope = scope;
    this.id = id;
    this.subnetId = subnetId;
    this.vpcId = vpcId;
    this.privateAddress = privateAddress;
    this.secondaryAddresses =
        secondaryAddresses == null ? List.of() : List.copyOf(secondaryAddresses);
    this.macAddress = macAddress;
    this.groupIds = List.copyOf(groupIds);
    this.instanceId = instanceId;
    this.description = description == null ? "" : description;
    this.type = type == null ? ORDINARY : type;
    this.forwards = forwards;
    this.requesterId = requesterId;
    // Rows written before interfaces could be moved are of instances' only interfaces.
    this.attachment =
        attachment == null && instanceId != null
            ? new Attachment(
                id.replace("eni-", "eni-attach-"), 0, true, Instant.EPOCH, Status.ATTACHED)
            : attachment;
  }

  /** Every private address, the primary one first. */
  public List<String> addresses() {
    return Stream.concat(Stream.of(privateAddress), secondaryAddresses.stream()).toList();
  }

  /** Whether it is an instance's first interface, which stays with it. */
  public boolean isPrimary() {
    return instanceId != null && attachment != null && attachment.deviceIndex() == 0;
  }

  /** {@code available} or {@code in-use}. */
  public String status() {
    return attachment == null ? "available" : "in-use";
  }

  public NetworkInterface withGroups(List<String> groups) {
    return with(secondaryAddresses, groups, description, forwards);
  }

  public NetworkInterface withDescription(String text) {
    return with(secondaryAddresses, groupIds, text, forwards);
  }

  public NetworkInterface withForwarding(boolean on) {
    return with(secondaryAddresses, groupIds, description, on);
  }

  public NetworkInterface withSecondary(List<String> added) {
    List<String> all = new ArrayList<>(secondaryAddresses);
    all.addAll(added);
    return with(all, groupIds, description, forwards);
  }

  public NetworkInterface withoutSecondary(List<String> removed) {
    List<String> rest = new ArrayList<>(secondaryAddresses);
    rest.removeAll(removed);
    return with(rest, groupIds, description, forwards);
  }

  private NetworkInterface with(
      List<String> secondary, List<String> groups, String text, boolean forwarding) {
    return new NetworkInterface(
        scope,
        id,
        subnetId,
        vpcId,
        privateAddress,
        secondary,
        macAddress,
        groups,
        instanceId,
        text,
        type,
        forwarding,
        requesterId,
        attachment);
  }

  /** Attached to an instance, or to what a service runs when that is null. */
  public NetworkInterface attached(@Nullable String toInstance, Attachment how) {
    return held(toInstance, how);
  }

  public NetworkInterface detached() {
    return held(null, null);
  }

  /** The same attachment, further on. */
  public NetworkInterface enter(Status next) {
    return held(instanceId, Objects.requireNonNull(attachment).enter(next));
  }

  private NetworkInterface held(@Nullable String holder, @Nullable Attachment how) {
    return new NetworkInterface(
        scope,
        id,
        subnetId,
        vpcId,
        privateAddress,
        secondaryAddresses,
        macAddress,
        groupIds,
        holder,
        description,
        type,
        forwards,
        requesterId,
        how);
  }
}
