package croft.services.ec2.instance;

import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceFile;
import croft.drivers.network.Ipv4Address;
import croft.services.ec2.bootstrap.BootstrapPrograms;
import croft.services.ec2.userdata.BootFile;
import croft.services.ec2.userdata.BootScript;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files an instance finds at its first boot: who it is, who may come in, what to do. */
final class InstanceFiles {
  /** The port Croft answers on inside every VPC, at the metadata service's address. */
  static final String ENDPOINT_INSIDE = "http://169.254.169.254:4566";

  private InstanceFiles() {}

  /** The first label of the instance's private name. */
  static String hostname(Instance instance) {
    return "ip-" + instance.place().privateAddress().replace('.', '-');
  }

  static List<InstanceFile> of(
      Instance instance, @Nullable String publicKey, Ipv4Address resolver) {
    String region = instance.scope().substring(instance.scope().indexOf('/') + 1);
    String domain = InstanceShapes.domain(region);
    String name = hostname(instance);
    List<InstanceFile> files = new ArrayList<>(BootstrapPrograms.files());
    files.add(text("/etc/hostname", name + "\n"));
    files.add(
        text(
            "/etc/hosts",
            "127.0.0.1 localhost\n"
                + instance.place().privateAddress()
                + " "
                + name
                + "."
                + domain
                + " "
                + name
                + "\n"));
    files.add(text("/etc/resolv.conf", "search " + domain + "\nnameserver " + resolver + "\n"));
    files.add(
        text(
            "/etc/profile.d/croft.sh",
            "export AWS_ENDPOINT_URL="
                + ENDPOINT_INSIDE
                + "\n"
                + "export AWS_DEFAULT_REGION="
                + region
                + " AWS_REGION="
                + region
                + "\n"));
    if (publicKey != null) {
      files.add(
          InstanceFile.ofRoot(
              "/root/.ssh/authorized_keys",
              Content.text(publicKey + " " + instance.launch().keyName() + "\n"),
              0600));
    }
    String encoded = instance.launch().userData();
    byte[] userData = encoded == null ? new byte[0] : Base64.getDecoder().decode(encoded);
    for (BootFile file : BootScript.files(userData)) {
      files.add(InstanceFile.ofRoot(file.path(), Content.of(file.bytes()), file.mode()));
    }
    return files;
  }

  private static InstanceFile text(String path, String text) {
    return InstanceFile.ofRoot(path, Content.text(text), 0644);
  }
}
