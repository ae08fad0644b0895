package croft.services.ec2.metadata;

import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.event.ScheduledEvents;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.instance.ProfileLookup;
import croft.services.ec2.instance.ProfileLookup.RoleCredentials;
import croft.services.ec2.keypair.KeyPair;
import croft.services.ec2.keypair.KeyPairOperations;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.region.Regions;
import croft.services.ec2.securitygroup.SecurityGroup;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.Volume;
import croft.services.ec2.volume.Volumes;
import croft.services.ec2.vpc.CidrAssociation;
import croft.services.ec2.vpc.Vpcs;
import croft.store.Store;
import croft.store.Transaction;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The instance metadata service, versions 1 and 2. Who asks is known by the address the question
 * comes from, which the network driver lets nobody forge.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html">Use
 * the Instance Metadata Service</a>.
 */
public final class MetadataService {
  private static final String TOKEN_PATH = "/latest/api/token";
  private static final String TTL_HEADER = "X-aws-ec2-metadata-token-ttl-seconds";
  private static final String TOKEN_HEADER = "X-aws-ec2-metadata-token";
  private static final int LONGEST_TTL_SECONDS = 21_600;

  private static final String VERSIONS =
      """
      1.0
      2009-04-04
      2016-09-02
      2021-03-23
      2021-07-15
      2022-09-24
      latest\
      """;

  /** Credentials are renewed when less than this is left of them, as AWS does. */
  private static final Duration RENEWED_BEFORE_EXPIRY = Duration.ofMinutes(15);

  private final Store store;
  private final ProfileLookup profiles;
  private final MetadataTokens tokens;
  private final InstanceIdentity identity;
  private final InstantSource time;
  private final Map<String, RoleCredentials> credentials = new ConcurrentHashMap<>();

  /**
   * Over a store.
   *
   * @param tokenKey the secret that session tokens are made with, 32 bytes
   * @param identity signs identity documents
   */
  public MetadataService(
      Store store,
      ProfileLookup profiles,
      byte[] tokenKey,
      InstanceIdentity identity,
      InstantSource time) {
    this.identity = identity;
    this.store = store;
    this.profiles = profiles;
    this.tokens = new MetadataTokens(tokenKey);
    this.time = time;
  }

  /** What answers inside one VPC. */
  public HttpHandler handler(String scope, String vpcId) {
    return request -> answer(scope, vpcId, request);
  }

