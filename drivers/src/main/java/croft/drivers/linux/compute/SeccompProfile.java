package croft.drivers.linux.compute;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The system calls an instance may not make, whatever its capabilities: those that reach the kernel
 * as a whole rather than a namespace of it, and interfaces with a history of holes that servers do
 * not need. The mount interface stays: systemd sandboxes services with it, and inside a user
 * namespace the kernel limits it to the instance's own mounts. reboot(2) stays too: in a PID
 * namespace it ends the instance, not the host.
 */
final class SeccompProfile {
  private static final int EPERM = 1;
  private static final int EAFNOSUPPORT = 97;

  /** Sockets to the hypervisor (vsock) and to the kernel's cryptography (alg). */
  private static final List<Integer> REFUSED_SOCKET_FAMILIES = List.of(40, 38);

  private static final List<String> REFUSED =
      List.of(
          // the running kernel
          "kexec_load",
          "kexec_file_load",
          "create_module",
          "init_module",
          "finit_module",
          "delete_module",
          "get_kernel_syms",
          "query_module",
          "bpf",
          "perf_event_open",
          "syslog",
          "lookup_dcookie",
          "acct",
          "swapon",
          "swapoff",
          "nfsservctl",
          "quotactl",
          "quotactl_fd",
          // the machine's clock and ports
          "settimeofday",
          "clock_settime",
          "stime",
          "iopl",
          "ioperm",
          "vm86",
          "vm86old",
          // ways around namespaces
          "open_by_handle_at",
          "add_key",
          "request_key",
          "keyctl",
          "fanotify_init",
          "kcmp",
          // interfaces with a history of holes
          "userfaultfd",
          "io_uring_setup",
          "io_uring_enter",
          "io_uring_register",
          "uselib",
          "ustat",
          "sysfs",
          "_sysctl",
          "move_pages",
          "modify_ldt");

  private SeccompProfile() {}

  /** In the form of the OCI runtime specification. {@code machine} is as {@code os.arch} has it. */
  static ObjectNode json(JsonMapper mapper, String machine) {
    ObjectNode profile = mapper.createObjectNode();
    profile.put("defaultAction", "SCMP_ACT_ALLOW");
    ArrayNode architectures = profile.putArray("architectures");
    architectures(machine).forEach(architectures::add);
    ArrayNode calls = profile.putArray("syscalls");
    ArrayNode names = refusal(calls, EPERM).putArray("names");
    REFUSED.forEach(names::add);
    refuseLoopCommands(calls);
    for (int family : REFUSED_SOCKET_FAMILIES) {
      ObjectNode socket = refusal(calls, EAFNOSUPPORT);
      socket.putArray("names").add("socket").add("socketpair");
      socket
          .putArray("args")
          .addObject()
          .put("index", 0)
          .put("value", family)
          .put("op", "SCMP_CMP_EQ");
    }
    return profile;
  }

  /**
   * The commands of loop devices, 0x4C00 to 0x4CFF: whoever may write to a disk could let its
   * device go with them, and find another instance's volume behind the same node later.
   */
  private static void refuseLoopCommands(ArrayNode calls) {
    ObjectNode command = refusal(calls, EPERM);
    command.putArray("names").add("ioctl");
    command
        .putArray("args")
        .addObject()
        .put("index", 1)
        .put("value", 0xffffff00L)
        .put("valueTwo", 0x4c00)
        .put("op", "SCMP_CMP_MASKED_EQ");
  }

  private static ObjectNode refusal(ArrayNode calls, int errno) {
    return calls.addObject().put("action", "SCMP_ACT_ERRNO").put("errnoRet", errno);
  }

  /** The machine's own and those whose programs it also runs: a filter must know them all. */
  private static List<String> architectures(String machine) {
    return switch (machine) {
      case "amd64" -> List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
      case "aarch64" -> List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM");
      default -> List.of();
    };
  }
}
