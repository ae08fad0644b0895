package croft.drivers.linux.network;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import croft.drivers.linux.syscall.Native;
import croft.drivers.linux.syscall.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * An rtnetlink socket (netlink(7), rtnetlink(7)). It speaks to the network namespace of the thread
 * that opened it, whichever thread uses it later. One request at a time.
 */
final class Netlink implements AutoCloseable {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;
  private static final long ANSWER_TIMEOUT_SECONDS = 10;
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final MethodHandle SOCKET =
      Native.withErrno("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      Native.withErrno(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, Long.BYTES);
  private final int descriptor;
  private int sequence;
  private boolean closed;

  /** Opens a socket in the calling thread's network namespace. */
  Netlink() {
    descriptor = open();
    set(SOL_SOCKET, SO_RCVTIMEO, new long[] {ANSWER_TIMEOUT_SECONDS, 0});
    set(SOL_NETLINK, NETLINK_CAP_ACK, new int[] {1});
    set(SOL_NETLINK, NETLINK_EXT_ACK, new int[] {1});
  }

  private static int open() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result = (int) SOCKET.invokeExact(state, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0);
      return Native.check(result, state, "socket", "rtnetlink");
    } catch (Throwable e) {
      throw Native.unexpected("socket", e);
    }
  }

  private void set(int level, int option, long[] value) {
    set(level, option, arena.allocateFrom(ValueLayout.JAVA_LONG, value));
  }

  private void set(int level, int option, int[] value) {
    set(level, option, arena.allocateFrom(JAVA_INT, value));
  }

  private void set(int level, int option, MemorySegment value) {
    try {
      MemorySegment state = Native.errnoState(arena);
      int length = (int) value.byteSize();
      int result = (int) SETSOCKOPT.invokeExact(state, descriptor, level, option, value, length);
      Native.check(result, state, "setsockopt", "rtnetlink option " + option);
    } catch (Throwable e) {
      throw Native.unexpected("setsockopt", e);
    }
  }

  /**
   * Sends a request and waits until it is done.
   *
   * @param what names the request in the error
   * @throws NetlinkException when the kernel refuses
   */
  synchronized void request(String what, NetlinkMessage message) {
    send(message, Rtnetlink.NLM_F_ACK);
    receive(what, 0, reply -> {});
  }

  /** Sends a request whose answer is one message, or none when the kernel refuses. */
  synchronized NetlinkReply ask(String what, NetlinkMessage message, int fixedBytes) {
    send(message, Rtnetlink.NLM_F_ACK);
    List<NetlinkReply> replies = new ArrayList<>();
    receive(what, fixedBytes, replies::add);
    return replies.getFirst();
  }

  /** Everything of a kind; {@code fixedBytes} is the size of the fixed part of each answer. */
  synchronized List<NetlinkReply> dump(String what, NetlinkMessage message, int fixedBytes) {
    send(message, Rtnetlink.NLM_F_DUMP);
    List<NetlinkReply> replies = new ArrayList<>();
    receive(what, fixedBytes, replies::add);
    return replies;
  }

  private void send(NetlinkMessage message, int flags) {
    if (closed) {
      throw new IllegalStateException("this netlink socket is closed");
    }
    byte[] bytes = message.bytes(++sequence, flags);
    MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
    Syscalls.write(descriptor, buffer.asSlice(0, bytes.length));
  }

  private void receive(String what, int fixedBytes, Consumer<NetlinkReply> each) {
    boolean done = false;
    while (!done) {
      int length = Syscalls.read(descriptor, buffer);
      // A copy: answers outlive the buffer.
      byte[] copy = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      done = readAll(what, ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder()), fixedBytes, each);
    }
  }

  /** Whether the answer to the current request is complete. */
  private boolean readAll(
      String what, ByteBuffer bytes, int fixedBytes, Consumer<NetlinkReply> each) {
    boolean done = false;
    int at = 0;
    while (at + NetlinkMessage.HEADER_BYTES <= bytes.limit()) {
      int length = bytes.getInt(at);
      int type = Short.toUnsignedInt(bytes.getShort(at + 4));
      ByteBuffer body =
          bytes
              .slice(at + NetlinkMessage.HEADER_BYTES, length - NetlinkMessage.HEADER_BYTES)
              .order(ByteOrder.nativeOrder());
      // Answers to a request that was given up earlier are not ours.
      if (bytes.getInt(at + 8) == sequence) {
        if (type == Rtnetlink.NLMSG_ERROR) {
          refuse(what, body);
          done = true;
        } else if (type == Rtnetlink.NLMSG_DONE) {
          done = true;
        } else {
          each.accept(NetlinkReply.read(type, body, fixedBytes));
        }
      }
      at += length + 3 & ~3;
    }
    return done;
  }

  /** An error message is {@code int error}, the request's header, then attributes. */
  private static void refuse(String what, ByteBuffer body) {
    int error = body.getInt(0);
    if (error != 0) {
      NetlinkReply reply =
          NetlinkReply.read(Rtnetlink.NLMSG_ERROR, body, 4 + NetlinkMessage.HEADER_BYTES);
      throw new NetlinkException(what, -error, reply.text(Rtnetlink.NLMSGERR_ATTR_MSG).orElse(""));
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Syscalls.close(descriptor);
      arena.close();
    }
  }
}
