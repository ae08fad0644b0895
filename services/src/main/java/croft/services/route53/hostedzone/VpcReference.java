package croft.services.route53.hostedzone;

import croft.api.route53.VPC;

/** A VPC of a region. */
public record VpcReference(String region, String id) {
  VPC shape() {
    return VPC.builder().vpcRegion(region).vpcId(id).build();
  }
}
