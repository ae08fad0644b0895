package croft.drivers.linux.compute;

import croft.drivers.compute.Command;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A command inside an instance, in the form of the OCI runtime specification's process.
 *
 * @param openFileLimit as for the instance itself
 */
record ProcessSpec(Command command, Account account, boolean terminal, long openFileLimit) {
  String json() {
    ObjectNode process = JsonMapper.shared().createObjectNode();
    process.put("terminal", terminal);
    process.put("cwd", command.workingDirectory()).put("noNewPrivileges", false);
    ObjectNode user = process.putObject("user");
    user.put("uid", account.userId()).put("gid", account.groupId());
    ArrayNode groups = user.putArray("additionalGids");
    account.furtherGroupIds().forEach(groups::add);
    ArrayNode arguments = process.putArray("args");
    command.arguments().forEach(arguments::add);
    CrunConfig.environment(process.putArray("env"), environment());
    CrunConfig.capabilities(process.putObject("capabilities"), account.userId() == 0);
    CrunConfig.limits(process, openFileLimit);
    return process.toString();
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("PATH", CrunConfig.SEARCH_PATH);
    variables.put("LANG", "C.UTF-8");
    variables.put("HOME", account.home());
    variables.put("USER", account.name());
    variables.put("LOGNAME", account.name());
    if (terminal) {
      variables.put("TERM", "xterm-256color");
    }
    variables.putAll(command.environment());
    return variables;
  }

  /** A user as the instance's own passwd(5) and group(5) have it. */
  record Account(
      String name, int userId, int groupId, List<Integer> furtherGroupIds, String home) {}
}
