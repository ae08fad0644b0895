package croft.services.secretsmanager.secret;

import croft.base.Ids;
import croft.services.operation.Authorizer;
import croft.services.operation.InnerCalls;
import croft.services.operation.Pages;
import croft.services.operation.PolicyCheck;
import croft.services.operation.sealing.Sealing;
import croft.store.Store;
import java.security.SecureRandom;

/**
 * What Secrets Manager's rooms are made of.
 *
 * @param sealing seals digests and paging tokens
 * @param policies looks at resource policies
 * @param authorizer tells whether a resource policy opens a secret to everyone
 * @param calls the way to KMS
 */
public record SecretsParts(
    Store store,
    Ids ids,
    SecureRandom random,
    Sealing sealing,
    PolicyCheck policies,
    Authorizer authorizer,
    InnerCalls calls) {

  public Pages pages() {
    return new Pages(sealing);
  }
}
