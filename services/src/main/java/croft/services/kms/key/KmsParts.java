package croft.services.kms.key;

import croft.base.Ids;
import croft.services.operation.Authorizer;
import croft.services.operation.Pages;
import croft.services.operation.PolicyCheck;
import croft.services.operation.sealing.Sealing;
import croft.store.Store;
import java.security.SecureRandom;

/**
 * What KMS's rooms are made of.
 *
 * @param sealing seals key material and tokens
 * @param policies looks at key policies
 * @param authorizer tells whether a new key policy would lock its author out
 */
public record KmsParts(
    Store store,
    Ids ids,
    SecureRandom random,
    Sealing sealing,
    PolicyCheck policies,
    Authorizer authorizer) {

  public Pages pages() {
    return new Pages(sealing);
  }
}
