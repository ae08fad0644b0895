package croft.drivers.linux.network;

import croft.drivers.linux.syscall.Errno;

/** The kernel's refusal of a netlink request: what was asked, and its words if it gave any. */
final class NetlinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  NetlinkException(String what, int errno, String kernelMessage) {
    super(
        what
            + ": "
            + Errno.text(errno)
            + (kernelMessage.isEmpty() ? "" : " - " + kernelMessage)
            + " (errno "
            + errno
            + ")");
    this.errno = errno;
  }

  int errno() {
    return errno;
  }
}
