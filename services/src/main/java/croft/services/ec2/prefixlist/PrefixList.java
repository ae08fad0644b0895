package croft.services.ec2.prefixlist;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A customer-managed prefix list.
 *
 * @param addressFamily {@code IPv4} or {@code IPv6}
 * @param state such as {@code create-complete}
 * @param versions every version there was, oldest first; the last is in force
 */
public record PrefixList(
    String scope,
    String id,
    String name,
    String addressFamily,
    int maxEntries,
    String state,
    List<Version> versions) {
  public PrefixList {
    versions = List.copyOf(versions);
  }

  /** The entries as they were after one change. */
  public record Version(long number, List<Entry> entries) {
    public Version {
      entries = List.copyOf(entries);
    }
  }

  /** One block. */
  public record Entry(String cidr, @Nullable String description) {}

  /** The version in force. */
  public long version() {
    return versions.getLast().number();
  }

  public List<Entry> entries() {
    return versions.getLast().entries();
  }

  public Optional<Version> version(long number) {
    return versions.stream().filter(v -> v.number() == number).findFirst();
  }

  /** The list with these entries as its next version. */
  public PrefixList next(List<Entry> entries, String nextState) {
    List<Version> all = new ArrayList<>(versions);
    all.add(new Version(version() + 1, entries));
    return new PrefixList(scope, id, name, addressFamily, maxEntries, nextState, all);
  }

  public PrefixList with(String newName, int newMaxEntries, String nextState) {
    return new PrefixList(scope, id, newName, addressFamily, newMaxEntries, nextState, versions);
  }
}
