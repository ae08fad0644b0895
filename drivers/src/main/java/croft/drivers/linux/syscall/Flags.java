package croft.drivers.linux.syscall;

/** Constants of the kernel's headers, under their own names; equal on x86-64 and arm64. */
public final class Flags {
  // open(2), fcntl.h
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0x40;
  public static final int O_EXCL = 0x80;
  public static final int O_NOCTTY = 0x100;
  public static final int O_TRUNC = 0x200;
  public static final int O_APPEND = 0x400;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_CLOEXEC = 0x80000;
  public static final int O_PATH = 0x200000;

  // clone(2), unshare(2), setns(2)
  public static final int CLONE_FS = 0x200;
  public static final int CLONE_NEWNS = 0x20000;
  public static final int CLONE_NEWCGROUP = 0x2000000;
  public static final int CLONE_NEWUTS = 0x4000000;
  public static final int CLONE_NEWIPC = 0x8000000;
  public static final int CLONE_NEWUSER = 0x10000000;
  public static final int CLONE_NEWPID = 0x20000000;
  public static final int CLONE_NEWNET = 0x40000000;

  // mount(2), umount2(2)
  public static final long MS_RDONLY = 0x1;
  public static final long MS_NOSUID = 0x2;
  public static final long MS_NODEV = 0x4;
  public static final long MS_NOEXEC = 0x8;
  public static final long MS_REMOUNT = 0x20;
  public static final long MS_BIND = 0x1000;
  public static final long MS_REC = 0x4000;
  public static final long MS_PRIVATE = 0x40000;
  public static final int MNT_DETACH = 2;
  public static final int UMOUNT_NOFOLLOW = 8;

  // openat2(2), linux/openat2.h
  public static final long RESOLVE_NO_MAGICLINKS = 0x2;
  public static final long RESOLVE_IN_ROOT = 0x10;

  // lseek(2)
  public static final int SEEK_DATA = 3;
  public static final int SEEK_HOLE = 4;

  // stat(2): file types for mknod
  public static final int S_IFMT = 0xf000;
  public static final int S_IFCHR = 0x2000;
  public static final int S_IFBLK = 0x6000;

  // signal(7)
  public static final int SIGHUP = 1;
  public static final int SIGKILL = 9;
  public static final int SIGTERM = 15;
  public static final int SIGCHLD = 17;
  public static final int SIGWINCH = 28;

  private Flags() {}
}
