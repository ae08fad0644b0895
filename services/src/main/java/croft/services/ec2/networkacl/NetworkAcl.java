package croft.services.ec2.networkacl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An ordered list of what enters and leaves the subnets associated with it. */
public record NetworkAcl(
    String scope, String id, String vpcId, boolean isDefault, List<Entry> entries) {

  /** The number AWS shows for the denial at each end, an asterisk in its console. */
  public static final int LAST = 32767;

  public NetworkAcl {
    entries =
        entries.stream()
            .sorted(Comparator.comparing(Entry::egress).thenComparingInt(Entry::number))
            .toList();
  }

  /**
   * One numbered entry.
   *
   * @param number 1 to 32766, unique each way
   * @param protocol a protocol number, or -1 for all
   * @param from first port, or the ICMP type; -1 for all
   * @param to last port, or the ICMP code; -1 for all
   * @param block IPv4, or IPv6 when it has a colon
   */
  public record Entry(
      int number, boolean egress, boolean allow, int protocol, int from, int to, String block) {

    public boolean isIpv6() {
      return block.indexOf(':') >= 0;
    }
  }

  public Optional<Entry> entry(boolean egress, @Nullable Integer number) {
    return entries.stream()
        .filter(e -> e.egress() == egress && number != null && e.number() == number)
        .findFirst();
  }

  public NetworkAcl with(Entry added) {
    List<Entry> all = new ArrayList<>(entries);
    all.add(added);
    return new NetworkAcl(scope, id, vpcId, isDefault, all);
  }

  public NetworkAcl without(Entry removed) {
    List<Entry> rest = new ArrayList<>(entries);
    rest.remove(removed);
    return new NetworkAcl(scope, id, vpcId, isDefault, rest);
  }
}
