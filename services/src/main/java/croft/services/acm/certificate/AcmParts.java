package croft.services.acm.certificate;

import croft.base.Ids;
import croft.services.operation.Pages;
import croft.services.operation.sealing.Sealing;
import croft.store.Store;
import croft.store.Transaction;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What Certificate Manager's rooms are made of.
 *
 * @param sealing seals private keys and paging tokens
 * @param wake lets {@link CertificateUpkeep} look once a transaction is committed
 * @param usersOf the ARNs of what uses the certificate of an ARN, such as load balancers
 */
public record AcmParts(
    Store store,
    Ids ids,
    SecureRandom random,
    Sealing sealing,
    Consumer<Transaction> wake,
    Function<String, List<String>> usersOf) {

  public Pages pages() {
    return new Pages(sealing);
  }
}
