package croft.services.ec2.metadata;

import croft.services.ec2.event.ScheduledEvent;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceSettings;
import croft.services.ec2.instance.InstanceShapes;
import croft.services.ec2.instance.ProfileLookup.RoleCredentials;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata service knows of one instance, as paths below {@code /latest/}; a path that is
 * a folder lists its entries, folders with a slash.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-categories.html">Instance
 * metadata categories</a>.
 */
final class MetadataTree {
  private final Map<String, Supplier<@Nullable String>> leaves = new TreeMap<>();
  private final List<String> keyNames = new ArrayList<>();

  /**
   * What surrounds an instance.
   *
   * @param interfaces by device index
   * @param publicKey in OpenSSH's form, or null
   * @param events scheduled for it, and those that are over
   * @param disks the device names of its volumes besides the root, such as {@code /dev/sdf}
   */
  record Surroundings(
      List<InterfaceFacts> interfaces,
      @Nullable String publicAddress,
      String zoneId,
      @Nullable String publicKey,
      Map<String, String> tags,
      List<ScheduledEvent> events,
      List<String> disks) {}

  MetadataTree(
      Instance instance,
      Surroundings around,
      Supplier<Optional<RoleCredentials>> credentials,
      InstanceIdentity signer) {
    identity(instance, around);
    document(instance, signer);
    leaf("meta-data/events/maintenance/history", EventDocument.of(around.events(), false));
    leaf("meta-data/events/maintenance/scheduled", EventDocument.of(around.events(), true));
    network(instance, around);
    access(instance, around, credentials);
    if (instance.options().metadata().tagsEnabled()) {
      around.tags().forEach((key, value) -> leaf("meta-data/tags/instance/" + key, value));
    }
  }

  /** The text at a path, without its leading {@code /latest/}; null when there is none. */
  @Nullable String get(String path) {
    String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    Supplier<@Nullable String> leaf = leaves.get(plain);
    if (leaf != null && !path.endsWith("/")) {
      return leaf.get();
    }
    if (leaf != null && folder(plain).isEmpty()) {
      return leaf.get();
    }
    if (plain.equals("meta-data/public-keys") && !keyNames.isEmpty()) {
      // This folder alone lists names with its entries.
      return String.join("\n", keyNames);
    }
    List<String> entries = folder(plain);
    return entries.isEmpty() ? null : String.join("\n", entries);
  }

  private List<String> folder(String path) {
    String prefix = path.isEmpty() ? "" : path + "/";
    TreeSet<String> entries = new TreeSet<>();
    for (String leaf : leaves.keySet()) {
      if (leaf.startsWith(prefix)) {
        String rest = leaf.substring(prefix.length());
        int slash = rest.indexOf('/');
        entries.add(slash < 0 ? rest : rest.substring(0, slash + 1));
      }
    }
    return new ArrayList<>(entries);
  }

  private void leaf(String path, @Nullable String value) {
    if (value != null) {
      leaves.put(path, () -> value);
    }
  }

