package croft.server;

import static org.assertj.core.api.Assertions.assertThat;

import croft.api.iam.CreateUserRequest;
import croft.api.iam.IamModel;
import croft.api.iam.User;
import croft.api.s3.CreateBucketRequest;
import croft.api.s3.DeleteObjectsResponse;
import croft.api.s3.S3Model;
import croft.base.Arn;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.Operations;
import croft.wire.schema.Operation;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of every service, called by nobody and by a user whom no policy allows anything.
 */
class EnforcementTest {
  private static final String ACCOUNT = "123456789012";
  private static final String BUCKET = "the-bucket";

  /** What AWS lets everyone with credentials do. */
  private static final Set<String> EVERYONE =
      Set.of("sts:GetCallerIdentity", "sts:GetSessionToken");

  /** What is decided with the role's trust policy, in the operation: denied all the same. */
  private static final Set<String> BY_TRUST = Set.of("sts:AssumeRole");

  /** What is decided for each key of the request, and answered with an error for each. */
  private static final Set<String> BY_KEY = Set.of("s3:DeleteObjects");

  /** What AWS lets everyone do: the proof is in the request. */
  private static final Set<String> UNSIGNED =
      Set.of("sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML");

  /** What AWS lets whoever holds the link of a message do, and who signs only by permission. */
  private static final Set<String> BY_LINK = Set.of("sns:Unsubscribe");

  private static final Set<String> DENIALS =
      Set.of(
          "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError");

  @TempDir private Path home;
  private CroftServer server;
  private Operations operations;
  private Caller root;
  private Caller wrongUser;

  @BeforeEach
  void start() throws Exception {
    Config config =
        Config.read(
            List.of("--port=0", "--drivers=memory", "--account=" + ACCOUNT),
            Map.of("CROFT_HOME", home.toString()),
            home);
    server = CroftServer.start(config, InstantSource.system());
    operations = server.operations();
    root = Caller.root(ACCOUNT, "AKIAROOT");
    operations
        .as(call(root))
        .invoke(S3Model.CREATE_BUCKET, CreateBucketRequest.builder().bucket(BUCKET).build());
    User ann =
        Objects.requireNonNull(
            operations
                .as(call(root))
                .invoke(IamModel.CREATE_USER, CreateUserRequest.builder().userName("ann").build())
                .user());
    wrongUser =
        new Caller(
            ACCOUNT,
            Arn.parse(Objects.requireNonNull(ann.arn())),
            Objects.requireNonNull(ann.userId()),
            Caller.Kind.USER,
            "AKIAANN",
            Map.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyOperationSaysWhatItNeedsAndRefusesWhoHasItNot() {
    List<String> unguarded = new ArrayList<>();
    List<String> refusedByItsRule = new ArrayList<>();
    List<String> notRefused = new ArrayList<>();
    int denied = 0;
    for (ServiceModel service : operations.models()) {
      for (Operation<?, ?> operation : service.operations().values()) {
        String name = service.id() + ":" + operation.name();
        if (!operations.implemented(operation) || UNSIGNED.contains(name)) {
          continue;
        }
        switch (BY_TRUST.contains(name) ? Needs.SOMETHING : needs(operation)) {
          case NOTHING -> unguarded.add(name);
          case CANNOT_BE_TOLD -> refusedByItsRule.add(name);
          case SOMETHING -> {
            denied++;
            List<Caller> callers =
                BY_LINK.contains(name)
                    ? List.of(wrongUser)
                    : List.of(wrongUser, Caller.anonymous());
            for (Caller caller : callers) {
              String code = codeOf(caller, operation);
              if (!DENIALS.contains(code)) {
                notRefused.add(name + " by " + caller.kind() + ": " + code);
              }
            }
          }
        }
      }
    }
    assertThat(notRefused).isEmpty();
    Set<String> expected = new TreeSet<>(EVERYONE);
    expected.addAll(BY_KEY);
    assertThat(new TreeSet<>(unguarded)).isEqualTo(expected);
    // Those whose resource is not there end before their handler is reached; most must go further.
    assertThat(denied)
        .as("denied, beside %s refused for a resource that is not there", refusedByItsRule)
        .isGreaterThan(4 * refusedByItsRule.size());
  }

  @Test
  void aBatchOfDeletionsIsDeniedKeyByKey() {
    for (Caller caller : List.of(wrongUser, Caller.anonymous())) {
      DeleteObjectsResponse output =
          operations.as(call(caller)).invoke(S3Model.DELETE_OBJECTS, input(S3Model.DELETE_OBJECTS));
      assertThat(output.deletedOrEmpty()).isEmpty();
      assertThat(output.errorsOrEmpty())
          .singleElement()
          .satisfies(error -> assertThat(error.code()).isEqualTo("AccessDenied"));
    }
  }

  private enum Needs {
    NOTHING,
    SOMETHING,
    CANNOT_BE_TOLD
  }

  private <I extends Shape, O extends Shape> Needs needs(Operation<I, O> operation) {
    try {
      List<Access> accesses = operations.accesses(call(wrongUser), operation, input(operation));
      return accesses.isEmpty() ? Needs.NOTHING : Needs.SOMETHING;
    } catch (ServiceError resourceIsNotThere) {
      return Needs.CANNOT_BE_TOLD;
    }
  }

  private <I extends Shape, O extends Shape> String codeOf(
      Caller caller, Operation<I, O> operation) {
    try {
      operations.as(call(caller)).invoke(operation, input(operation));
      return "allowed";
    } catch (ServiceError e) {
      return e.code();
    }
  }

  private static <I extends Shape, O extends Shape> I input(Operation<I, O> operation) {
    return operation
        .input()
        .apply(new RequiredMembers(Map.of("UserName", "bob", "Bucket", BUCKET)));
  }

  private static Call call(Caller caller) {
    return new Call(caller, "us-east-1", "r-1", "127.0.0.1", false, "test", Instant.now());
  }
}
