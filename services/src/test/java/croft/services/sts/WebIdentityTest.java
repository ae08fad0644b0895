package croft.services.sts;

import static croft.services.iam.IamFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import croft.api.iam.CreateOpenIDConnectProviderRequest;
import croft.api.iam.GetRoleRequest;
import croft.api.iam.IamModel;
import croft.api.sts.AssumeRoleWithWebIdentityRequest;
import croft.api.sts.AssumeRoleWithWebIdentityResponse;
import croft.api.sts.Credentials;
import croft.api.sts.StsModel;
import croft.base.Caller;
import croft.services.iam.IamFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AssumeRoleWithWebIdentity over a small issuer that is really asked for its keys. */
class WebIdentityTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/app";

  @TempDir Path directory;
  private IamFixture iam;
  private HttpServer issuer;
  private String issuerName = "";
  private RSAKey key;
  private volatile boolean answers = true;

  @BeforeEach
  void open() throws IOException, JOSEException {
    iam = new IamFixture(directory);
    key = new RSAKeyGenerator(2048).keyID("k1").generate();
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuerName = "127.0.0.1:" + issuer.getAddress().getPort();
    String url = "http://" + issuerName;
    serve(
        "/.well-known/openid-configuration",
        "{\"issuer\":\"" + url + "\",\"jwks_uri\":\"" + url + "/keys\"}");
    serve("/keys", new JWKSet(key.toPublicJWK()).toString());
    issuer.start();
    iam.asRoot(
        IamModel.CREATE_OPEN_ID_CONNECT_PROVIDER,
        CreateOpenIDConnectProviderRequest.builder()
            .url(url)
            .clientIDList(List.of("client"))
            .build());
    iam.role(
        "app",
        ("{'Effect':'Allow','Principal':{'Federated':"
                + "'arn:aws:iam::123456789012:oidc-provider/ISSUER'},"
                + "'Action':'sts:AssumeRoleWithWebIdentity','Condition':{'StringEquals':"
                + "{'ISSUER:aud':'client'},'StringLike':{'ISSUER:sub':'repo:acme/*'}}}")
            .replace("ISSUER", issuerName),
        "{'Effect':'Allow','Action':'iam:GetRole','Resource':'*'}");
  }

  private void serve(String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    issuer.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(answers ? 200 : 500, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  @AfterEach
  void close() {
    issuer.stop(0);
    iam.close();
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("http://" + issuerName)
        .subject("repo:acme/site")
        .audience("client")
        .issueTime(Date.from(iam.now))
        .expirationTime(Date.from(iam.now.plusSeconds(600)));
  }

  private static String signed(RSAKey with, JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(with.getKeyID()).build(), claims);
    token.sign(new RSASSASigner(with));
    return token.serialize();
  }

  private AssumeRoleWithWebIdentityResponse assume(String token) {
    return iam.as(
        Caller.anonymous(),
        StsModel.ASSUME_ROLE_WITH_WEB_IDENTITY,
        AssumeRoleWithWebIdentityRequest.builder()
            .roleArn(ROLE)
            .roleSessionName("build-7")
            .webIdentityToken(token)
            .build());
  }

  @Test
  void makesASessionForWhomTheTrustPolicyNames() throws JOSEException {
    AssumeRoleWithWebIdentityResponse assumed = assume(signed(key, claims().build()));
    assertThat(assumed.subjectFromWebIdentityToken()).isEqualTo("repo:acme/site");
    assertThat(assumed.audience()).isEqualTo("client");
    Credentials made = Objects.requireNonNull(assumed.credentials());
    Caller session =
        iam.lookup.caller(Objects.requireNonNull(made.accessKeyId()), made.sessionToken());
    assertThat(session.arn()).hasToString("arn:aws:sts::123456789012:assumed-role/app/build-7");
    iam.as(session, IamModel.GET_ROLE, GetRoleRequest.builder().roleName("app").build());
  }

  @Test
  void refusesForgedExpiredAndMisdirectedTokens() throws JOSEException {
    RSAKey other = new RSAKeyGenerator(2048).keyID("k1").generate();
    refused(signed(other, claims().build()), "InvalidIdentityToken", "signature");
    refused(
        signed(key, claims().expirationTime(Date.from(iam.now)).build()),
        "ExpiredTokenException",
        "Token expired");
    refused(
        signed(key, claims().audience("another").build()),
        "InvalidIdentityToken",
        "Incorrect token audience");
    refused(
        signed(key, claims().issuer("https://unknown.example.com").build()),
        "InvalidIdentityToken",
        "No OpenIDConnect provider found");
    refused(
        signed(key, claims().issuer("https://" + issuerName).build()),
        "InvalidIdentityToken",
        "No OpenIDConnect provider found");
    refused("no.token.atall", "InvalidIdentityToken", "not a valid JWT");
    String unsigned = new com.nimbusds.jwt.PlainJWT(claims().build()).serialize();
    refused(unsigned, "InvalidIdentityToken", "not a valid JWT");
    assertRefused(
        () -> assume(signed(key, claims().subject("repo:evil/site").build())),
        "AccessDenied",
        403,
        "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }

  private void refused(String token, String code, String words) {
    assertRefused(() -> assume(token), code, 400, words);
  }

  @Test
  void asksForTheKeysOnceInAnHour() throws JOSEException {
    assume(signed(key, claims().build()));
    answers = false;
    assume(signed(key, claims().build()));
    iam.now = iam.now.plusSeconds(3600);
    refused(
        signed(key, claims().build()),
        "InvalidIdentityToken",
        "Couldn't retrieve verification key");
  }
}
