package croft.drivers.linux.network;

import croft.drivers.linux.syscall.Errno;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.network.NetworkException;
import croft.drivers.network.NetworkException.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The open namespaces of networks, a lock for each, and the numbers of their links. */
final class NetworkRooms implements AutoCloseable {
  /** Number 1 is the host; the block of links has 4096 addresses. */
  private static final int FIRST_NUMBER = 2;

  private static final int LAST_NUMBER = 4094;

  private static final class Slot {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable NetworkRoom room;
  }

  private final NetworkNamespaces namespaces;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

  NetworkRooms(NetworkNamespaces namespaces) {
    this.namespaces = namespaces;
  }

  static String namespaceName(String networkId) {
    return "net-" + networkId;
  }

  /** Recalls a network's number. */
  void number(String networkId, int number) {
    numbers.put(networkId, number);
  }

  /** The network's number, a free one if it had none. */
  synchronized int numberOf(String networkId) {
    Integer known = numbers.get(networkId);
    if (known != null) {
      return known;
    }
    for (int number = FIRST_NUMBER; number <= LAST_NUMBER; number++) {
      if (!numbers.containsValue(number)) {
        numbers.put(networkId, number);
        return number;
      }
    }
    throw new NetworkException(Kind.CONFLICT, "no more than " + LAST_NUMBER + " networks");
  }

  /** Works on one network alone. */
  <T> T locked(String networkId, Callable<T> work) {
    Slot slot = slots.computeIfAbsent(networkId, id -> new Slot());
    slot.lock.lock();
    try {
      return perform(work);
    } finally {
      slot.lock.unlock();
    }
  }

  /** The network's namespace; to be called with the lock held. */
  NetworkRoom open(String networkId) throws Exception {
    Slot slot = slots.computeIfAbsent(networkId, id -> new Slot());
    NetworkRoom room = slot.room;
    if (room == null) {
      room = NetworkRoom.open(namespaces, namespaceName(networkId));
      slot.room = room;
    }
    return room;
  }

  /** As {@link #open}, but never a namespace whose file is gone. */
  NetworkRoom openAnew(String networkId) throws Exception {
    if (!namespaces.exists(namespaceName(networkId))) {
      close(networkId);
    }
    return open(networkId);
  }

  /** Closes and removes the network's namespace, and frees its number. */
  void remove(String networkId) throws IOException {
    close(networkId);
    namespaces.remove(namespaceName(networkId));
    numbers.remove(networkId);
  }

  private void close(String networkId) {
    Slot slot = slots.get(networkId);
    if (slot != null && slot.room != null) {
      slot.room.close();
      slot.room = null;
    }
  }

  /** Runs work, with every failure of the system told as a {@link NetworkException}. */
  static <T> T perform(Callable<T> work) {
    try {
      return work.call();
    } catch (NetworkException | IllegalArgumentException | IllegalStateException e) {
      throw e;
    } catch (SyscallException e) {
      boolean forbidden = e.errno() == Errno.EPERM || e.errno() == Errno.EACCES;
      throw new NetworkException(
          forbidden ? Kind.UNAVAILABLE : Kind.SYSTEM, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NetworkException(Kind.SYSTEM, "interrupted", e);
    } catch (Exception e) {
      throw new NetworkException(Kind.SYSTEM, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    slots.keySet().forEach(networkId -> locked(networkId, () -> closed(networkId)));
  }

  private boolean closed(String networkId) {
    close(networkId);
    return true;
  }
}
