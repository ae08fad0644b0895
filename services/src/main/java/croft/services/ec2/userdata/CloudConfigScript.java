package croft.services.ec2.userdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a cloud-config mapping to shell commands, in the order cloud-init's stages run them:
 * bootcmd, write_files, hostname, groups, users, keys, timezone, packages, runcmd, final_message.
 *
 * <p>Source: <a href="https://cloudinit.readthedocs.io/en/latest/reference/modules.html">cloud-init
 * modules</a>.
 */
final class CloudConfigScript {
  private static final Set<String> KNOWN =
      Set.of(
          "bootcmd",
          "write_files",
          "hostname",
          "fqdn",
          "preserve_hostname",
          "manage_etc_hosts",
          "groups",
          "users",
          "ssh_authorized_keys",
          "timezone",
          "package_update",
          "package_upgrade",
          "package_reboot_if_required",
          "packages",
          "runcmd",
          "final_message",
          "output");

  private final List<String> everyBoot = new ArrayList<>();
  private final List<String> once = new ArrayList<>();
  private final Map<String, Object> keys;

  private CloudConfigScript(Map<String, Object> keys) {
    this.keys = keys;
  }

  /** The commands of a mapping: those of every boot, and those of the first only. */
  record Commands(List<String> everyBoot, List<String> once) {}

  static Commands compile(Map<String, Object> keys) {
    CloudConfigScript script = new CloudConfigScript(keys);
    script.unknownKeys();
    script.commands("bootcmd", script.everyBoot);
    script.writeFiles();
    script.hostname();
    script.groups();
    script.users();
    script.timezone();
    script.packages();
    script.commands("runcmd", script.once);
    script.finalMessage();
    return new Commands(script.everyBoot, script.once);
  }

  private void unknownKeys() {
    for (String key : keys.keySet()) {
      if (!KNOWN.contains(key)) {
        once.add("echo " + Shell.quote("cloud-config key '" + key + "' is not supported"));
      }
    }
  }

  private void commands(String key, List<String> target) {
    for (Object command : items(keys.get(key))) {
      // A list is one command's words; a text is a shell line. A failure does not end the others.
      target.add(
          command instanceof List<?> words
              ? Shell.quote(words)
              : "sh -c " + Shell.quote(String.valueOf(command)));
    }
  }

  private void writeFiles() {
    for (Object item : items(keys.get("write_files"))) {
      if (!(item instanceof Map<?, ?> file) || text(file, "path") == null) {
        once.add("echo " + Shell.quote("write_files: an entry without a path is passed over"));
        continue;
      }
      String path = Shell.quote(String.valueOf(text(file, "path")));
      String encoding = String.valueOf(text(file, "encoding"));
      String content = text(file, "content");
      String arrow = Boolean.TRUE.equals(file.get("append")) ? ">>" : ">";
      once.add("mkdir -p \"$(dirname " + path + ")\"");
      once.add(decoder(content == null ? "" : content, encoding) + " " + arrow + " " + path);
      String permissions = text(file, "permissions");
      once.add("chmod " + Shell.quote(permissions == null ? "0644" : permissions) + " " + path);
      String owner = text(file, "owner");
      if (owner != null) {
        once.add("chown " + Shell.quote(owner) + " " + path);
      }
    }
  }

  private static String decoder(String content, String encoding) {
    return switch (encoding) {
      case "b64", "base64" -> "printf %s " + Shell.quote(stripped(content)) + " | base64 -d";
      case "gz+b64", "gzip+b64", "gz+base64", "gzip+base64" ->
          "printf %s " + Shell.quote(stripped(content)) + " | base64 -d | gunzip";
      default ->
          "printf %s "
              + Shell.quote(Base64.getEncoder().encodeToString(content.getBytes(UTF_8)))
              + " | base64 -d";
    };
  }

  private static String stripped(String base64) {
    return base64.replaceAll("\\s", "");
  }

  private void hostname() {
    String name = text(keys, "hostname") == null ? text(keys, "fqdn") : text(keys, "hostname");
    if (name != null && !Boolean.TRUE.equals(keys.get("preserve_hostname"))) {
      once.add("hostname " + Shell.quote(name));
      once.add("printf '%s\\n' " + Shell.quote(name) + " > /etc/hostname");
    }
  }

