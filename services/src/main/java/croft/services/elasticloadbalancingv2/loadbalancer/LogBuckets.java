package croft.services.elasticloadbalancingv2.loadbalancer;

/** The buckets that access logs are written to. */
public interface LogBuckets {
  /**
   * Who writes.
   *
   * @param network whether it is a network balancer, whose logs another service delivers
   * @param scope of the balancer
   * @param arn of the balancer
   */
  record Writer(boolean network, String scope, String arn) {
    public String account() {
      return scope.substring(0, scope.indexOf('/'));
    }

    public String region() {
      return scope.substring(scope.indexOf('/') + 1);
    }
  }

  /**
   * Puts an object as the service that delivers logs, where the bucket's policy lets that in.
   *
   * @throws croft.base.ServiceError {@code InvalidConfigurationRequest} where it does not, or the
   *     bucket is not there or in another region
   */
  void put(Writer writer, String bucket, String key, String contentType, byte[] content);
}
