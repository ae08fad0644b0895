package croft.services.ec2.metadata;

import croft.services.ec2.instance.Instance;
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

  /**
   * What surrounds an instance.
   *
   * @param groupNames of the groups it wears
   * @param subnetCidr of its subnet
   * @param publicKey in OpenSSH's form, or null
   */
  record Surroundings(
      List<String> groupNames,
      @Nullable String publicAddress,
      String subnetCidr,
      String vpcCidr,
      String zoneId,
      @Nullable String publicKey,
      Map<String, String> tags) {}

  MetadataTree(
      Instance instance, Surroundings around, Supplier<Optional<RoleCredentials>> credentials) {
    identity(instance, around);
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
    leaf("meta-data/instance-life-cycle", "on-demand");
    leaf("meta-data/reservation-id", instance.launch().reservationId());
    leaf("meta-data/profile", "default-hvm");
    leaf("meta-data/block-device-mapping/ami", InstanceShapes.ROOT_DEVICE);
    leaf("meta-data/block-device-mapping/root", InstanceShapes.ROOT_DEVICE);
    leaf("meta-data/placement/availability-zone", zone);
    leaf("meta-data/placement/availability-zone-id", around.zoneId());
    leaf("meta-data/placement/region", region);
    leaf("meta-data/services/domain", "amazonaws.com");
    leaf("meta-data/services/partition", "aws");
    leaf("dynamic/instance-identity/document", document(instance, region));
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
    String account = instance.scope().substring(0, instance.scope().indexOf('/'));
    Instance.Place place = instance.place();
    String name = InstanceShapes.privateName(region, place.privateAddress());
    String publicName = InstanceShapes.publicName(region, around.publicAddress());
    leaf("meta-data/hostname", name);
    leaf("meta-data/local-hostname", name);
    leaf("meta-data/local-ipv4", place.privateAddress());
    leaf("meta-data/mac", place.macAddress());
    leaf("meta-data/public-ipv4", around.publicAddress());
    leaf("meta-data/public-hostname", around.publicAddress() == null ? null : publicName);
    leaf("meta-data/security-groups", String.join("\n", around.groupNames()));
    String nic = "meta-data/network/interfaces/macs/" + place.macAddress() + "/";
    leaf(nic + "device-number", "0");
    leaf(nic + "interface-id", place.interfaceId());
    leaf(nic + "local-hostname", name);
    leaf(nic + "local-ipv4s", place.privateAddress());
    leaf(nic + "mac", place.macAddress());
    leaf(nic + "owner-id", account);
    leaf(nic + "public-hostname", around.publicAddress() == null ? null : publicName);
    leaf(nic + "public-ipv4s", around.publicAddress());
    leaf(nic + "security-group-ids", String.join("\n", place.groupIds()));
    leaf(nic + "security-groups", String.join("\n", around.groupNames()));
    leaf(nic + "subnet-id", place.subnetId());
    leaf(nic + "subnet-ipv4-cidr-block", around.subnetCidr());
    leaf(nic + "vpc-id", place.vpcId());
    leaf(nic + "vpc-ipv4-cidr-block", around.vpcCidr());
    leaf(nic + "vpc-ipv4-cidr-blocks", around.vpcCidr());
  }

  private void access(
      Instance instance, Surroundings around, Supplier<Optional<RoleCredentials>> credentials) {
    String keyName = instance.launch().keyName();
    if (keyName != null && around.publicKey() != null) {
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
