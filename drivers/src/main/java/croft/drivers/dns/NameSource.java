package croft.drivers.dns;

import java.util.Optional;
import org.xbill.DNS.Name;

/** Knows the records of some names; asked for each question, from many threads. */
@FunctionalInterface
public interface NameSource {
  /**
   * What this source has on a name.
   *
   * @param name absolute, in any case
   * @param type as {@link org.xbill.DNS.Type} numbers it, never ANY
   * @return empty when the name is not this source's to tell, so that others are asked
   */
  Optional<Finding> find(Name name, int type);
}
