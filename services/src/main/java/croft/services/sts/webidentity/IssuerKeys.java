package croft.services.sts.webidentity;

import com.nimbusds.jose.jwk.JWKSet;
import croft.base.ServiceError;
import croft.services.iam.provider.OpenIdProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The public keys of issuers, from their discovery documents, kept for an hour. A key id that is
 * not among them makes them be fetched again, at most once a minute for an issuer.
 *
 * <p>Source: <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
 * Discovery 1.0</a>.
 */
final class IssuerKeys {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration BETWEEN_FETCHES = Duration.ofMinutes(1);
  private static final int LONGEST_ANSWER = 1 << 20;
  private static final int MOST_ISSUERS = 1_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final ConcurrentHashMap<Issuer, Kept> kept = new ConcurrentHashMap<>();

  private record Issuer(String url, List<String> thumbprints) {}

  private record Kept(JWKSet keys, Instant fetched) {}

  /**
   * The keys of a provider, among them the one of that id if the issuer has it now.
   *
   * @param keyId of the token, or null
   * @throws ServiceError {@code IDPCommunicationError} when the issuer cannot be asked, {@code
   *     InvalidIdentityToken} when it answers with no keys
   */
  JWKSet of(OpenIdProvider provider, @Nullable String keyId, Instant now) {
    Issuer issuer = new Issuer(provider.url(), provider.thumbprints());
    Kept found = kept.get(issuer);
    if (found != null && now.isBefore(found.fetched.plus(KEPT))) {
      boolean known = keyId == null || found.keys.getKeyByKeyId(keyId) != null;
      if (known || now.isBefore(found.fetched.plus(BETWEEN_FETCHES))) {
        return found.keys;
      }
    }
    JWKSet keys = fetch(issuer);
    if (kept.size() >= MOST_ISSUERS) {
      kept.clear();
    }
    kept.put(issuer, new Kept(keys, now));
    return keys;
  }

  private static JWKSet fetch(Issuer issuer) {
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(IssuerTrust.context(issuer.thumbprints))
            .build()) {
      String discovery = get(client, issuer.url + "/.well-known/openid-configuration");
      JsonNode document = JSON.readTree(discovery);
      if (!issuer.url.equals(withoutSlash(document.path("issuer").asString("")))) {
        throw noKeys();
      }
      String keysUrl = document.path("jwks_uri").asString("");
      // Keys come no less safely than the document that names them.
      if (!keysUrl.startsWith(issuer.url.substring(0, issuer.url.indexOf("://") + 3))) {
        throw noKeys();
      }
      return JWKSet.parse(get(client, keysUrl));
    } catch (ParseException | JacksonException notKeys) {
      throw noKeys();
    }
  }

  static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static ServiceError noKeys() {
    return ServiceError.badRequest(
        "InvalidIdentityToken",
        "Couldn't retrieve verification key from your identity provider, please reference"
            + " AssumeRoleWithWebIdentity documentation for requirements");
  }

  private static String get(HttpClient client, String url) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(LONGEST_ANSWER);
        if (response.statusCode() != 200 || bytes.length == LONGEST_ANSWER) {
          throw noKeys();
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw unreachable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable();
    }
  }

  private static ServiceError unreachable() {
    return ServiceError.badRequest(
        "IDPCommunicationError",
        "The request could not be fulfilled because the identity provider could not be reached.");
  }
}
