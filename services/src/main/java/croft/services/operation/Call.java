package croft.services.operation;

import croft.base.Arn;
import croft.base.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way to an operation: who, where, from where and when.
 *
 * @param region the region the request was signed for
 * @param requestId the UUID the answer carries
 * @param sourceAddress the peer's address, for {@code aws:SourceIp}
 * @param secure whether it came over TLS, for {@code aws:SecureTransport}
 * @param calledVia host names of the services that pass the caller's call on, the first one first,
 *     such as {@code ssm.amazonaws.com}, for {@code aws:CalledVia}; empty for a direct call
 * @param conditionKeys what only the door knows of a request, such as {@code aws:Referer} or {@code
 *     s3:authType}; a key without values hides what would be known otherwise
 * @param endpointPolicy the document of the VPC endpoint the request came through; null for none
 */
public record Call(
    Caller caller,
    String region,
    String requestId,
    String sourceAddress,
    boolean secure,
    String userAgent,
    Instant at,
    List<String> calledVia,
    Map<String, List<String>> conditionKeys,
    @Nullable String endpointPolicy) {

  public Call {
    calledVia = List.copyOf(calledVia);
    conditionKeys = Map.copyOf(conditionKeys);
  }

  /** A call that came straight from its caller. */
  public Call(
      Caller caller,
      String region,
      String requestId,
      String sourceAddress,
      boolean secure,
      String userAgent,
      Instant at) {
    this(
        caller, region, requestId, sourceAddress, secure, userAgent, at, List.of(), Map.of(), null);
  }

  /** The same caller's call, passed on by a service: {@code ssm.amazonaws.com}. */
  public Call via(String hostName) {
    List<String> chain = Stream.concat(calledVia.stream(), Stream.of(hostName)).toList();
    return new Call(
        caller,
        region,
        requestId,
        sourceAddress,
        secure,
        userAgent,
        at,
        chain,
        conditionKeys,
        null);
  }

  /** The same call with what the door knows of its request. */
  public Call with(Map<String, List<String>> keys) {
    return new Call(
        caller,
        region,
        requestId,
        sourceAddress,
        secure,
        userAgent,
        at,
        calledVia,
        keys,
        endpointPolicy);
  }

  /** The same call, come through a VPC endpoint with a policy. */
  public Call through(@Nullable String policy) {
    return new Call(
        caller,
        region,
        requestId,
        sourceAddress,
        secure,
        userAgent,
        at,
        calledVia,
        conditionKeys,
        policy);
  }

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
