package croft.services.ec2.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of the programs, where AWS's own are and where a search finds them.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/cfn-helper-scripts-reference.html">CloudFormation
 * helper scripts</a>.
 */
public final class BootstrapPrograms {
  private static final String ROOM = "/croft/services/ec2/bootstrap/";
  private static final int PROGRAM = 0755;
  private static final int TEXT = 0644;
  private static final List<String> PROGRAMS =
      List.of("cfn-init", "cfn-signal", "cfn-get-metadata", "cfn-hup");
  private static final List<String> MODULES =
      List.of(
          "__init__",
          "accounts",
          "amazonlinux",
          "aws",
          "commands",
          "download",
          "files",
          "get_metadata",
          "hup",
          "init",
          "log",
          "mustache",
          "options",
          "packages",
          "services",
          "signal",
          "start",
          "yum");

  /** Read once: each launch puts in the same. */
  private static final List<InstanceFile> FILES = read();

  private BootstrapPrograms() {}

  public static List<InstanceFile> files() {
    return FILES;
  }

  private static List<InstanceFile> read() {
    List<InstanceFile> files = new ArrayList<>();
    String launch = text("launch.sh");
    for (String name : PROGRAMS) {
      files.add(file("/opt/aws/bin/" + name, launch.replace("NAME", name), PROGRAM));
      String found = "#!/bin/sh\nexec /opt/aws/bin/" + name + " \"$@\"\n";
      files.add(file("/usr/local/bin/" + name, found, PROGRAM));
    }
    files.add(file("/opt/aws/bin/yum", launch.replace("NAME", "yum"), PROGRAM));
    files.add(file("/usr/local/bin/yum", text("yum.sh"), PROGRAM));
    files.add(file("/usr/local/bin/easy_install", text("easy_install.sh"), PROGRAM));
    for (String module : MODULES) {
      String path = "cfn/" + module + ".py";
      files.add(file("/opt/aws/lib/" + path, text(path), TEXT));
    }
    files.add(file("/etc/systemd/system/cfn-hup.service", text("cfn-hup.service"), TEXT));
    files.add(file("/etc/init.d/cfn-hup", text("init.d.sh"), PROGRAM));
    return List.copyOf(files);
  }

  private static InstanceFile file(String path, String text, int mode) {
    return InstanceFile.ofRoot(path, Content.text(text), mode);
  }

  private static String text(String name) {
    try (InputStream in = BootstrapPrograms.class.getResourceAsStream(ROOM + name)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + ROOM + name + " is missing");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
