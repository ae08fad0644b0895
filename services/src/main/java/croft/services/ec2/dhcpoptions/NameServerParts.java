package croft.services.ec2.dhcpoptions;

import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceFile;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceParts;
import croft.services.ec2.vpc.Vpc;
import croft.services.ec2.vpc.Vpcs;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells instances of their VPC's options set: the domain and the name servers in {@code
 * /etc/resolv.conf}, anew at each start, as a DHCP client does. An instance is made with what the
 * default set says, so that one in a VPC whose set was never changed is left alone.
 */
public final class NameServerParts implements InstanceParts {
  private static final String PATH = "/etc/resolv.conf";

  private final Store store;
  private final ComputeDriver compute;

  public NameServerParts(Store store, ComputeDriver compute) {
    this.store = store;
    this.compute = compute;
  }

  @Override
  public void running(Instance instance) {
    Optional<String> text =
        store.read(tx ->
            tx.get(Vpcs.TABLE, instance.scope(), instance.place().vpcId())
                .filter(Vpc::dhcpOptionsChanged)
                .map(vpc -> text(tx, vpc)));
    if (text.isEmpty()) {
      return;
    }
    InstanceFile file = InstanceFile.ofRoot(PATH, Content.text(text.get()), 0644);
    try {
      compute.shell(instance.id()).writeFile(file);
    } catch (ComputeException e) {
      if (e.reason() != ComputeException.Reason.NOT_RUNNING) {
        throw e;
      }
      // It ended already; its next start tells it.
    }
  }

  /** What the file says in a VPC. */
  static String text(Transaction tx, Vpc vpc) {
    Optional<DhcpOptions> set = tx.get(DhcpOptionSets.TABLE, vpc.scope(), vpc.dhcpOptionsId());
    List<String> domains =
        set.map(options -> options.values(DhcpOptionSets.DOMAIN_NAME)).orElse(List.of());
    List<String> servers =
        set.map(options -> options.values(DhcpOptionSets.DOMAIN_NAME_SERVERS)).orElse(List.of());
    List<String> lines = new ArrayList<>();
    if (!domains.isEmpty()) {
      lines.add("search " + String.join(" ", domains));
    }
    for (String server : servers) {
      boolean own = server.equals(DhcpOptionSets.AMAZON_PROVIDED_DNS);
      lines.add("nameserver " + (own ? vpc.blocks().getFirst().at(2) : server));
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
