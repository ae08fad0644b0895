package croft.services.elasticloadbalancingv2.loadbalancer;

import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Kind;
import java.util.Map;

/**
 * The hosted zones that aliases to load balancers name.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/general/latest/gr/elb.html">Elastic Load
 * Balancing endpoints</a>.
 */
public final class HostedZones {
  private static final Map<String, String> APPLICATION =
      Map.of(
          "us-east-1", "Z35SXDOTRQ7X7K",
          "us-east-2", "Z3AADJGX6KTTL2",
          "us-west-1", "Z368ELLRRE2KJ0",
          "us-west-2", "Z1H1FL5HABSF5",
          "eu-west-1", "Z32O12XQLNTSW2",
          "eu-west-2", "ZHURV8PSTC4K8",
          "eu-central-1", "Z215JYRZR1TBD5",
          "eu-north-1", "Z23TAZ6LKFMNIO",
          "ap-northeast-1", "Z14GRHDCWA56QT",
          "ap-southeast-1", "Z1LMS91P8CMLE5");
  private static final Map<String, String> NETWORK =
      Map.of(
          "us-east-1", "Z26RNL4JYFTOTI",
          "us-east-2", "ZLMOA37VPKANP",
          "us-west-1", "Z24FKFUX50B4VW",
          "us-west-2", "Z18D5FSROUN65G",
          "eu-west-1", "Z2IFOLAFXWLO4F",
          "eu-west-2", "ZD4D7Y8KGAS4G",
          "eu-central-1", "Z3F0SRJ5LGBH90",
          "eu-north-1", "Z1UDT6IFJ4EJM",
          "ap-northeast-1", "Z31USIVHYNEOWT",
          "ap-southeast-1", "ZKVM4W9LS7TM");

  private HostedZones() {}

  public static String of(String region, Kind kind) {
    return (kind == Kind.NETWORK ? NETWORK : APPLICATION)
        .getOrDefault(region, kind == Kind.NETWORK ? "ZCROFTNETWORK" : "ZCROFTAPPLICATION");
  }
}
