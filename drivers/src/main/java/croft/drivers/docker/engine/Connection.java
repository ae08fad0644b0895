package croft.drivers.docker.engine;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection to the engine and the one HTTP/1.1 exchange on it (RFC 9112). */
final class Connection implements Closeable {
  private static final int BUFFER_BYTES = 32 << 10;
  private static final int LONGEST_LINE_BYTES = 16 << 10;
  private static final int MOST_HEADERS = 200;

  private final SocketChannel channel;
  private final InputStream input;
  private final OutputStream output;
  private @Nullable Thread deadline;
  private volatile boolean expired;

  private Connection(SocketChannel channel) {
    this.channel = channel;
    this.input = new BufferedInputStream(new ChannelInput(), BUFFER_BYTES);
    this.output = new BufferedOutputStream(new ChannelOutput(), BUFFER_BYTES);
  }

  static Connection open(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new Connection(channel);
    } catch (IOException e) {
      channel.close();
      throw new IOException("No engine answers at " + socket + ": " + e.getMessage(), e);
    }
  }

  /** Closes the connection when the exchange takes longer: a channel has no timeouts of its own. */
  void endAfter(Duration limit) {
    deadline =
        Thread.startVirtualThread(() -> {
          try {
            Thread.sleep(limit);
            expired = true;
            channel.close();
          } catch (InterruptedException | IOException e) {
            // The exchange was over in time.
          }
        });
  }

  /** Why reading or writing failed. */
  IOException explain(IOException failure, String request) {
    return expired ? new IOException("The engine took too long over " + request, failure) : failure;
  }

  void sendHead(String request, Map<String, String> headers) throws IOException {
    StringBuilder head = new StringBuilder(request).append(" HTTP/1.1\r\nHost: engine\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    output.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    output.write(bytes);
    output.flush();
  }

  void sendChunked(BodyWriter body) throws IOException {
    output.flush();
    ChunkedOutput chunks = new ChunkedOutput(output);
    body.writeTo(chunks);
    chunks.finish();
  }

  Reply readReply() throws IOException {
    String[] status = readLine().split(" ", 3);
    if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
      throw new IOException("This is no HTTP: " + status[0]);
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      if (colon < 0 || headers.size() >= MOST_HEADERS) {
        throw new IOException("Malformed header in the engine's reply");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int code = Integer.parseInt(status[1]);
    return new Reply(code, body(code, headers));
  }

  private InputStream body(int status, Map<String, String> headers) {
    if (status == 204 || status == 304) {
      return InputStream.nullInputStream();
    }
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return new ChunkedInput(input);
    }
    String length = headers.get("content-length");
    return length == null ? input : new LimitedInput(input, Long.parseLong(length));
  }

  private String readLine() throws IOException {
    return readLine(input);
  }

  static String readLine(InputStream source) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = source.read(); octet != '\n'; octet = source.read()) {
      if (octet < 0) {
        throw new EOFException("The engine closed the connection");
      }
      if (line.length() >= LONGEST_LINE_BYTES) {
        throw new IOException("The engine's reply has a line that is too long");
      }
      line.append((char) octet);
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }

  /** What comes and goes when the exchange has turned into a stream. */
  InputStream input() {
    return input;
  }

  OutputStream output() {
    return output;
  }

  /** Tells the other side that no more will come. */
  void endOutput() throws IOException {
    output.flush();
    channel.shutdownOutput();
  }

  void clearDeadline() {
    Thread waiting = deadline;
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    clearDeadline();
    channel.close();
  }

  /**
   * The head of a reply, and its body.
   *
   * @param body ends where the body ends
   */
  record Reply(int status, InputStream body) {}

  /** Reads without the lock that streams of java.nio.channels.Channels share with writers. */
  private final class ChannelInput extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return length == 0 ? 0 : channel.read(ByteBuffer.wrap(target, offset, length));
    }
  }

  private final class ChannelOutput extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }
}
