package croft.services.ec2.userdata;

import java.util.List;
import java.util.Map;

/** One piece of user data, by its format. */
public sealed interface Part {

  /** Begins with {@code #!}: run once, as root, in the order given. */
  record Script(byte[] bytes) implements Part {}

  /** Begins with {@code #cloud-boothook}: run at every boot, before all else. */
  record BootHook(byte[] bytes) implements Part {}

  /** Begins with {@code #cloud-config}: a YAML mapping of modules. */
  record CloudConfig(Map<String, Object> keys) implements Part {}

  /** Begins with {@code #include}: one URL a line, fetched inside the instance and run. */
  record Include(List<String> urls) implements Part {}

  /** Anything else, with the reason it is left alone. */
  record Unhandled(String reason) implements Part {}
}
