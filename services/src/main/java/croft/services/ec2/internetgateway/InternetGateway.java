package croft.services.ec2.internetgateway;

import org.jspecify.annotations.Nullable;

/** A VPC's door to the internet; {@code vpcId} is null while it is attached to none. */
public record InternetGateway(String scope, String id, @Nullable String vpcId) {

  public InternetGateway attachedTo(@Nullable String vpc) {
    return new InternetGateway(scope, id, vpc);
  }
}
