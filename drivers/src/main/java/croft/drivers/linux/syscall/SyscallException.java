package croft.drivers.linux.syscall;

/** A system call that failed: which one, on what, and the errno it set. */
public final class SyscallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int errno;

  /** {@code subject} is what the call was about, usually a path; it is part of the message. */
  public SyscallException(String call, String subject, int errno) {
    super(call + "(" + subject + "): " + Errno.text(errno) + " (errno " + errno + ")");
    this.call = call;
    this.errno = errno;
  }

  /** The name of the call, for example {@code mount}. */
  public String call() {
    return call;
  }

  /** The error number; compare with the constants of {@link Errno}. */
  public int errno() {
    return errno;
  }
}