  private void identity(Instance instance, Surroundings around) {
    String region = instance.scope().substring(instance.scope().indexOf('/') + 1);
    String zone = instance.place().zone();
    leaf("meta-data/ami-id", instance.launch().imageId());
    leaf("meta-data/ami-launch-index", Integer.toString(instance.launch().index()));
    leaf("meta-data/ami-manifest-path", "(unknown)");
    leaf("meta-data/instance-id", instance.id());
    leaf("meta-data/instance-type", instance.options().type());
    leaf("meta-data/instance-action", "none");
    leaf(
        "meta-data/instance-life-cycle",
        instance.settings().spotRequestId() == null ? "on-demand" : "spot");
    leaf("meta-data/hibernation/configured", "false");
    leaf("meta-data/metrics/vhostmd", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    leaf("meta-data/system", "xen");
    InstanceSettings.Group group = instance.settings().group();
    if (group != null) {
      leaf("meta-data/placement/group-name", group.name());
      if (group.partition() != 0) {
        leaf("meta-data/placement/partition-number", Integer.toString(group.partition()));
      }
    }
    leaf(
        "dynamic/fws/instance-monitoring",
        instance.options().detailedMonitoring() ? "enabled" : "disabled");
    leaf("meta-data/reservation-id", instance.launch().reservationId());
    leaf("meta-data/profile", "default-hvm");
    leaf("meta-data/block-device-mapping/ami", InstanceShapes.ROOT_DEVICE);
    leaf("meta-data/block-device-mapping/root", InstanceShapes.ROOT_DEVICE);
    for (int i = 0; i < around.disks().size(); i++) {
      String device = around.disks().get(i).replaceFirst("^/dev/", "");
      leaf("meta-data/block-device-mapping/ebs" + (i + 1), device);
    }
    leaf("meta-data/placement/availability-zone", zone);
    leaf("meta-data/placement/availability-zone-id", around.zoneId());
    leaf("meta-data/placement/region", region);
    leaf("meta-data/services/domain", "amazonaws.com");
    leaf("meta-data/services/partition", "aws");
  }

  private void document(Instance instance, InstanceIdentity signer) {
    String region = instance.scope().substring(instance.scope().indexOf('/') + 1);
    String text = document(instance, region);
    String path = "dynamic/instance-identity/";
    leaves.put(path + "document", () -> text);
    leaves.put(path + "signature", () -> signer.signature(text));
    leaves.put(path + "pkcs7", () -> signer.pkcs7(text));
    leaves.put(path + "rsa2048", () -> signer.pkcs7(text));
  }

  private static String document(Instance instance, String region) {
    String account = instance.scope().substring(0, instance.scope().indexOf('/'));
    return """
    {
      "accountId" : "%s",
      "architecture" : "%s",
      "availabilityZone" : "%s",
      "billingProducts" : null,
      "devpayProductCodes" : null,
      "marketplaceProductCodes" : null,
      "imageId" : "%s",
      "instanceId" : "%s",
      "instanceType" : "%s",
      "kernelId" : null,
      "pendingTime" : "%s",
      "privateIp" : "%s",
      "ramdiskId" : null,
      "region" : "%s",
      "version" : "2017-09-30"
    }\
    """
        .formatted(
            account,
            InstanceShapes.ARCHITECTURE,
            instance.place().zone(),
            instance.launch().imageId(),
            instance.id(),
            instance.options().type(),
            instance.launch().at().truncatedTo(ChronoUnit.SECONDS),
            instance.place().privateAddress(),
            region);
  }

  private void network(Instance instance, Surroundings around) {
    String region = instance.scope().substring(instance.scope().indexOf('/') + 1);
    Instance.Place place = instance.place();
    String name = InstanceShapes.privateName(region, place.privateAddress());
    String publicName = InstanceShapes.publicName(region, around.publicAddress());
    leaf("meta-data/hostname", name);
    leaf("meta-data/local-hostname", name);
    leaf("meta-data/local-ipv4", place.privateAddress());
    leaf("meta-data/mac", place.macAddress());
    leaf("meta-data/public-ipv4", around.publicAddress());
    leaf("meta-data/public-hostname", around.publicAddress() == null ? null : publicName);
    for (InterfaceFacts facts : around.interfaces()) {
      String path = "meta-data/network/interfaces/macs/" + facts.nic().macAddress() + "/";
      InterfaceLeaves.of(facts, region).forEach((leaf, value) -> leaf(path + leaf, value));
      if (facts.nic().isPrimary()) {
        leaf("meta-data/security-groups", String.join("\n", facts.groupNames()));
      }
    }
  }

  private void access(
      Instance instance, Surroundings around, Supplier<Optional<RoleCredentials>> credentials) {
    String keyName = instance.launch().keyName();
    if (keyName != null && around.publicKey() != null) {
      keyNames.add("0=" + keyName);
      leaf("meta-data/public-keys/0/openssh-key", around.publicKey() + " " + keyName + "\n");
    }
    if (instance.options().profileArn() == null) {
      return;
    }
    Optional<RoleCredentials> role = credentials.get();
    if (role.isPresent()) {
      RoleCredentials found = role.get();
      leaf("meta-data/iam/info", info(instance, found.issuedAt()));
      leaf("meta-data/iam/security-credentials/" + found.roleName(), text(found));
    }
  }

  private static String info(Instance instance, Instant updatedAt) {
    return """
    {
      "Code" : "Success",
      "LastUpdated" : "%s",
      "InstanceProfileArn" : "%s",
      "InstanceProfileId" : "%s"
    }\
    """
        .formatted(
            updatedAt.truncatedTo(ChronoUnit.SECONDS),
            instance.options().profileArn(),
            instance.options().profileId());
  }

  private static String text(RoleCredentials credentials) {
    return """
    {
      "Code" : "Success",
      "LastUpdated" : "%s",
      "Type" : "AWS-HMAC",
      "AccessKeyId" : "%s",
      "SecretAccessKey" : "%s",
      "Token" : "%s",
      "Expiration" : "%s"
    }\
    """
        .formatted(
            credentials.issuedAt().truncatedTo(ChronoUnit.SECONDS),
            credentials.accessKeyId(),
            credentials.secretAccessKey(),
            credentials.sessionToken(),
            credentials.expiresAt().truncatedTo(ChronoUnit.SECONDS));
  }
}
