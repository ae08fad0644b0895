package croft.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import croft.base.Ids;
import croft.drivers.memory.compute.MemoryImageDriver;
import croft.services.ec2.Ec2Service;
import croft.services.ec2.event.ScheduledEvents;
import croft.services.ec2.image.Images;
import croft.services.ec2.image.PublishedImages;
import croft.services.iam.IamService;
import croft.services.iam.account.Accounts;
import croft.services.iam.credential.KeyPairs;
import croft.services.iam.credential.KeyPairs.KeyPair;
import croft.services.iam.credential.MasterKey;
import croft.services.iam.credential.RootCredentials;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.PolicyCache;
import croft.services.ssm.parameter.PublicParameters;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.Table;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminEndpointsTest {
  private static final String ACCOUNT = "123456789012";

  @TempDir Path directory;
  private Store store;
  private AdminEndpoints endpoints;
  private Path archive;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")), InstantSource.system());
    store.register(Ec2Service.tables());
    store.register(IamService.tables().toArray(Table<?>[]::new));
    MemoryImageDriver driver = new MemoryImageDriver(InstantSource.system());
    SecureRandom random = new SecureRandom();
    KeyPairs keyPairs = new KeyPairs(random);
    IamParts iam =
        new IamParts(
            store,
            new Ids(random),
            keyPairs,
            MasterKey.open(directory.resolve("master-key"), random),
            new PolicyCache(10));
    Accounts accounts = new Accounts(iam);
    accounts.keepConfigured(ACCOUNT, Instant.EPOCH);
    RootCredentials root =
        new RootCredentials(ACCOUNT, new KeyPair("AKIAROOT", "the-root's-secret"));
    endpoints =
        new AdminEndpoints(
            "the-token",
            new ImageEndpoints(store, driver, new Images(store, driver)),
            new AccountEndpoints(accounts, root, InstantSource.system()),
            new EventEndpoints(new ScheduledEvents(store, new Ids(random)), ACCOUNT, "us-west-2"));
    archive = directory.resolve("rootfs.tar");
    new ProcessBuilder("tar", "-cf", archive.toString(), "-C", directory.toString(), "croft.db")
        .start()
        .waitFor();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anImportedImageIsInTheTableOfImages() throws Exception {
    HttpResponse response = post("the-token", "name=debian-12&file=" + archive);

    String id = body(response).strip();
    assertThat(response.status()).as(id).isEqualTo(200);
    assertThat(
            store.<String>read(tx -> Images.require(tx, ACCOUNT + "/us-west-2", id).driverName()))
        .isEqualTo("debian-12");
  }

  @Test
  void anEventOfAnInstanceThatIsNotThereIsRefused() throws Exception {
    String at = "not-before=2026-05-01T12:00:00Z";
    String path = "/_croft/instance-events?instance=i-0123456789abcdef0&";
    assertThat(ask("POST", path + "code=instance-stop&" + at, "")).contains("does not exist");
    assertThat(ask("POST", path + "code=earthquake&" + at, "")).contains("no code of an event");
    assertThat(ask("POST", path + "code=instance-stop", "")).contains("not-before is no time");
  }

  @Test
  void anImageStandsForADistributionUntilItIsRemoved() throws Exception {
    PublicParameters parameters = new ImageParameters(new PublishedImages(store));
    String name =
        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-" + architecture();
    assertThat(parameters.find("us-west-2", name)).isEmpty();
    assertThat(parameters.advice(name).orElseThrow()).contains("--as al2023");
    String id = body(post("the-token", "name=amazon&as=al2023&file=" + archive)).strip();

    assertThat(parameters.find("us-west-2", name).orElseThrow().value()).isEqualTo(id);
    assertThat(ask("GET", "/_croft/images", "")).contains(id + "\tamazon\tamzn-2023\t");
    assertThat(ask("DELETE", "/_croft/images?name=amazon", "").strip()).isEqualTo(id);
    assertThat(parameters.find("us-west-2", name)).isEmpty();
    assertThat(ask("GET", "/_croft/images", "")).doesNotContain(id);
    assertThat(ask("DELETE", "/_croft/images?name=amazon", "")).contains("There is no image");
  }

  @Test
  void anImageStandsForAWholeParameter() throws Exception {
    PublicParameters parameters = new ImageParameters(new PublishedImages(store));
    String name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id";
    String id =
        body(post("the-token", "name=ecs&as=" + name.replace("/", "%2F") + "&file=" + archive))
            .strip();
    assertThat(parameters.under("us-west-2", "/aws/service/ecs"))
        .extracting(p -> p.name() + "=" + p.value())
        .containsExactly(name + "=" + id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name=../etc&file=ARCHIVE   | 400 | The name of an image
          file=ARCHIVE               | 400 | The name of an image
          name=x&file=relative.tar   | 400 | There is no file
          name=x&file=/no/such.tar   | 400 | There is no file
          name=ami-1&file=ARCHIVE    | 400 | does not begin with ami-
          name=x&as=plan9&file=ARCHIVE | 400 | Nothing is known as plan9. Known are al2023, amzn2
          name=host-root&file=ARCHIVE | 409 | There is an image host-root already
          """)
  void whatCannotBeImportedIsRefusedWithAReason(String query, int status, String reason)
      throws Exception {
    HttpResponse response = post("the-token", query.replace("ARCHIVE", archive.toString()));

    assertThat(response.status()).isEqualTo(status);
    assertThat(body(response)).contains(reason);
  }

  @Test
  void withoutTheTokenNothingIsAnswered() throws Exception {
    assertThat(post("a-guess", "name=x&file=" + archive).status()).isEqualTo(403);
    assertThat(endpoints.handle(request(Headers.of(), "/_croft/images")).status()).isEqualTo(403);
    assertThat(Files.exists(archive)).isTrue();
  }

  @Test
  void otherPathsAreNotThere() throws Exception {
    Headers headers = Headers.of("Authorization", "Bearer the-token");

    assertThat(endpoints.handle(request(headers, "/_croft/secrets")).status()).isEqualTo(404);
  }

  @Test
  void accountsAreMadeListedAndLimited() throws Exception {
    String made = ask("POST", "/_croft/accounts?name=staging", "");
    String id = made.lines().findFirst().orElseThrow().replace("account=", "");

    assertThat(made).contains("name=staging\n", "aws_access_key_id=AKIA");
    assertThat(ask("GET", "/_croft/accounts/credentials?account=staging", "")).isEqualTo(made);
    assertThat(ask("GET", "/_croft/accounts/credentials?account=default", ""))
        .isEqualTo(
            """
            account=123456789012
            name=default
            aws_access_key_id=AKIAROOT
            aws_secret_access_key=the-root's-secret
            """);
    assertThat(ask("GET", "/_croft/accounts", "")).contains(id + "\tstaging\t");

    String path = "/_croft/accounts/service-control-policies?account=" + id;
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":"
            + "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}";
    assertThat(ask("POST", path, policy)).isEqualTo(policy + "\n");
    assertThat(ask("GET", path, "")).isEqualTo(policy + "\n");
    assertThat(ask("DELETE", path, "")).isBlank();
    assertThat(ask("POST", path, "{}")).contains("400");
    assertThat(ask("POST", "/_croft/accounts?name=staging", "")).contains("409", "already");
    assertThat(ask("GET", "/_croft/accounts/credentials?account=nope", "")).contains("404");
  }

  /** The answer, after its status where that is an error. */
  private String ask(String method, String target, String body) throws Exception {
    Headers headers = Headers.of("Authorization", "Bearer the-token");
    HttpResponse response =
        endpoints.handle(
            new HttpRequest(
                method, target, headers, Bytes.of(body.getBytes(UTF_8)), "127.0.0.1", false));
    return (response.status() == 200 ? "" : response.status() + " ") + body(response);
  }

  private HttpResponse post(String token, String query) throws Exception {
    return endpoints.handle(
        request(Headers.of("Authorization", "Bearer " + token), "/_croft/images?" + query));
  }

  private static HttpRequest request(Headers headers, String target) {
    return new HttpRequest("POST", target, headers, Bytes.of(new byte[0]), "127.0.0.1", false);
  }

  private static String body(HttpResponse response) throws Exception {
    return new String(Bytes.read(response.body(), 10_000), UTF_8);
  }

  private static String architecture() {
    return System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "x86_64";
  }
}
