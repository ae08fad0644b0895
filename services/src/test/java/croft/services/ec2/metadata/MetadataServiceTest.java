package croft.services.ec2.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.Instance;
import croft.api.ec2.InstanceMetadataOptionsRequest;
import croft.api.ec2.RunInstancesRequest;
import croft.services.ec2.Ec2Fixture;
import croft.services.ec2.instance.ProfileLookup;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataServiceTest {
  private Ec2Fixture fixture;
  private Path identityFiles = Path.of("");

  @BeforeEach
  void open(@TempDir Path directory) {
    identityFiles = directory.resolve("tls");
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Instance launch(RunInstancesRequest request) {
    return fixture.ec2.runInstances(request).instancesOrEmpty().getFirst();
  }

  private HttpHandler service(Instance instance) {
    return new MetadataService(
            fixture.store,
            new EachItsOwn(),
            new byte[32],
            new InstanceIdentity(identityFiles, new SecureRandom(), fixture.clock),
            fixture.clock)
        .handler(Ec2Fixture.SCOPE, Objects.requireNonNull(instance.vpcId()));
  }

  private static HttpResponse ask(
      HttpHandler service, Instance from, String method, String path, Headers headers)
      throws Exception {
    String address = Objects.requireNonNull(from.privateIpAddress());
    return service.handle(new HttpRequest(method, path, headers, Bytes.EMPTY, address, false));
  }

  private static String get(HttpHandler service, Instance from, String path) throws Exception {
    HttpResponse response = ask(service, from, "GET", path, new Headers());
    assertThat(response.status()).isEqualTo(200);
    return text(response);
  }

  private static String text(HttpResponse response) throws Exception {
    return new String(Bytes.read(response.body(), 65_536), UTF_8);
  }

  private static String token(HttpHandler service, Instance from) throws Exception {
    Headers ttl = Headers.of("X-aws-ec2-metadata-token-ttl-seconds", "60");
    HttpResponse response = ask(service, from, "PUT", "/latest/api/token", ttl);
    assertThat(response.status()).isEqualTo(200);
    return text(response);
  }

  @Test
  void tellsEachInstanceOfItselfByTheAddressItAsksFrom() throws Exception {
    String data = Base64.getEncoder().encodeToString("#!/bin/sh\n".getBytes(UTF_8));
    Instance one = launch(fixture.launch().userData(data).build());
    Instance two = launch(fixture.launch().build());
    HttpHandler service = service(one);
    assertThat(get(service, one, "/latest/meta-data/instance-id")).isEqualTo(one.instanceId());
    assertThat(get(service, two, "/latest/meta-data/instance-id")).isEqualTo(two.instanceId());
    assertThat(get(service, one, "/latest/user-data")).isEqualTo("#!/bin/sh\n");
    assertThat(get(service, one, "/latest/meta-data/placement/")).contains("region\n".strip());
    assertThat(get(service, one, "/latest/dynamic/instance-identity/document"))
        .contains("\"instanceId\" : \"" + one.instanceId() + "\"");
    assertThat(ask(service, two, "GET", "/latest/user-data", new Headers()).status())
        .isEqualTo(404);
    assertThat(ask(service, one, "GET", "/latest/meta-data/none", new Headers()).status())
        .isEqualTo(404);
  }

  @Test
  void whereTokensAreRequiredOnlyTheInstancesOwnOpens() throws Exception {
    InstanceMetadataOptionsRequest required =
        InstanceMetadataOptionsRequest.builder().httpTokens("required").build();
    Instance one = launch(fixture.launch().metadataOptions(required).build());
    Instance two = launch(fixture.launch().build());
    HttpHandler service = service(one);
    String path = "/latest/meta-data/instance-id";
    assertThat(ask(service, one, "GET", path, new Headers()).status()).isEqualTo(401);
    Headers own = Headers.of("X-aws-ec2-metadata-token", token(service, one));
    assertThat(ask(service, one, "GET", path, own).status()).isEqualTo(200);
    Headers foreign = Headers.of("X-aws-ec2-metadata-token", token(service, two));
    assertThat(ask(service, one, "GET", path, foreign).status()).isEqualTo(401);
    fixture.clock.advance(Duration.ofSeconds(61));
    assertThat(ask(service, one, "GET", path, own).status()).isEqualTo(401);
  }

  @Test
  void aForwardedOrSwitchedOffQuestionGetsNoAnswer() throws Exception {
    InstanceMetadataOptionsRequest off =
        InstanceMetadataOptionsRequest.builder().httpEndpoint("disabled").build();
    Instance closed = launch(fixture.launch().metadataOptions(off).build());
    Instance open = launch(fixture.launch().build());
    HttpHandler service = service(open);
    assertThat(ask(service, closed, "GET", "/latest/", new Headers()).status()).isEqualTo(403);
    Headers forwarded = Headers.of("X-Forwarded-For", "10.0.0.9");
    assertThat(ask(service, open, "GET", "/latest/", forwarded).status()).isEqualTo(403);
    Headers noTtl = new Headers();
    assertThat(ask(service, open, "PUT", "/latest/api/token", noTtl).status()).isEqualTo(400);
  }

  /** Stands where IAM stands; no instance here has a profile. */
  private static final class EachItsOwn implements ProfileLookup {
    @Override
    public Optional<Profile> byName(String account, String name) {
      return Optional.empty();
    }

    @Override
    public Optional<Profile> byArn(String account, String arn) {
      return Optional.empty();
    }

    @Override
    public Optional<RoleCredentials> credentials(
        String account, String profileArn, String instanceId) {
      return Optional.empty();
    }
  }
}
