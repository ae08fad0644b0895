package croft.services.route53.hostedzone;

import croft.store.Transaction;

/** Tells which VPCs there are. */
@FunctionalInterface
public interface VpcLookup {
  /** Whether an account has that VPC in that region. */
  boolean exists(Transaction tx, String account, String region, String vpcId);
}
