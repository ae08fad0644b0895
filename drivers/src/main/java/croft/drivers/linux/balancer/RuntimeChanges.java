package croft.drivers.linux.balancer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Changes a running process where only servers are taken out of traffic or let in again. */
final class RuntimeChanges {
  private RuntimeChanges() {}

  /** True when all that differs was changed, and the file has it for the next start. */
  static boolean change(BalancerFiles files, String before, String after) throws IOException {
    List<String> old = before.lines().toList();
    List<String> now = after.lines().toList();
    if (old.size() != now.size()) {
      return false;
    }
    List<String> commands = new ArrayList<>();
    String pool = "";
    for (int i = 0; i < old.size(); i++) {
      String was = old.get(i);
      String is = now.get(i);
      if (is.startsWith("backend ")) {
        pool = is.substring("backend ".length());
      }
      if (!was.equals(is)) {
        // Only out of traffic: one that comes in has to pass a look first, as a new one does.
        if (!is.startsWith("  server ") || !is.equals(was + Configuration.OFF)) {
          return false;
        }
        commands.add("set server " + pool + "/" + is.split(" ", -1)[3] + " state maint");
      }
    }
    RuntimeSocket socket = new RuntimeSocket(files.admin());
    for (String command : commands) {
      String answer = socket.ask(command).strip();
      if (!answer.isEmpty()) {
        return false;
      }
    }
    files.write(files.configuration().getFileName().toString(), after);
    return true;
  }
}
