package croft.services.ec2.natgateway;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.internetgateway.InternetGateways;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.vpc.Subnet;
import croft.services.ec2.vpc.Vpcs;
import croft.store.Transaction;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives NAT gateways what they have in their subnets, or says why they cannot have it.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html">NAT
 * gateway creation fails</a>.
 */
public final class NatGatewayPlacement {
  private final Ids ids;
  private final InstantSource time;

  public NatGatewayPlacement(Ids ids, InstantSource time) {
    this.ids = ids;
    this.time = time;
  }

  /** The gateway with its interface and address, or failed. */
  NatGateway place(Transaction tx, NatGateway gateway) {
    Optional<Subnet> subnet = tx.get(Vpcs.SUBNETS, gateway.scope(), gateway.subnetId());
    if (subnet.isEmpty()) {
      return failed(
          gateway,
          "InvalidSubnetID.NotFound",
          "The subnet ID '" + gateway.subnetId() + "' does not exist");
    }
    String allocationId = gateway.allocationId();
    if (allocationId == null) {
      return stand(tx, gateway, subnet.get(), null);
    }
    if (InternetGateways.of(tx, gateway.scope(), gateway.vpcId()).isEmpty()) {
      return failed(
          gateway,
          "Gateway.NotAttached",
          "Network " + gateway.vpcId() + " has no Internet gateway attached");
    }
    Optional<Address> address = tx.get(Addresses.TABLE, gateway.scope(), allocationId);
    if (address.isEmpty()) {
      return failed(
          gateway,
          "InvalidAllocationID.NotFound",
          "Elastic IP address " + allocationId + " could not be associated with this NAT gateway");
    }
    if (address.get().associationId() != null) {
      return failed(
          gateway,
          "Resource.AlreadyAssociated",
          "Elastic IP address " + allocationId + " is already associated");
    }
    return stand(tx, gateway, subnet.get(), address.get());
  }

  private NatGateway stand(
      Transaction tx, NatGateway gateway, Subnet subnet, @Nullable Address address) {
    NetworkInterface made;
    try {
      made =
          NetworkInterfaces.createManaged(
              tx,
              ids,
              subnet,
              new NetworkInterfaces.Request(
                  "amazon-nat",
                  "nat_gateway",
                  "Interface for NAT Gateway " + gateway.id(),
                  gateway.wantedAddress(),
                  List.of()),
              time.instant());
    } catch (ServiceError e) {
      boolean full = e.code().equals("InsufficientFreeAddressesInSubnet");
      return failed(
          gateway,
          e.code(),
          full ? "Subnet has insufficient free addresses to create this NAT gateway" : e.message());
    }
    if (address == null) {
      return gateway.placed(new NatGateway.Place(made.id(), made.privateAddress(), null, null));
    }
    String association = ids.resource("eipassoc");
    tx.put(
        Addresses.TABLE, address.associated(association, null, made.id(), made.privateAddress()));
    return gateway.placed(
        new NatGateway.Place(
            made.id(), made.privateAddress(), address.publicAddress(), association));
  }

  private NatGateway failed(NatGateway gateway, String code, String message) {
    return gateway.failed(new NatGateway.Failure(code, message), time.instant());
  }

  /** Takes interface and address back. */
  void letGo(Transaction tx, NatGateway gateway) {
    NatGateway.Place place = gateway.place();
    if (place == null) {
      return;
    }
    NetworkInterfaces.remove(tx, gateway.scope(), place.interfaceId());
    String allocationId = gateway.allocationId();
    if (allocationId != null) {
      tx.get(Addresses.TABLE, gateway.scope(), allocationId)
          .filter(a -> place.interfaceId().equals(a.interfaceId()))
          .ifPresent(a -> tx.put(Addresses.TABLE, a.released()));
    }
  }
}
