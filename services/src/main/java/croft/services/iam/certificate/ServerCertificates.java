package croft.services.iam.certificate;

import croft.base.Arn;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Noun;
import croft.services.iam.entity.Tags;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds server certificates, for their operations and for services that serve TLS. */
public final class ServerCertificates {
  /** What the operations that nouns share need to know of server certificates. */
  static final Noun<ServerCertificate> NOUN =
      new Noun<>(ServerCertificates::require, ServerCertificates::access, ServerCertificate::id);

  private final IamParts parts;

  public ServerCertificates(IamParts parts) {
    this.parts = parts;
  }

  /**
   * All that serving TLS takes.
   *
   * @param certificate PEM, followed by the chain
   * @param privateKey PEM; secret
   */
  public record Servable(String certificate, String privateKey) {
    /** Without the key. */
    @Override
    public String toString() {
      return "Servable[]";
    }
  }

  /** The certificate of that ARN with its key, if there is one. */
  public Optional<Servable> byArn(Transaction tx, String arn) {
    Arn parsed;
    try {
      parsed = Arn.parse(arn);
    } catch (IllegalArgumentException notAnArn) {
      return Optional.empty();
    }
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    return tx.get(ServerCertificate.TABLE, parsed.account(), name)
        .filter(found -> found.arn().equals(parsed))
        .flatMap(found ->
            parts
                .masterKey()
                .open(ServerCertificate.keyPurpose(found.id()), found.sealedKey())
                .map(key -> new Servable(found.body() + "\n" + found.chain(), key)));
  }

  /**
   * The certificate of that name.
   *
   * @throws croft.base.ServiceError {@code NoSuchEntity}
   */
  static ServerCertificate require(Transaction tx, String account, @Nullable String name) {
    String wanted = EntityErrors.required(name, "serverCertificateName");
    return tx.get(ServerCertificate.TABLE, account, wanted)
        .orElseThrow(() ->
            EntityErrors.noSuchEntity(
                "The Server Certificate with name " + wanted + " cannot be found."));
  }

  static Access access(Store store, Call call, String action, @Nullable String name) {
    String wanted = name == null ? "*" : name;
    return store
        .read(tx -> tx.get(ServerCertificate.TABLE, call.account(), wanted))
        .map(found -> Access.to(action, found.arn()).with(Tags.resourceKeys(found.tags())))
        .orElseGet(() ->
            Access.to(action, Arn.of("iam", "", call.account(), "server-certificate/" + wanted)));
  }
}
