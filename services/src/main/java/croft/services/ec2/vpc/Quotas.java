package croft.services.ec2.vpc;

/**
 * How many of each an account may have. AWS's defaults are small and raised on request; these are
 * what AWS documents as the highest it raises them to, or the default where nobody meets it.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html">VPC
 * quotas</a>.
 */
public final class Quotas {
  /** In a region. */
  public static final int VPCS = 100;

  /** In a region; as many as VPCs. */
  public static final int INTERNET_GATEWAYS = VPCS;

  /** In a VPC. */
  public static final int SUBNETS = 200;

  /** In a VPC, the primary one among them. */
  public static final int BLOCKS = 50;

  /** In a VPC. */
  public static final int ROUTE_TABLES = 200;

  /** In a route table, besides the local ones. */
  public static final int ROUTES = 1000;

  /** In an availability zone. */
  public static final int NAT_GATEWAYS = 50;

  /** Active ones of a VPC. */
  public static final int PEERINGS = 125;

  /** In a region. */
  public static final int GATEWAY_ENDPOINTS = 100;

  /** In a region. */
  public static final int DHCP_OPTIONS = 100;

  private Quotas() {}
}
