package croft.services.iam.account;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.iam.credential.KeyPairs.KeyPair;
import croft.services.iam.credential.RootCredentials;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.AttachedPolicy;
import croft.services.iam.policy.MalformedPolicyException;
import croft.services.iam.policy.PolicyKind;
import croft.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes accounts, finds their roots, and sets what limits them. */
public final class Accounts {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,49}");

  private final IamParts parts;

  public Accounts(IamParts parts) {
    this.parts = parts;
  }

  /** Records the configured account, unless it is known already. */
  public void keepConfigured(String id, Instant now) {
    if (parts.store().read(tx -> tx.get(Account.TABLE, "", id)).isPresent()) {
      return;
    }
    parts
        .store()
        .write(tx -> {
          if (tx.get(Account.TABLE, "", id).isEmpty()) {
            tx.insert(Account.TABLE, new Account(id, "default", now, "", "", List.of()));
          }
          return id;
        });
  }

  /**
   * Makes an account with a root and its access key.
   *
   * @throws ServiceError when the name is none, or taken
   */
  public Account create(String name, Instant now) {
    if (!NAME.matcher(name).matches()) {
      throw ServiceError.badRequest(
          "InvalidInputException",
          "An account's name is a letter and up to 49 letters, digits, dots, dashes and"
              + " underscores.");
    }
    KeyPair root = parts.keyPairs().longTerm();
    String sealed =
        parts.masterKey().seal(Account.secretPurpose(root.accessKeyId()), root.secretAccessKey());
    return parts
        .store()
        .write(tx -> {
          if (!tx.find(Account.TABLE, Account.BY_NAME, name).isEmpty()) {
            throw new ServiceError(
                "DuplicateAccountException",
                409,
                "There is an account named " + name + " already.");
          }
          Account account =
              new Account(
                  freeId(tx, parts.ids()), name, now, root.accessKeyId(), sealed, List.of());
          tx.insert(Account.TABLE, account);
          return account;
        });
  }

  private static String freeId(Transaction tx, Ids ids) {
    String id;
    do {
      id = ids.digits(12);
    } while (id.startsWith("0") || tx.get(Account.TABLE, "", id).isPresent());
    return id;
  }

  /** Every account, oldest first. */
  public List<Account> list() {
    return parts.store().read(tx -> tx.list(Account.TABLE, "")).stream()
        .sorted(Comparator.comparing(Account::createdAt).thenComparing(Account::id))
        .toList();
  }

  /**
   * An account by its id or name.
   *
   * @throws ServiceError {@code AccountNotFoundException}
   */
  public Account require(String idOrName) {
    return parts.store().read(tx -> required(tx, idOrName));
  }

  private static Account required(Transaction tx, String idOrName) {
    return tx.get(Account.TABLE, "", idOrName)
        .or(() -> tx.find(Account.TABLE, Account.BY_NAME, idOrName).stream().findFirst())
        .orElseThrow(() ->
            new ServiceError(
                "AccountNotFoundException", 404, "There is no account " + idOrName + "."));
  }

  /** The root of an account made here, by its access key. */
  public Optional<RootCredentials> rootOfKey(Transaction tx, String accessKeyId) {
    return accessKeyId.isEmpty()
        ? Optional.empty()
        : tx.find(Account.TABLE, Account.BY_ROOT_KEY, accessKeyId).stream()
            .findFirst()
            .flatMap(this::root);
  }

  /** The root's credentials; empty for the configured account, whose file holds them. */
  public Optional<RootCredentials> root(Account account) {
    return parts
        .masterKey()
        .open(Account.secretPurpose(account.rootAccessKeyId()), account.sealedRootSecret())
        .map(secret ->
            new RootCredentials(account.id(), new KeyPair(account.rootAccessKeyId(), secret)));
  }

  /**
   * Sets what limits an account; no documents lift every limit.
   *
   * @throws ServiceError {@code MalformedPolicyDocumentException}, or when there is no such account
   */
  public Account putServiceControlPolicies(String idOrName, List<String> documents) {
    for (String document : documents) {
      try {
        parts.policies().compile(document, PolicyKind.MANAGED);
      } catch (MalformedPolicyException e) {
        throw ServiceError.badRequest(
            "MalformedPolicyDocumentException", String.valueOf(e.getMessage()));
      }
    }
    return parts
        .store()
        .write(tx -> {
          Account limited = required(tx, idOrName).withServiceControlPolicies(documents);
          tx.put(Account.TABLE, limited);
          return limited;
        });
  }

  /** The levels of service control policies over an account, as the engine takes them. */
  public List<List<AttachedPolicy>> serviceControl(Transaction tx, String account) {
    List<AttachedPolicy> level = new ArrayList<>();
    tx
        .get(Account.TABLE, "", account)
        .map(Account::serviceControlPolicies)
        .orElse(List.of())
        .stream()
        .map(text -> parts.policies().compile(text, PolicyKind.MANAGED))
        .forEach(policy -> level.add(new AttachedPolicy("service control policy", policy)));
    return level.isEmpty() ? List.of() : List.of(level);
  }
}
