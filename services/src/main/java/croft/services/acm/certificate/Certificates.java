package croft.services.acm.certificate;

import croft.base.Arn;
import croft.store.Transaction;
import java.util.Optional;

/**
 * Certificates with their keys, for what serves them inside Croft, such as load balancers. No
 * request reaches this.
 */
public final class Certificates {
  private final SealedKeys keys;

  public Certificates(AcmParts parts) {
    this.keys = new SealedKeys(parts.sealing());
  }

  /**
   * A certificate ready to serve, as PEM.
   *
   * @param chain those above it; empty if none
   * @param privateKey PKCS #8, not encrypted: never to be logged, in files of mode 0600 only
   */
  public record Served(
      String arn, String domainName, String body, String chain, String privateKey) {
    @Override
    public String toString() {
      return "Served[" + arn + "]";
    }
  }

  /** The certificate of that ARN; empty when there is none or it is not issued yet. */
  public Optional<Served> find(Transaction tx, Arn arn) {
    String scope = arn.account() + "/" + arn.region();
    String id = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    return tx.get(Certificate.TABLE, scope, id)
        .filter(certificate -> certificate.arn().equals(arn) && !certificate.pending())
        .map(certificate ->
            new Served(
                arn.toString(),
                certificate.domainName(),
                certificate.body(),
                certificate.chain(),
                keys.open(certificate)));
  }
}
