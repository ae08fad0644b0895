package croft.services.ec2.keypair;

import croft.api.ec2.CreateKeyPairRequest;
import croft.api.ec2.DeleteKeyPairRequest;
import croft.api.ec2.DescribeKeyPairsRequest;
import croft.api.ec2.DescribeKeyPairsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ImportKeyPairRequest;
import croft.api.ec2.ImportKeyPairResult;
import croft.api.ec2.KeyPairInfo;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CreateKeyPair, ImportKeyPair, DeleteKeyPair and DescribeKeyPairs. */
public final class KeyPairOperations {
  public static final Table<KeyPair> TABLE =
      Table.of("ec2_key_pair", KeyPair.class, KeyPair::scope, KeyPair::name)
          .index("key_pair_id", KeyPair::id);

  private final Store store;
  private final Ids ids;
  private final SecureRandom random;

  public KeyPairOperations(Store store, Ids ids, SecureRandom random) {
    this.store = store;
    this.ids = ids;
    this.random = random;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.CREATE_KEY_PAIR,
                (call, r) -> List.of(access(call, "ec2:CreateKeyPair", r.keyName())),
                this::createKeyPair)
            .honouring("KeyName", "KeyType", "KeyFormat", "TagSpecifications"),
        Binding.bind(
            Ec2Model.IMPORT_KEY_PAIR,
            (call, r) -> List.of(access(call, "ec2:ImportKeyPair", r.keyName())),
            this::importKeyPair),
        Binding.bind(
            Ec2Model.DELETE_KEY_PAIR,
            (call, r) -> List.of(access(call, "ec2:DeleteKeyPair", r.keyName())),
            this::deleteKeyPair),
        Binding.bind(
            Ec2Model.DESCRIBE_KEY_PAIRS,
            AccessRule.toAll("ec2:DescribeKeyPairs"),
            this::describeKeyPairs));
  }

  private static Access access(Call call, String action, @Nullable String name) {
    return Access.to(action, call.arn("ec2", "key-pair/" + (name == null ? "*" : name)));
  }

  private croft.api.ec2.KeyPair createKeyPair(Call call, CreateKeyPairRequest request) {
    String type = request.keyType() == null ? "rsa" : request.keyType();
    if (request.keyFormat() != null && !request.keyFormat().equals("pem")) {
      throw ServiceError.unsupported("The key format " + request.keyFormat());
    }
    Map<String, String> tags = TagSpecifications.of("key-pair", request.tagSpecificationsOrEmpty());
    // Made outside the transaction: it takes long and depends on nothing stored.
    KeyMaterial.Created created = KeyMaterial.create(type, random);
    KeyPair pair = row(call, required(request.keyName()), created.material());
    save(call, pair, tags);
    return croft.api.ec2.KeyPair.builder()
        .keyName(pair.name())
        .keyPairId(pair.id())
        .keyFingerprint(pair.fingerprint())
        .keyMaterial(created.privateKeyPem())
        .tags(Tags.shapes(tags))
        .build();
  }

  private ImportKeyPairResult importKeyPair(Call call, ImportKeyPairRequest request) {
    byte[] material = request.publicKeyMaterial();
    if (material == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter PublicKeyMaterial");
    }
    Map<String, String> tags = TagSpecifications.of("key-pair", request.tagSpecificationsOrEmpty());
    KeyPair pair = row(call, required(request.keyName()), KeyMaterial.imported(material));
    save(call, pair, tags);
    return ImportKeyPairResult.builder()
        .keyName(pair.name())
        .keyPairId(pair.id())
        .keyFingerprint(pair.fingerprint())
        .tags(Tags.shapes(tags))
        .build();
  }

  private KeyPair row(Call call, String name, KeyMaterial material) {
    return new KeyPair(
        call.scope(),
        name,
        ids.resource("key"),
        material.type(),
        material.fingerprint(),
        material.publicKey(),
        call.at());
  }

  private void save(Call call, KeyPair pair, Map<String, String> tags) {
    store.write(tx -> {
      if (tx.get(TABLE, pair.scope(), pair.name()).isPresent()) {
        throw ServiceError.badRequest("InvalidKeyPair.Duplicate", "The keypair already exists");
      }
      tx.insert(TABLE, pair);
      ReservedTags.put(tx, call, pair.id(), tags);
      return pair;
    });
  }

  private croft.api.ec2.DeleteKeyPairResult deleteKeyPair(Call call, DeleteKeyPairRequest request) {
    return store.write(tx -> {
      Optional<KeyPair> found =
          request.keyPairId() != null
              ? tx.findIn(TABLE, call.scope(), "key_pair_id", request.keyPairId()).stream()
                  .findFirst()
              : tx.get(TABLE, call.scope(), required(request.keyName()));
      found.ifPresent(pair -> {
        tx.delete(TABLE, pair.scope(), pair.name());
        Tags.clear(tx, pair.scope(), pair.id());
      });
      // EC2 answers success for a key that is not there.
      return croft.api.ec2.DeleteKeyPairResult.builder()
          .return_(true)
          .keyPairId(found.map(KeyPair::id).orElse(null))
          .build();
    });
  }

  private DescribeKeyPairsResult describeKeyPairs(Call call, DescribeKeyPairsRequest request) {
    return store.read(tx -> {
      List<KeyPair> pairs = tx.list(TABLE, call.scope());
      for (String name : request.keyNamesOrEmpty()) {
        require(tx, call.scope(), name);
      }
      for (String id : request.keyPairIdsOrEmpty()) {
        if (pairs.stream().noneMatch(p -> p.id().equals(id))) {
          throw ServiceError.badRequest(
              "InvalidKeyPair.NotFound", "The key pair ID '" + id + "' does not exist");
        }
      }
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Filters<KeyPair> filters =
          new Filters<KeyPair>()
              .on("key-name", KeyPair::name)
              .on("key-pair-id", KeyPair::id)
              .on("fingerprint", KeyPair::fingerprint)
              .tagged(p -> tags.getOrDefault(p.id(), Map.of()));
      boolean withKey = Boolean.TRUE.equals(request.includePublicKey());
      return DescribeKeyPairsResult.builder()
          .keyPairs(
              pairs.stream()
                  .filter(p -> listed(request.keyNamesOrEmpty(), p.name()))
                  .filter(p -> listed(request.keyPairIdsOrEmpty(), p.id()))
                  .filter(filters.matching(request.filtersOrEmpty()))
                  .map(p -> shape(p, tags.getOrDefault(p.id(), Map.of()), withKey))
                  .toList())
          .build();
    });
  }

  private static boolean listed(List<String> wanted, String value) {
    return wanted.isEmpty() || wanted.contains(value);
  }

  private static KeyPairInfo shape(KeyPair pair, Map<String, String> tags, boolean withKey) {
    return KeyPairInfo.builder()
        .keyPairId(pair.id())
        .keyName(pair.name())
        .keyType(pair.type())
        .keyFingerprint(pair.fingerprint())
        .publicKey(withKey ? pair.publicKey() : null)
        .createTime(pair.createdAt())
        .tags(Tags.shapes(tags))
        .build();
  }

  /**
   * The key pair of that name.
   *
   * @throws ServiceError {@code InvalidKeyPair.NotFound}
   */
  public static KeyPair require(Transaction tx, String scope, String name) {
    return tx.get(TABLE, scope, name)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidKeyPair.NotFound", "The key pair '" + name + "' does not exist"));
  }

  private static String required(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter KeyName");
    }
    return name;
  }
}
