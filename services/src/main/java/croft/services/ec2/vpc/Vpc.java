package croft.services.ec2.vpc;

import croft.drivers.network.Ipv4Cidr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A virtual private cloud.
 *
 * @param cidrBlock the primary block, such as {@code 172.31.0.0/16}
 * @param cidrs every block, the primary one first
 * @param dhcpOptionsId a set's id, or {@code default} for none
 * @param dhcpOptionsChanged whether it ever had another set than the one it was made with
 * @param dnsSupport whether the resolver answers inside
 * @param dnsHostnames whether instances with public addresses get public names
 */
public record Vpc(
    String scope,
    String id,
    String cidrBlock,
    List<CidrAssociation> cidrs,
    boolean isDefault,
    String dhcpOptionsId,
    boolean dhcpOptionsChanged,
    boolean dnsSupport,
    boolean dnsHostnames) {
  /** The {@code dhcpOptionsId} of a VPC without an options set. */
  public static final String NO_DHCP_OPTIONS = "default";

  public Vpc(
      String scope,
      String id,
      String cidrBlock,
      @Nullable List<CidrAssociation> cidrs,
      boolean isDefault,
      String dhcpOptionsId,
      boolean dhcpOptionsChanged,
      boolean dnsSupport,
      boolean dnsHostnames) {
    this.scope = scope;
    this.id = id;
    this.cidrBlock = cidrBlock;
    // Rows written before VPCs had several blocks had both attributes always on.
    boolean old = cidrs == null;
    this.cidrs =
        cidrs == null
            ? List.of(new CidrAssociation(id.replace("vpc-", "vpc-cidr-assoc-"), cidrBlock))
            : List.copyOf(cidrs);
    this.isDefault = isDefault;
    this.dhcpOptionsId = dhcpOptionsId;
    this.dhcpOptionsChanged = dhcpOptionsChanged;
    this.dnsSupport = old || dnsSupport;
    this.dnsHostnames = old || dnsHostnames;
  }

  /** Every block as addresses, the primary one first. */
  public List<Ipv4Cidr> blocks() {
    return cidrs.stream().map(c -> Ipv4Cidr.parse(c.cidrBlock())).toList();
  }

  public Vpc with(CidrAssociation added) {
    List<CidrAssociation> all = new ArrayList<>(cidrs);
    all.add(added);
    return withBlocks(all);
  }

  public Vpc without(CidrAssociation removed) {
    List<CidrAssociation> rest = new ArrayList<>(cidrs);
    rest.remove(removed);
    return withBlocks(rest);
  }

  private Vpc withBlocks(List<CidrAssociation> all) {
    return new Vpc(
        scope,
        id,
        cidrBlock,
        all,
        isDefault,
        dhcpOptionsId,
        dhcpOptionsChanged,
        dnsSupport,
        dnsHostnames);
  }

  public Vpc withDhcpOptions(String optionsId) {
    return new Vpc(
        scope, id, cidrBlock, cidrs, isDefault, optionsId, true, dnsSupport, dnsHostnames);
  }

  public Vpc withDns(boolean support, boolean hostnames) {
    return new Vpc(
        scope,
        id,
        cidrBlock,
        cidrs,
        isDefault,
        dhcpOptionsId,
        dhcpOptionsChanged,
        support,
        hostnames);
  }
}
