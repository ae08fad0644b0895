package croft.wire.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly what it is told and reads responses one by one. */
final class RawClient implements AutoCloseable {
  record Reply(int status, String head, String text) {
    boolean has(String field) {
      return head.toLowerCase(java.util.Locale.ROOT)
          .contains(field.toLowerCase(java.util.Locale.ROOT));
    }
  }

  private final Socket socket;
  private final InputStream in;

  RawClient(InetSocketAddress server) throws IOException {
    this(new Socket(server.getAddress(), server.getPort()));
  }

  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(10_000);
    in = socket.getInputStream();
  }

  Socket socket() {
    return socket;
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Reads one response, with the body its header tells of. */
  Reply read() throws IOException {
    return read(true);
  }

  Reply read(boolean withBody) throws IOException {
    String head = head();
    int status = Integer.parseInt(head.split(" ", 3)[1]);
    byte[] body = new byte[0];
    String lower = head.toLowerCase(java.util.Locale.ROOT);
    int length = lower.indexOf("content-length: ");
    if (withBody && length >= 0) {
      int from = length + "content-length: ".length();
      body = in.readNBytes(Integer.parseInt(lower.substring(from, lower.indexOf("\r\n", from))));
    } else if (withBody && lower.contains("transfer-encoding: chunked")) {
      body = chunked();
    }
    return new Reply(status, head, new String(body, StandardCharsets.ISO_8859_1));
  }

  /** Whether the server has closed; fails when it sends something instead. */
  boolean isClosed() throws IOException {
    int next = in.read();
    if (next >= 0) {
      throw new IOException("The server sent more: " + (char) next);
    }
    return true;
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("The server closed after: " + head);
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private byte[] chunked() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(), 16);
      body.write(in.readNBytes(size));
      line();
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The server closed within a chunk");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
