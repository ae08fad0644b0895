package croft.services.sts.webidentity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import croft.base.ServiceError;
import croft.services.iam.provider.OpenIdProvider;
import croft.services.iam.provider.Providers;
import croft.store.Store;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tokens that OpenID Connect providers give their users.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">AssumeRoleWithWebIdentity</a>
 * and RFC 7519.
 */
public final class WebIdentityTokens {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);
  private static final String TAGS = "https://aws.amazon.com/tags";
  private static final String SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";

  /** How far an issuer's clock may run ahead of ours. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final Store store;
  private final IssuerKeys keys = new IssuerKeys();

  public WebIdentityTokens(Store store) {
    this.store = store;
  }

  /**
   * What a token says, when a provider of the account vouches for it now.
   *
   * @throws ServiceError {@code InvalidIdentityToken}, {@code ExpiredTokenException} or {@code
   *     IDPCommunicationError}
   */
  public WebIdentity verified(String account, String token, Instant now) {
    try {
      SignedJWT parsed = SignedJWT.parse(token);
      JWTClaimsSet claims = parsed.getJWTClaimsSet();
      OpenIdProvider provider = provider(account, claims);
      requireSignature(parsed, provider, now);
      checkTimes(claims, now);
      return identity(claims, provider);
    } catch (ParseException notAToken) {
      throw invalid(
          "The ID Token provided is not a valid JWT. (You may see this error if you sent"
              + " an Access Token)");
    }
  }

  private static ServiceError invalid(String message) {
    return ServiceError.badRequest("InvalidIdentityToken", message);
  }

  private OpenIdProvider provider(String account, JWTClaimsSet claims) {
    String issuer = IssuerKeys.withoutSlash(Objects.requireNonNullElse(claims.getIssuer(), ""));
    int scheme = issuer.indexOf("://");
    String name = scheme < 0 ? issuer : issuer.substring(scheme + 3);
    return store
        .read(tx -> Providers.openId(tx, account, name))
        .filter(found -> scheme < 0 || found.url().equals(issuer))
        .orElseThrow(
            () -> invalid("No OpenIDConnect provider found in your account for " + issuer));
  }

  private void requireSignature(SignedJWT token, OpenIdProvider provider, Instant now) {
    JWSHeader header = token.getHeader();
    if (!ALGORITHMS.contains(header.getAlgorithm())) {
      throw invalid("The algorithm of the ID Token is not supported");
    }
    JWKSet set = keys.of(provider, header.getKeyID(), now);
    for (JWK key : set.getKeys()) {
      boolean meant = header.getKeyID() == null || header.getKeyID().equals(key.getKeyID());
      if (meant && verifies(key, token)) {
        return;
      }
    }
    throw invalid("Couldn't verify the signature of the ID Token");
  }

  private static boolean verifies(JWK key, SignedJWT token) {
    try {
      JWSVerifier verifier =
          switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa.toPublicJWK());
            case ECKey curve -> new ECDSAVerifier(curve.toPublicJWK());
            default -> null;
          };
      return verifier != null
          && verifier.supportedJWSAlgorithms().contains(token.getHeader().getAlgorithm())
          && token.verify(verifier);
    } catch (JOSEException notForThisToken) {
      return false;
    }
  }

  private static void checkTimes(JWTClaimsSet claims, Instant now) {
    if (claims.getExpirationTime() == null) {
      throw invalid("Missing a required claim: exp");
    }
    Instant expires = claims.getExpirationTime().toInstant();
    if (!now.isBefore(expires)) {
      throw ServiceError.badRequest(
          "ExpiredTokenException",
          "Token expired: current date/time "
              + now.getEpochSecond()
              + " must be before the expiration date/time "
              + expires.getEpochSecond());
    }
    if (claims.getIssueTime() == null) {
      throw invalid("Missing a required claim: iat");
    }
    boolean early = claims.getIssueTime().toInstant().isAfter(now.plus(SKEW));
    boolean notYet =
        claims.getNotBeforeTime() != null
            && claims.getNotBeforeTime().toInstant().isAfter(now.plus(SKEW));
    if (early || notYet) {
      throw invalid("The ID Token is not valid yet");
    }
  }

  private static WebIdentity identity(JWTClaimsSet claims, OpenIdProvider provider)
      throws ParseException {
    if (claims.getSubject() == null || claims.getSubject().isEmpty()) {
      throw invalid("Missing a required claim: sub");
    }
    List<String> audiences = claims.getAudience();
    String party = claims.getStringClaim("azp");
    String audience = party != null ? party : audiences.isEmpty() ? "" : audiences.getFirst();
    boolean ours =
        party != null
            ? provider.clientIds().contains(party)
            : audiences.stream().anyMatch(provider.clientIds()::contains);
    if (!ours) {
      throw invalid("Incorrect token audience");
    }
    List<String> methods = claims.getStringListClaim("amr");
    String sourceIdentity = claims.getStringClaim(SOURCE_IDENTITY);
    Map<String, Object> tagClaim = claims.getJSONObjectClaim(TAGS);
    return new WebIdentity(
        provider.issuer(),
        provider.arn().toString(),
        claims.getSubject(),
        audience,
        audiences,
        methods == null ? List.of() : methods,
        tagClaim == null ? Map.of() : tags(tagClaim),
        tagClaim == null ? Set.of() : Set.copyOf(texts(tagClaim.get("transitive_tag_keys"))),
        sourceIdentity == null ? "" : sourceIdentity);
  }

  private static Map<String, String> tags(Map<String, Object> claim) {
    Map<String, String> tags = new HashMap<>();
    if (claim.get("principal_tags") instanceof Map<?, ?> principalTags) {
      principalTags.forEach((key, value) -> tags.put(key.toString(), first(value)));
    }
    return tags;
  }

  private static String first(@Nullable Object value) {
    List<String> texts = texts(value);
    return texts.isEmpty() ? "" : texts.getFirst();
  }

  private static List<String> texts(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case List<?> list -> list.stream().map(String::valueOf).toList();
      default -> List.of(value.toString());
    };
  }
}
