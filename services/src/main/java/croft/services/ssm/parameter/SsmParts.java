package croft.services.ssm.parameter;

import croft.services.operation.InnerCalls;
import croft.services.operation.Pages;
import croft.services.operation.sealing.Sealing;
import croft.store.Store;
import java.security.SecureRandom;

/**
 * What Parameter Store is made of.
 *
 * @param sealing seals values at rest and paging tokens
 * @param calls the way to KMS and EC2
 * @param publicParameters those that AWS publishes
 */
public record SsmParts(
    Store store,
    SecureRandom random,
    Sealing sealing,
    InnerCalls calls,
    PublicParameters publicParameters) {

  public Pages pages() {
    return new Pages(sealing);
  }
}
