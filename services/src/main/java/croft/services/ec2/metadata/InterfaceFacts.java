package croft.services.ec2.metadata;

import croft.services.ec2.networkinterface.NetworkInterface;
import java.util.List;
import java.util.Map;

/**
 * One interface of an instance, with what it is shown with.
 *
 * @param publicAddresses by private address
 * @param groupNames of the groups it wears
 * @param vpcCidrs the VPC's blocks, the first one first
 */
record InterfaceFacts(
    NetworkInterface nic,
    Map<String, String> publicAddresses,
    List<String> groupNames,
    String subnetCidr,
    List<String> vpcCidrs) {}
