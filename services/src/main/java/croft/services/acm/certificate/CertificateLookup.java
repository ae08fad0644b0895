package croft.services.acm.certificate;

import croft.api.acm.Tag;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds certificates by ARN, says which access one needs, and reads tags. */
final class CertificateLookup {
  private static final String PREFIX = "certificate/";
  private static final int MOST_TAGS = 50;

  private CertificateLookup() {}

  /** The certificate of that ARN, of the caller's account and region. */
  static Optional<Certificate> find(Transaction tx, Call call, String arn) {
    String prefix = call.arn("acm", PREFIX).toString();
    return arn.startsWith(prefix)
        ? tx.get(Certificate.TABLE, call.scope(), arn.substring(prefix.length()))
        : Optional.empty();
  }

  /**
   * The certificate of that ARN.
   *
   * @throws ServiceError {@code ResourceNotFoundException}, {@code InvalidArnException}
   */
  static Certificate require(Transaction tx, Call call, @Nullable String text) {
    String arn = Requests.required(text, "certificateArn");
    parse(arn);
    return find(tx, call, arn).orElseThrow(() -> CertificateErrors.notFound(arn));
  }

  private static Arn parse(String text) {
    try {
      Arn arn = Arn.parse(text);
      if (arn.service().equals("acm") && arn.resource().startsWith(PREFIX)) {
        return arn;
      }
    } catch (IllegalArgumentException notOne) {
      // It is told below.
    }
    throw CertificateErrors.invalidArn(text);
  }

  /** The action on the certificate of an ARN; without one on any. */
  static List<Access> access(
      Store store,
      Call call,
      String action,
      @Nullable String text,
      Map<String, List<String>> context) {
    Arn arn = text != null && text.startsWith("arn:aws:acm:") ? parse(text) : any(call);
    if (text == null) {
      return List.of(Access.to(action, arn).with(context));
    }
    Map<String, List<String>> tags =
        store
            .read(tx -> find(tx, call, text))
            .map(certificate -> Requests.resourceTags(certificate.tags()))
            .orElse(Map.of());
    return List.of(Access.to(action, arn).with(Requests.join(tags, context)));
  }

  private static Arn any(Call call) {
    return call.arn("acm", PREFIX + "*");
  }

  /** Tags of a request for condition keys, unchecked. */
  static Map<String, String> requested(List<Tag> tags) {
    Map<String, String> all = new TreeMap<>();
    for (Tag tag : tags) {
      if (tag.key() != null) {
        all.put(tag.key(), tag.value() == null ? "" : tag.value());
      }
    }
    return all;
  }

  /**
   * Tags of a request put over those there are.
   *
   * @throws ServiceError {@code InvalidTagException} or {@code TooManyTagsException}
   */
  static Map<String, String> with(Map<String, String> present, List<Tag> added) {
    Map<String, String> fresh = requested(added);
    if (fresh.size() < added.size()) {
      throw ServiceError.badRequest("InvalidTagException", "Duplicate tag keys are not allowed.");
    }
    for (String key : fresh.keySet()) {
      if (key.regionMatches(true, 0, "aws:", 0, 4)) {
        throw ServiceError.badRequest(
            "InvalidTagException", "Tag keys that begin with aws: are reserved: " + key);
      }
    }
    Map<String, String> all = new TreeMap<>(present);
    all.putAll(fresh);
    if (all.size() > MOST_TAGS) {
      throw ServiceError.badRequest(
          "TooManyTagsException", "A certificate can have at most " + MOST_TAGS + " tags.");
    }
    return all;
  }
}
