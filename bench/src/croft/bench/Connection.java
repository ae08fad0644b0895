package croft.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection to this machine that sends requests as they stand. It does as little as a
 * client can, so that what is measured is the server; it is opened anew when the server closes it.
 */
final class Connection implements AutoCloseable {
  private static final int TIMEOUT_MILLISECONDS = 20_000;

  /** An answer: its status and its body as text. */
  record Answer(int status, String body) {}

  private final int port;
  private Socket socket;
  private InputStream input;

  Connection(int port) {
    this.port = port;
  }

  private void open() throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLISECONDS);
    socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1000);
    input = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
  }

  Answer send(byte[] request) throws IOException {
    if (socket == null) {
      open();
    }
    try {
      socket.getOutputStream().write(request);
      return read();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private Answer read() throws IOException {
    String start = line();
    int status = Integer.parseInt(start.substring(9, 12));
    boolean closes = start.startsWith("HTTP/1.0");
    boolean chunked = false;
    int length = -1;
    for (String field = line(); !field.isEmpty(); field = line()) {
      String lower = field.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(field.substring(15).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = lower.contains("chunked");
      } else if (lower.startsWith("connection:")) {
        closes = lower.contains("close");
      }
    }
    byte[] body = chunked ? chunks() : length < 0 ? input.readAllBytes() : exactly(length);
    if (closes || (length < 0 && !chunked)) {
      close();
    }
    return new Answer(status, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] exactly(int length) throws IOException {
    byte[] body = input.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the answer ends early");
    }
    return body;
  }

  private byte[] chunks() throws IOException {
    java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.write(exactly(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = input.read(); c != '\n'; c = input.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
