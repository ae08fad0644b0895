package croft.services.ec2.logfile;

import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceShapes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What names of groups and streams may hold in braces. */
record Placeholders(Instance instance, String localHostName, Instant now) {
  String fill(String name) {
    if (!name.contains("{")) {
      return name;
    }
    String address = instance.place().privateAddress();
    String region = instance.scope().substring(instance.scope().indexOf('/') + 1);
    return name.replace("{instance_id}", instance.id())
        .replace("{hostname}", InstanceShapes.privateName(region, address))
        .replace("{local_hostname}", localHostName)
        .replace("{ip_address}", address)
        .replace("{date}", LocalDate.ofInstant(now, ZoneOffset.UTC).toString());
  }
}
