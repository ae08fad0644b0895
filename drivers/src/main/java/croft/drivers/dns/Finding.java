package croft.drivers.dns;

import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;

/** What a source has on a name. */
public sealed interface Finding {
  /**
   * Its records of the asked type, or the alias the name is.
   *
   * @param records as they are answered, in this order; one CNAME when it is an alias
   */
  record Records(List<Record> records) implements Finding {
    public Records {
      records = List.copyOf(records);
    }
  }

  /**
   * The name is there, but not with this type.
   *
   * @param authority the zone's SOA record, whose minimum tells how long that may be believed (RFC
   *     2308)
   */
  record NoData(Optional<Record> authority) implements Finding {}

  /** The name is not there. */
  record NoName(Optional<Record> authority) implements Finding {}

  /**
   * Other servers have the name.
   *
   * @param nameServers their NS records
   */
  record Delegated(List<Record> nameServers) implements Finding {
    public Delegated {
      nameServers = List.copyOf(nameServers);
    }
  }
}
