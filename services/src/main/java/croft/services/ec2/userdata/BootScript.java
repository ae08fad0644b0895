package croft.services.ec2.userdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.drivers.compute.InstanceSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The script an instance runs at every boot, with the files it needs: boot hooks each time, the
 * rest once. Its output goes to {@code /var/log/cloud-init-output.log} and the console, where
 * GetConsoleOutput reads it; {@code /var/lib/cloud/instance/boot-finished} marks the end.
 */
public final class BootScript {
  /** Where the compute driver looks for it. */
  public static final String PATH = InstanceSpec.BOOT_PROGRAM;

  private static final String DIRECTORY = "/var/lib/cloud/instance";

  private final List<BootFile> files = new ArrayList<>();
  private final List<String> everyBoot = new ArrayList<>();
  private final List<String> once = new ArrayList<>();
  private int scripts;

  private BootScript() {}

  /** The files for an instance with that user data (decoded; empty for none). */
  public static List<BootFile> files(byte[] userData) {
    BootScript boot = new BootScript();
    if (userData.length > 0) {
      boot.files.add(new BootFile(DIRECTORY + "/user-data.txt", userData, 0600));
    }
    for (Part part : UserDataParser.parse(userData)) {
      boot.add(part);
    }
    boot.files.add(new BootFile(PATH, boot.text().getBytes(UTF_8), 0755));
    return List.copyOf(boot.files);
  }

  private void add(Part part) {
    switch (part) {
      case Part.Script script -> once.add(run(script(script.bytes())));
      case Part.BootHook hook -> everyBoot.add("sh " + script(hook.bytes()));
      case Part.Include include ->
          include
              .urls()
              .forEach(url -> {
                String file = DIRECTORY + "/scripts/include-" + ++scripts;
                once.add(
                    "curl -fsSL -o "
                        + file
                        + " "
                        + Shell.quote(url)
                        + " && chmod 0700 "
                        + file
                        + " && "
                        + run(file));
              });
      case Part.CloudConfig config -> {
        CloudConfigScript.Commands commands = CloudConfigScript.compile(config.keys());
        everyBoot.addAll(commands.everyBoot());
        once.addAll(commands.once());
      }
      case Part.Unhandled unhandled ->
          once.add("echo " + Shell.quote("user-data not handled: " + unhandled.reason()));
    }
  }

  private String script(byte[] bytes) {
    String path = DIRECTORY + "/scripts/part-%03d".formatted(++scripts);
    files.add(new BootFile(path, bytes, 0700));
    return path;
  }

  private static String run(String path) {
    return path + " || echo 'Failed to run " + path + " (exit status '$?')'";
  }

  private String text() {
    return """
    #!/bin/sh
    # Runs at every boot: boot hooks each time, user data once.
    export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
    croft_packages() {
      action=$1; shift
      if command -v apt-get >/dev/null; then
        export DEBIAN_FRONTEND=noninteractive
        apt-get -y -q "$action" "$@"
      elif command -v dnf >/dev/null; then
        case $action in update) dnf -y makecache;; *) dnf -y "$action" "$@";; esac
      elif command -v yum >/dev/null; then
        case $action in update) yum -y makecache;; *) yum -y "$action" "$@";; esac
      elif command -v apk >/dev/null; then
        case $action in install) apk add "$@";; *) apk "$action";; esac
      else
        echo "packages: this image has no package tool that is known here"
      fi
    }
    croft_boot() {
    %s
      if [ ! -e %s/boot-finished ]; then
        echo "Cloud-init v. croft running 'modules:final'"
    %s
        echo "Cloud-init v. croft finished"
        touch %s/boot-finished
      fi
    }
    mkdir -p %s /var/log
    croft_boot 2>&1 | tee -a /var/log/cloud-init-output.log
    """
        .formatted(lines(everyBoot), DIRECTORY, lines(once), DIRECTORY, DIRECTORY);
  }

  private static String lines(List<String> commands) {
    return commands.isEmpty() ? ":" : String.join("\n", commands);
  }
}
