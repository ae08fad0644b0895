package croft.services.ec2.networkinterface;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.resource.ResourceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The further addresses of an interface, when a template changes them. */
final class SecondaryAddresses {
  private final ResourceRequest request;
  private final Ec2Calls ec2;
  private final String id;

  SecondaryAddresses(ResourceRequest request, String id) {
    this.request = request;
    this.ec2 = Ec2Calls.of(request);
    this.id = id;
  }

  void change() {
    if (request.changed("PrivateIpAddresses")) {
      Set<String> before = named(request.previous());
      Set<String> after = named(request.properties());
      List<String> there = live();
      call(
          before.stream().filter(one -> !after.contains(one) && there.contains(one)).toList(),
          false);
      call(after.stream().filter(one -> !there.contains(one)).toList(), true);
    }
    if (request.changed("SecondaryPrivateIpAddressCount")) {
      count(request.properties().path("SecondaryPrivateIpAddressCount").asInt(0));
    }
  }

  private static Set<String> named(ObjectNode properties) {
    Set<String> addresses = new TreeSet<>();
    for (JsonNode one : properties.path("PrivateIpAddresses")) {
      if (!one.path("Primary").asBoolean(false)) {
        addresses.add(one.path("PrivateIpAddress").asString());
      }
    }
    return addresses;
  }

  private List<String> live() {
    List<String> addresses = new ArrayList<>();
    for (JsonNode nic :
        ec2.all(
            Ec2Model.DESCRIBE_NETWORK_INTERFACES,
            "NetworkInterfaces",
            Ec2Calls.ids("NetworkInterfaceIds", id))) {
      for (JsonNode one : nic.path("PrivateIpAddresses")) {
        if (!one.path("Primary").asBoolean(false)) {
          addresses.add(one.path("PrivateIpAddress").asString());
        }
      }
    }
    return addresses;
  }

  private void count(int wanted) {
    List<String> there = live();
    if (there.size() < wanted) {
      ec2.call(
          Ec2Model.ASSIGN_PRIVATE_IP_ADDRESSES,
          Ec2Calls.members("NetworkInterfaceId", id)
              .put("SecondaryPrivateIpAddressCount", wanted - there.size()));
    } else {
      call(there.subList(wanted, there.size()), false);
    }
  }

  private void call(List<String> addresses, boolean given) {
    if (addresses.isEmpty()) {
      return;
    }
    ObjectNode members = Ec2Calls.ids("PrivateIpAddresses", addresses.toArray(String[]::new));
    members.put("NetworkInterfaceId", id);
    if (given) {
      ec2.call(Ec2Model.ASSIGN_PRIVATE_IP_ADDRESSES, members);
    } else {
      ec2.call(Ec2Model.UNASSIGN_PRIVATE_IP_ADDRESSES, members);
    }
  }
}