  private void groups() {
    for (Object item : items(keys.get("groups"))) {
      if (item instanceof Map<?, ?> group) {
        group.forEach((name, members) -> {
          group(String.valueOf(name));
          for (Object member : items(members)) {
            once.add(
                "usermod -aG "
                    + Shell.quote(String.valueOf(name))
                    + " "
                    + Shell.quote(String.valueOf(member)));
          }
        });
      } else {
        group(String.valueOf(item));
      }
    }
  }

  private void group(String name) {
    String word = Shell.quote(name);
    once.add("getent group " + word + " >/dev/null || groupadd " + word);
  }

  private void users() {
    for (Object item : items(keys.get("users"))) {
      if (item instanceof Map<?, ?> user && text(user, "name") != null) {
        user(String.valueOf(text(user, "name")), user);
      } else if (item instanceof String name && !name.equals("default")) {
        user(name, Map.of());
      }
    }
    authorize("root", "/root", items(keys.get("ssh_authorized_keys")));
  }

  private void user(String name, Map<?, ?> user) {
    String word = Shell.quote(name);
    String shell = text(user, "shell");
    once.add(
        "id "
            + word
            + " >/dev/null 2>&1 || useradd -m -s "
            + Shell.quote(shell == null ? "/bin/bash" : shell)
            + " "
            + word);
    Object groups = user.get("groups");
    List<?> names =
        groups instanceof String text ? List.of(text.split("\\s*,\\s*")) : items(groups);
    for (Object group : names) {
      group(String.valueOf(group));
      once.add("usermod -aG " + Shell.quote(String.valueOf(group)) + " " + word);
    }
    for (Object rule : items(user.get("sudo"))) {
      if (rule instanceof String line) {
        once.add(
            "mkdir -p /etc/sudoers.d && printf '%s %s\\n' "
                + word
                + " "
                + Shell.quote(line)
                + " >> /etc/sudoers.d/90-cloud-init-users"
                + " && chmod 0440 /etc/sudoers.d/90-cloud-init-users");
      }
    }
    authorize(name, "/home/" + name, items(user.get("ssh_authorized_keys")));
  }

  private void authorize(String user, String home, List<?> publicKeys) {
    if (publicKeys.isEmpty()) {
      return;
    }
    String directory = Shell.quote(home + "/.ssh");
    String file = Shell.quote(home + "/.ssh/authorized_keys");
    once.add("mkdir -p " + directory + " && chmod 0700 " + directory);
    for (Object key : publicKeys) {
      once.add("printf '%s\\n' " + Shell.quote(String.valueOf(key)) + " >> " + file);
    }
    once.add("chmod 0600 " + file + " && chown -R " + Shell.quote(user + ":") + " " + directory);
  }

  private void timezone() {
    String zone = text(keys, "timezone");
    if (zone != null) {
      once.add("ln -sf " + Shell.quote("/usr/share/zoneinfo/" + zone) + " /etc/localtime");
    }
  }

  private void packages() {
    boolean update = Boolean.TRUE.equals(keys.get("package_update"));
    boolean upgrade = Boolean.TRUE.equals(keys.get("package_upgrade"));
    List<String> names = new ArrayList<>();
    for (Object item : items(keys.get("packages"))) {
      names.add(
          item instanceof List<?> versioned && versioned.size() == 2
              ? versioned.get(0) + "=" + versioned.get(1)
              : String.valueOf(item));
    }
    if (update || upgrade || !names.isEmpty()) {
      once.add("croft_packages update");
    }
    if (upgrade) {
      once.add("croft_packages upgrade");
    }
    if (!names.isEmpty()) {
      once.add("croft_packages install " + Shell.quote(names));
    }
  }

  private void finalMessage() {
    String message = text(keys, "final_message");
    if (message != null) {
      once.add("printf '%s\\n' " + Shell.quote(message));
    }
  }

  private static List<?> items(@Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> list ? list : List.of(value);
  }

  private static @Nullable String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    return value == null ? null : String.valueOf(value);
  }
}
