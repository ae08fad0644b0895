package croft.services.s3.configuration;

import croft.api.s3.Condition;
import croft.api.s3.ErrorDocument;
import croft.api.s3.IndexDocument;
import croft.api.s3.Redirect;
import croft.api.s3.RedirectAllRequestsTo;
import croft.api.s3.RoutingRule;
import croft.api.s3.WebsiteConfiguration;
import croft.services.s3.website.Website;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Website configurations: what they may say, and the site they make. */
final class WebsiteShapes {
  private static final int MOST_RULES = 50;
  private static final int MOVED_PERMANENTLY = 301;
  private static final Pattern REDIRECT_STATUS = Pattern.compile("3(?!00)\\d\\d");
  private static final Pattern ERROR_STATUS = Pattern.compile("[45]\\d\\d");

  private WebsiteShapes() {}

  /** Passes for a configuration that can be shown; {@code ServiceError} (400) otherwise. */
  static void check(WebsiteConfiguration wanted) {
    RedirectAllRequestsTo all = wanted.redirectAllRequestsTo();
    IndexDocument index = wanted.indexDocument();
    if (all != null) {
      boolean alone =
          index == null && wanted.errorDocument() == null && wanted.routingRules() == null;
      if (!alone || all.hostName() == null) {
        throw BucketDocuments.malformed();
      }
      checkProtocol(all.protocol());
      return;
    }
    if (index == null) {
      throw BucketDocuments.invalidArgument(
          "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty");
    }
    String suffix = index.suffix();
    if (suffix == null || suffix.isEmpty() || suffix.contains("/")) {
      throw BucketDocuments.invalidArgument("The IndexDocument Suffix is not well formed");
    }
    ErrorDocument error = wanted.errorDocument();
    if (error != null && (error.key() == null || error.key().isEmpty())) {
      throw BucketDocuments.invalidArgument("The ErrorDocument Key is not well formed");
    }
    List<RoutingRule> rules = wanted.routingRulesOrEmpty();
    if (rules.size() > MOST_RULES) {
      throw BucketDocuments.invalid(
          rules.size()
              + " routing rules provided, the number of routing rules in a website configuration is"
              + " limited to 50.");
    }
    rules.forEach(WebsiteShapes::check);
  }

  private static void check(RoutingRule rule) {
    Redirect redirect = rule.redirect();
    if (redirect == null) {
      throw BucketDocuments.malformed();
    }
    checkProtocol(redirect.protocol());
    String status = redirect.httpRedirectCode();
    if (status != null && !REDIRECT_STATUS.matcher(status).matches()) {
      throw BucketDocuments.invalid(
          "The provided HTTP redirect code (%s) is not valid. Valid codes are 3XX except 300."
              .formatted(status));
    }
    if (redirect.replaceKeyWith() != null && redirect.replaceKeyPrefixWith() != null) {
      throw BucketDocuments.invalid(
          "You can only define ReplaceKeyPrefix or ReplaceKey but not both.");
    }
    Condition condition = rule.condition();
    String error = condition == null ? null : condition.httpErrorCodeReturnedEquals();
    if (error != null && !ERROR_STATUS.matcher(error).matches()) {
      throw BucketDocuments.invalid(
          "The provided HTTP error code (%s) is not valid. Valid codes are 4XX or 5XX."
              .formatted(error));
    }
  }

  private static void checkProtocol(@Nullable String protocol) {
    if (protocol != null && !Set.of("http", "https").contains(protocol)) {
      throw BucketDocuments.invalid(
          "Invalid protocol, protocol can be http or https. If not defined the protocol will be"
              + " selected automatically.");
    }
  }

  /** The site a checked configuration makes. */
  static Website site(WebsiteConfiguration configuration) {
    RedirectAllRequestsTo all = configuration.redirectAllRequestsTo();
    IndexDocument index = configuration.indexDocument();
    ErrorDocument error = configuration.errorDocument();
    return new Website(
        index == null ? "" : Objects.requireNonNullElse(index.suffix(), ""),
        error == null ? null : error.key(),
        all == null
            ? null
            : new Website.Everything(
                Objects.requireNonNullElse(all.hostName(), ""), all.protocol()),
        configuration.routingRulesOrEmpty().stream().map(WebsiteShapes::rule).toList());
  }

  private static Website.RoutingRule rule(RoutingRule rule) {
    Condition condition = rule.condition();
    String error = condition == null ? null : condition.httpErrorCodeReturnedEquals();
    Redirect redirect = Objects.requireNonNull(rule.redirect(), "checked when it was put");
    String status = redirect.httpRedirectCode();
    return new Website.RoutingRule(
        condition == null ? null : condition.keyPrefixEquals(),
        error == null ? null : Integer.valueOf(error),
        new Website.Redirect(
            redirect.hostName(),
            redirect.protocol(),
            status == null ? MOVED_PERMANENTLY : Integer.parseInt(status),
            redirect.replaceKeyPrefixWith(),
            redirect.replaceKeyWith()));
  }
}
