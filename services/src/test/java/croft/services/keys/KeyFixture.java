package croft.services.keys;

import static org.assertj.core.api.Assertions.assertThat;

import croft.api.iam.CreateAccessKeyRequest;
import croft.api.iam.CreateUserRequest;
import croft.api.iam.IamModel;
import croft.api.iam.PutUserPolicyRequest;
import croft.base.Caller;
import croft.base.Ids;
import croft.services.acm.AcmService;
import croft.services.acm.certificate.AcmParts;
import croft.services.iam.CredentialLookup;
import croft.services.iam.IamAuthorizer;
import croft.services.iam.IamFixture;
import croft.services.iam.IamService;
import croft.services.iam.credential.KeyPairs;
import croft.services.iam.credential.MasterKey;
import croft.services.iam.credential.RootCredentials;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.MalformedPolicyException;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.policy.PolicyKind;
import croft.services.kms.KmsService;
import croft.services.kms.key.KmsParts;
import croft.services.operation.Authorizer;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.services.operation.Operations;
import croft.services.operation.PolicyCheck;
import croft.services.secretsmanager.SecretsManagerService;
import croft.services.secretsmanager.secret.SecretsParts;
import croft.services.ssm.SsmService;
import croft.services.ssm.parameter.PublicParameters;
import croft.services.ssm.parameter.SsmParts;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.Table;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** KMS and what keeps secrets under it, over a store in a directory that a test may open again. */
public final class KeyFixture implements AutoCloseable {
  public static final String ACCOUNT = "123456789012";
  public static final String OTHER_ACCOUNT = "210987654321";
  public static final String REGION = "us-west-2";

  public final Path directory;
  public final Store store;
  public final KmsParts kms;
  public final SsmParts ssm;
  public final SecretsParts secrets;
  public final AcmParts acm;
  public final Operations operations;

  /** What the clock shows; tests move it. */
  public Instant now = Instant.parse("2026-05-01T12:00:00Z");

  private final CredentialLookup lookup;

  public KeyFixture(Path directory) {
    this.directory = directory;
    SecureRandom random = new SecureRandom();
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")));
    store.register(
        Stream.of(
                IamService.tables(),
                KmsService.tables(),
                SsmService.tables(),
                SecretsManagerService.tables(),
                AcmService.tables())
            .flatMap(List::stream)
            .toArray(Table<?>[]::new));
    KeyPairs keyPairs = new KeyPairs(random);
    MasterKey master = MasterKey.open(directory.resolve("master-key"), random);
    Ids ids = new Ids(random);
    IamParts iam = new IamParts(store, ids, keyPairs, master, new PolicyCache(100));
    RootCredentials root =
        RootCredentials.open(directory.resolve("credentials"), ACCOUNT, keyPairs);
    lookup = new CredentialLookup(iam, root, () -> now, false);
    Authorizer authorizer = new IamAuthorizer(iam);
    InnerCalls calls = new InnerCalls();
    PolicyCheck policies = document -> fault(iam.policies(), document);
    kms = new KmsParts(store, ids, random, master, policies, authorizer);
    ssm = new SsmParts(store, random, master, calls, PublicParameters.NONE);
    secrets = new SecretsParts(store, ids, random, master, policies, authorizer, calls);
    acm = new AcmParts(store, ids, random, master, tx -> {}, arn -> List.of());
    operations =
        new Operations(
            List.of(
                new IamService(iam),
                new KmsService(kms),
                new SsmService(ssm),
                new SecretsManagerService(secrets),
                new AcmService(acm)),
            authorizer);
    calls.connect(operations);
  }

  private static Optional<String> fault(PolicyCache policies, String document) {
    try {
      policies.compile(document, PolicyKind.RESOURCE);
      return Optional.empty();
    } catch (MalformedPolicyException malformed) {
      return Optional.of(malformed.toServiceError().message());
    }
  }

  @Override
  public void close() {
    store.close();
  }

  public Call call(Caller caller) {
    return new Call(caller, REGION, "r-1", "203.0.113.1", true, "test", now);
  }

  /** Invokes as the root of the first account. */
  public <I extends Shape, O extends Shape> O asRoot(Operation<I, O> operation, I input) {
    return as(Caller.root(ACCOUNT, "AKIA"), operation, input);
  }

  /** Invokes as the root of another account. */
  public <I extends Shape, O extends Shape> O asOther(Operation<I, O> operation, I input) {
    return as(Caller.root(OTHER_ACCOUNT, "AKIB"), operation, input);
  }

  public <I extends Shape, O extends Shape> O as(
      Caller caller, Operation<I, O> operation, I input) {
    return operations.invoke(call(caller), operation, input);
  }

  /** A user with one inline policy of these statements, in single quotes. */
  public Caller user(String name, String... statements) {
    asRoot(IamModel.CREATE_USER, CreateUserRequest.builder().userName(name).build());
    if (statements.length > 0) {
      asRoot(
          IamModel.PUT_USER_POLICY,
          PutUserPolicyRequest.builder()
              .userName(name)
              .policyName("inline")
              .policyDocument(IamFixture.document(statements))
              .build());
    }
    croft.api.iam.AccessKey key =
        Objects.requireNonNull(
            asRoot(
                    IamModel.CREATE_ACCESS_KEY,
                    CreateAccessKeyRequest.builder().userName(name).build())
                .accessKey());
    return lookup.caller(Objects.requireNonNull(key.accessKeyId()), null);
  }

  /** Asserts that no file of the store holds these texts. */
  public void assertNotStored(String... texts) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith("croft.db")).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String text : texts) {
          assertThat(content.contains(text)).as(file + " holds " + text).isFalse();
        }
      }
    }
  }
}