  private HttpResponse answer(String scope, String vpcId, HttpRequest request) {
    Instance instance = asking(scope, vpcId, request.remoteAddress()).orElse(null);
    if (instance == null) {
      return MetadataPage.error(404);
    }
    Instance.MetadataOptions options = instance.options().metadata();
    // A forwarded question did not come from the instance itself.
    if (!options.enabled() || request.headers().has("X-Forwarded-For")) {
      return MetadataPage.error(403);
    }
    if (request.rawPath().equals(TOKEN_PATH)) {
      return token(instance, request);
    }
    String token = request.headers().first(TOKEN_HEADER);
    if (token == null ? options.tokensRequired() : !valid(instance, token)) {
      return MetadataPage.error(401);
    }
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return MetadataPage.error(405);
    }
    return get(instance, request.rawPath());
  }

  private boolean valid(Instance instance, String token) {
    return tokens.valid(instance.id(), token, time.instant());
  }

  private Optional<Instance> asking(String scope, String vpcId, String address) {
    return store.read(tx ->
        NetworkInterfaces.inVpc(tx, scope, vpcId).stream()
            .filter(nic -> nic.addresses().contains(address))
            .map(NetworkInterface::instanceId)
            .filter(Objects::nonNull)
            .findFirst()
            .flatMap(id -> tx.get(Instances.TABLE, scope, id)));
  }

  private HttpResponse token(Instance instance, HttpRequest request) {
    if (!request.method().equals("PUT")) {
      return MetadataPage.error(405);
    }
    String given = request.headers().first(TTL_HEADER);
    int seconds = given != null && given.matches("\\d{1,5}") ? Integer.parseInt(given) : 0;
    if (seconds < 1 || seconds > LONGEST_TTL_SECONDS) {
      return MetadataPage.error(400);
    }
    String token = tokens.issue(instance.id(), time.instant().plusSeconds(seconds));
    HttpResponse response = MetadataPage.text(token);
    response.headers().set(TTL_HEADER, Integer.toString(seconds));
    return response;
  }

  private HttpResponse get(Instance instance, String path) {
    if (path.equals("/") || path.isEmpty()) {
      return MetadataPage.text(VERSIONS);
    }
    String[] parts = path.substring(1).split("/", 2);
    boolean version = parts[0].equals("latest") || parts[0].matches("1\\.0|20\\d\\d-\\d\\d-\\d\\d");
    if (!version) {
      return MetadataPage.error(404);
    }
    String rest = parts.length == 1 ? "" : parts[1];
    if (rest.isEmpty()) {
      return MetadataPage.text("dynamic\nmeta-data\nuser-data");
    }
    if (rest.equals("user-data")) {
      String data = instance.launch().userData();
      return data == null
          ? MetadataPage.error(404)
          : MetadataPage.bytes(Base64.getDecoder().decode(data));
    }
    String found = tree(instance).get(rest);
    return found == null ? MetadataPage.error(404) : MetadataPage.text(found);
  }

  private MetadataTree tree(Instance instance) {
    MetadataTree.Surroundings around = store.read(tx -> around(tx, instance));
    return new MetadataTree(instance, around, () -> credentials(instance), identity);
  }

  private static MetadataTree.Surroundings around(Transaction tx, Instance instance) {
    String scope = instance.scope();
    Instance.Place place = instance.place();
    List<InterfaceFacts> interfaces =
        NetworkInterfaces.of(tx, scope, instance.id()).stream()
            .map(nic -> facts(tx, instance, nic))
            .toList();
    String open =
        interfaces.stream()
            .map(facts -> facts.publicAddresses().get(place.privateAddress()))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    String region = scope.substring(scope.indexOf('/') + 1);
    String zoneId =
        Regions.named(region).zones().stream()
            .filter(zone -> zone.name().equals(place.zone()))
            .map(Regions.Zone::id)
            .findFirst()
            .orElse("");
    return new MetadataTree.Surroundings(
        interfaces,
        open,
        zoneId,
        publicKey(tx, instance),
        Tags.of(tx, scope, instance.id()),
        ScheduledEvents.of(tx, scope, instance.id()),
        disks(tx, instance));
  }

  private static List<String> disks(Transaction tx, Instance instance) {
    return Volumes.attachedTo(tx, instance.scope(), instance.id()).stream()
        .filter(volume -> !volume.id().equals(instance.options().rootVolumeId()))
        .flatMap(volume -> Stream.ofNullable(volume.attachment()))
        .map(Volume.Attachment::device)
        .sorted()
        .toList();
  }

  private static InterfaceFacts facts(Transaction tx, Instance instance, NetworkInterface nic) {
    String scope = instance.scope();
    Map<String, String> open = new HashMap<>();
    String own = instance.place().publicAddress();
    if (own != null && nic.isPrimary()) {
      open.put(nic.privateAddress(), own);
    }
    for (Address address : Addresses.ofInterface(tx, scope, nic.id())) {
      String local = address.privateAddress();
      open.put(local == null ? nic.privateAddress() : local, address.publicAddress());
    }
    return new InterfaceFacts(
        nic,
        open,
        nic.groupIds().stream()
            .map(id -> tx.get(SecurityGroups.TABLE, scope, id).map(SecurityGroup::name).orElse(id))
            .toList(),
        Vpcs.requireSubnet(tx, scope, nic.subnetId()).cidrBlock(),
        Vpcs.require(tx, scope, nic.vpcId()).cidrs().stream()
            .map(CidrAssociation::cidrBlock)
            .toList());
  }

  private static @Nullable String publicKey(Transaction tx, Instance instance) {
    String name = instance.launch().keyName();
    return name == null
        ? null
        : tx.get(KeyPairOperations.TABLE, instance.scope(), name)
            .map(KeyPair::publicKey)
            .orElse(null);
  }

  /** The same credentials until shortly before they expire, for each instance its own. */
  private Optional<RoleCredentials> credentials(Instance instance) {
    String profile = instance.options().profileArn();
    if (profile == null) {
      return Optional.empty();
    }
    Instant renewBefore = time.instant().plus(RENEWED_BEFORE_EXPIRY);
    String key = instance.id() + " " + profile;
    RoleCredentials held = credentials.get(key);
    if (held != null && held.expiresAt().isAfter(renewBefore)) {
      return Optional.of(held);
    }
    String account = instance.scope().substring(0, instance.scope().indexOf('/'));
    Optional<RoleCredentials> fresh = profiles.credentials(account, profile, instance.id());
    fresh.ifPresentOrElse(c -> credentials.put(key, c), () -> credentials.remove(key));
    return fresh;
  }
}
