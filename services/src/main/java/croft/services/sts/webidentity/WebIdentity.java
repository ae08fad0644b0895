package croft.services.sts.webidentity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a verified token says.
 *
 * @param issuer without the scheme, as condition keys name it
 * @param providerArn the provider of the account that vouches for it
 * @param audience for whom it was made: {@code azp} where there is one, else {@code aud}
 * @param authenticationMethods {@code amr}
 * @param tags session tags the issuer puts in it
 * @param transitiveTagKeys which of them go on
 * @param sourceIdentity empty if it sets none
 */
public record WebIdentity(
    String issuer,
    String providerArn,
    String subject,
    String audience,
    List<String> originalAudiences,
    List<String> authenticationMethods,
    Map<String, String> tags,
    Set<String> transitiveTagKeys,
    String sourceIdentity) {

  /** The condition keys of trust policies: {@code issuer:sub}, {@code issuer:aud}, … */
  public Map<String, List<String>> conditionKeys() {
    Map<String, List<String>> keys = new HashMap<>();
    keys.put(issuer + ":sub", List.of(subject));
    keys.put(issuer + ":aud", List.of(audience));
    keys.put(issuer + ":oaud", originalAudiences);
    if (!authenticationMethods.isEmpty()) {
      keys.put(issuer + ":amr", authenticationMethods);
    }
    if (!tags.isEmpty()) {
      keys.put("aws:TagKeys", List.copyOf(tags.keySet()));
      tags.forEach((key, value) -> keys.put("aws:RequestTag/" + key, List.of(value)));
    }
    if (!transitiveTagKeys.isEmpty()) {
      keys.put("sts:TransitiveTagKeys", List.copyOf(transitiveTagKeys));
    }
    if (!sourceIdentity.isEmpty()) {
      keys.put("sts:SourceIdentity", List.of(sourceIdentity));
    }
    return keys;
  }
}
