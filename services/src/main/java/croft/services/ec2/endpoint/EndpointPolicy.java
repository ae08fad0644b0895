package croft.services.ec2.endpoint;

import croft.base.ServiceError;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The policies that endpoints may have. Only the one that lets everything pass is taken: a narrower
 * one would not be enforced, and is refused by name rather than kept for show.
 */
final class EndpointPolicy {
  /** What an endpoint without a policy of its own has. */
  static final String FULL_ACCESS =
      "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
          + "\"Action\":\"*\",\"Resource\":\"*\"}]}";

  /** Full access in any order of its members, once white space is gone. */
  private static final Pattern FULL =
      Pattern.compile(
          "\\{(\"Version\":\"(2008-10-17|2012-10-17)\",)?\"Statement\":\\[?\\{("
              + "(\"Sid\":\"[^\"]*\"|\"Effect\":\"Allow\"|\"Action\":\\[?\"\\*\"]?"
              + "|\"Resource\":\\[?\"\\*\"]?|\"Principal\":(\"\\*\"|\\{\"AWS\":\"\\*\"}))"
              + ",?){4,5}}]?(,\"Version\":\"(2008-10-17|2012-10-17)\")?}");

  private EndpointPolicy() {}

  /**
   * Passes for full access and for none given.
   *
   * @throws ServiceError {@code UnsupportedOperation} for any other
   */
  static void check(@Nullable String document) {
    if (document != null && !FULL.matcher(document.replaceAll("\\s", "")).matches()) {
      throw ServiceError.badRequest(
          "UnsupportedOperation", "PolicyDocument other than full access is not supported");
    }
  }
}
