package croft.services.ec2.vpc;

/**
 * A virtual private cloud.
 *
 * @param cidrBlock such as {@code 172.31.0.0/16}
 * @param internetGatewayId of the gateway attached to it
 */
public record Vpc(
    String scope,
    String id,
    String cidrBlock,
    boolean isDefault,
    String dhcpOptionsId,
    String routeTableId,
    String networkAclId,
    String internetGatewayId) {}
