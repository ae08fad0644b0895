package croft.services.operation;

import croft.base.Arn;
import croft.base.Caller;
import java.time.Instant;

/**
 * One call on its way to an operation: who, where, from where and when.
 *
 * @param region the region the request was signed for
 * @param requestId the UUID the answer carries
 * @param sourceAddress the peer's address, for {@code aws:SourceIp}
 * @param secure whether it came over TLS, for {@code aws:SecureTransport}
 */
public record Call(
    Caller caller,
    String region,
    String requestId,
    String sourceAddress,
    boolean secure,
    String userAgent,
    Instant at) {

  public String account() {
    return caller.account();
  }

  /** Where regional rows are kept: {@code account/region}. */
  public String scope() {
    return caller.account() + "/" + region;
  }

  /** An ARN in this call's account and region. */
  public Arn arn(String service, String resource) {
    return Arn.of(service, region, caller.account(), resource);
  }
}
