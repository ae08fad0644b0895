package croft.services.operation.outgoing;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where messages may go: not to Croft itself, where one that is published by its own delivery would
 * go round for ever, and not to addresses that mean something else on each machine, such as a
 * host's own metadata.
 */
final class Destinations {
  private static final int LOOKUP_SECONDS = 5;

  private final Supplier<String> own;

  /** A name server that does not answer would hold up a carrier of virtual threads. */
  private final ExecutorService lookups =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("outgoing-lookup-", 0).factory());

  /**
   * Keeps them.
   *
   * @param own where this Croft is asked, as {@code http://127.0.0.1:4566}
   */
  Destinations(Supplier<String> own) {
    this.own = own;
  }

  /** Why nothing may go there; null when something may. */
  @Nullable Outcome refusal(URI uri) throws InterruptedException {
    String host = uri.getHost();
    if (host == null) {
      return Outcome.never("The endpoint names no host");
    }
    Future<InetAddress[]> lookup = lookups.submit(() -> InetAddress.getAllByName(host));
    try {
      for (InetAddress address : lookup.get(LOOKUP_SECONDS, TimeUnit.SECONDS)) {
        if (address.isLinkLocalAddress()
            || address.isMulticastAddress()
            || isCroft(address, port(uri))) {
          return Outcome.never("Croft does not deliver to " + host);
        }
      }
      return null;
    } catch (TimeoutException e) {
      lookup.cancel(true);
      return Outcome.later("No answer to who " + host + " is");
    } catch (ExecutionException e) {
      return e.getCause() instanceof UnknownHostException
          ? Outcome.later("Nobody knows " + host)
          : Outcome.later("Looking up " + host + " failed: " + e.getCause());
    }
  }

  private static int port(URI uri) {
    int usual = "https".equals(uri.getScheme()) ? 443 : 80;
    return uri.getPort() < 0 ? usual : uri.getPort();
  }

  private boolean isCroft(InetAddress address, int port) {
    if (URI.create(own.get()).getPort() != port) {
      return false;
    }
    try {
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }
}
