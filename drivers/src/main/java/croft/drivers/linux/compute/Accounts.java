package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.linux.compute.ProcessSpec.Account;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds users in the texts of an instance's passwd(5) and group(5). */
final class Accounts {
  private static final int PASSWD_FIELDS = 7;
  private static final int GROUP_FIELDS = 4;
  private static final Account ROOT = new Account("root", 0, 0, List.of(), "/root");

  private Accounts() {}

  /**
   * By name or id. Root and plain ids need no entry; lines that are not well formed are passed
   * over: the files are the instance's.
   */
  static Account find(String user, String passwd, String group) {
    for (String line : passwd.lines().toList()) {
      String[] fields = line.split(":", -1);
      if (fields.length == PASSWD_FIELDS
          && isId(fields[2])
          && isId(fields[3])
          && (fields[0].equals(user) || fields[2].equals(user))) {
        List<Integer> groups = groupsOf(fields[0], group);
        return new Account(
            fields[0],
            Integer.parseInt(fields[2]),
            Integer.parseInt(fields[3]),
            groups,
            fields[5].startsWith("/") ? fields[5] : "/");
      }
    }
    if (user.equals("root") || user.equals("0")) {
      return ROOT;
    }
    if (isId(user)) {
      int id = Integer.parseInt(user);
      return new Account(user, id, id, List.of(), "/");
    }
    throw ComputeException.notFound("user", user);
  }

  private static List<Integer> groupsOf(String name, String group) {
    List<Integer> groups = new ArrayList<>();
    for (String line : group.lines().toList()) {
      String[] fields = line.split(":", -1);
      if (fields.length == GROUP_FIELDS
          && isId(fields[2])
          && Arrays.asList(fields[3].split(",", -1)).contains(name)) {
        groups.add(Integer.parseInt(fields[2]));
      }
    }
    return List.copyOf(groups);
  }

  private static boolean isId(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) < IdRanges.SIZE;
  }
}
