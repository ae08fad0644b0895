package croft.services.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.iam.AccessKey;
import croft.api.iam.CreateAccessKeyRequest;
import croft.api.iam.CreateRoleRequest;
import croft.api.iam.CreateUserRequest;
import croft.api.iam.IamModel;
import croft.api.iam.PutRolePolicyRequest;
import croft.api.iam.PutUserPolicyRequest;
import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.iam.credential.KeyPairs;
import croft.services.iam.credential.MasterKey;
import croft.services.iam.credential.RootCredentials;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.PolicyCache;
import croft.services.operation.Call;
import croft.services.operation.Operations;
import croft.services.sts.StsService;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.Table;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** IAM and STS over a store in a temporary directory, called as the gateway calls them. */
public final class IamFixture implements AutoCloseable {
  public static final String ACCOUNT = "123456789012";
  public static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

  public final IamParts parts;
  public final Store store;
  public final RootCredentials root;
  public final CredentialLookup lookup;
  public final Operations operations;

  /** What the clock shows; tests move it. */
  public Instant now = START;

  public IamFixture(Path directory) {
    this(directory, false);
  }

  public IamFixture(Path directory, boolean open) {
    SecureRandom random = new SecureRandom();
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")));
    store.register(IamService.tables().toArray(Table<?>[]::new));
    KeyPairs keyPairs = new KeyPairs(random);
    parts =
        new IamParts(
            store,
            new Ids(random),
            keyPairs,
            MasterKey.open(directory.resolve("master-key"), random),
            new PolicyCache(100));
    root = RootCredentials.open(directory.resolve("credentials"), ACCOUNT, keyPairs);
    lookup = new CredentialLookup(parts, root, () -> now, open);
    operations =
        new Operations(
            List.of(new IamService(parts), new StsService(parts, lookup, open)),
            new IamAuthorizer(parts));
  }

  @Override
  public void close() {
    store.close();
  }

  /** A call by that caller, over TLS from a documentation address. */
  public Call call(Caller caller) {
    return new Call(caller, "us-west-2", "r-1", "203.0.113.1", true, "test", now);
  }

  public Caller rootCaller() {
    return Caller.root(ACCOUNT, root.keyPair().accessKeyId());
  }

  /** Invokes as the root. */
  public <I extends Shape, O extends Shape> O asRoot(Operation<I, O> operation, I input) {
    return as(rootCaller(), operation, input);
  }

  public <I extends Shape, O extends Shape> O as(
      Caller caller, Operation<I, O> operation, I input) {
    return operations.invoke(call(caller), operation, input);
  }

  /** Makes a user with an access key; the policy may be null. */
  public AccessKey user(String name, @Nullable String statement) {
    asRoot(IamModel.CREATE_USER, CreateUserRequest.builder().userName(name).build());
    if (statement != null) {
      asRoot(
          IamModel.PUT_USER_POLICY,
          PutUserPolicyRequest.builder()
              .userName(name)
              .policyName("inline")
              .policyDocument(document(statement))
              .build());
    }
    AccessKey key =
        asRoot(IamModel.CREATE_ACCESS_KEY, CreateAccessKeyRequest.builder().userName(name).build())
            .accessKey();
    return Objects.requireNonNull(key);
  }

  /** The caller that requests signed with a long-term key have. */
  public Caller caller(AccessKey key) {
    String id = key.accessKeyId();
    return lookup.caller(id == null ? "" : id, null);
  }

  /** Makes a role with an inline policy; the trust statement names principals and actions. */
  public croft.api.iam.Role role(String name, String trustStatement, String statement) {
    croft.api.iam.Role role =
        asRoot(
                IamModel.CREATE_ROLE,
                CreateRoleRequest.builder()
                    .roleName(name)
                    .assumeRolePolicyDocument(document(trustStatement))
                    .build())
            .role();
    asRoot(
        IamModel.PUT_ROLE_POLICY,
        PutRolePolicyRequest.builder()
            .roleName(name)
            .policyName("inline")
            .policyDocument(document(statement))
            .build());
    return Objects.requireNonNull(role);
  }

  /** A document of statements with single quotes. */
  public static String document(String... statements) {
    return ("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}")
        .replace('\'', '"');
  }

  /** Asserts that a call ends in an error of that code whose message has those words. */
  public static void assertRefused(ThrowingCallable call, String code, int status, String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ServiceError.class,
            error -> {
              assertThat(error.code()).as(error.message()).isEqualTo(code);
              assertThat(error.status()).isEqualTo(status);
              assertThat(error.message()).contains(words);
            });
  }
}
