package croft.drivers.dns;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers DNS questions on open channels, each until it is closed. Questions known by a source are
 * answered by the thread that reads; what must be asked elsewhere waits on threads of its own, so
 * many and no more.
 */
public final class DnsServer {
  private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);
  private static final int LARGEST_QUESTION_BYTES = 4096;
  private static final int IDLE_MILLIS = 10_000;

  /** Questions under way elsewhere; more are dropped, and asked again by who waits. */
  private static final int MOST_ELSEWHERE = 256;

  private static final int MOST_CONNECTIONS = 128;

  private final Conversation conversation;
  private final BooleanSupplier open;
  private final Semaphore elsewhere = new Semaphore(MOST_ELSEWHERE);
  private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);

  /**
   * Answers for a resolver.
   *
   * @param open whether questions are answered now; those that come while it says no are dropped
   */
  public DnsServer(Resolver resolver, BooleanSupplier open) {
    this.conversation = new Conversation(resolver, this::later);
    this.open = open;
  }

  private void later(Runnable waiting) {
    if (elsewhere.tryAcquire()) {
      Thread.ofVirtual()
          .name("dns-elsewhere")
          .start(() -> {
            try {
              waiting.run();
            } finally {
              elsewhere.release();
            }
          });
    }
  }

  /** Answers datagrams until the channel is closed; a question it fails at costs only itself. */
  public void serve(DatagramChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocate(LARGEST_QUESTION_BYTES);
    while (channel.isOpen()) {
      try {
        buffer.clear();
        SocketAddress from = channel.receive(buffer);
        if (open.getAsBoolean()) {
          byte[] question = Arrays.copyOf(buffer.array(), buffer.position());
          conversation.hear(question, false, answer -> send(channel, answer, from));
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("A DNS question could not be received: {}", e.getMessage());
      }
    }
  }

  private static void send(DatagramChannel channel, byte[] answer, SocketAddress to) {
    try {
      channel.send(ByteBuffer.wrap(answer), to);
    } catch (IOException e) {
      LOG.debug("A DNS answer could not be sent: {}", e.getMessage());
    }
  }

  /** Answers connections until the channel is closed. */
  public void serve(ServerSocketChannel channel) {
    while (channel.isOpen()) {
      try {
        SocketChannel connection = channel.accept();
        if (connections.tryAcquire()) {
          Thread.ofVirtual().name("dns-connection").start(() -> converse(connection));
        } else {
          connection.close();
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("A DNS connection could not be accepted: {}", e.getMessage());
      }
    }
  }

  private void converse(SocketChannel connection) {
    ReentrantLock writing = new ReentrantLock();
    try (connection) {
      connection.socket().setSoTimeout(IDLE_MILLIS);
      DataInputStream in = new DataInputStream(connection.socket().getInputStream());
      while (open.getAsBoolean()) {
        byte[] question = new byte[in.readUnsignedShort()];
        in.readFully(question);
        conversation.hear(question, true, answer -> write(connection, writing, answer));
      }
    } catch (EOFException | SocketTimeoutException e) {
      LOG.trace("A DNS connection ended: {}", e.getMessage());
    } catch (IOException e) {
      LOG.debug("A DNS connection broke: {}", e.getMessage());
    } finally {
      connections.release();
    }
  }

  private static void write(SocketChannel connection, ReentrantLock writing, byte[] answer) {
    ByteBuffer framed = ByteBuffer.allocate(2 + answer.length);
    framed.putShort((short) answer.length).put(answer);
    writing.lock();
    try {
      connection.socket().getOutputStream().write(framed.array());
    } catch (IOException e) {
      LOG.debug("A DNS answer could not be sent: {}", e.getMessage());
    } finally {
      writing.unlock();
    }
  }
}
