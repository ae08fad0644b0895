package croft.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/** One large body to or from a server of this machine, with as little work as a client can do. */
record Transfer(int port, String target, String extraHeaders) {
  private static final int BLOCK_BYTES = 256 * 1024;
  private static final byte[] BLOCK = block();

  private static byte[] block() {
    byte[] block = new byte[BLOCK_BYTES];
    new Random(1).nextBytes(block);
    return block;
  }

  /** Puts a body of that many bytes; gives the seconds until it was answered. */
  double put(long sizeBytes) throws IOException {
    try (Socket socket = open()) {
      long started = System.nanoTime();
      OutputStream out = socket.getOutputStream();
      out.write(head("PUT", "Content-Length: " + sizeBytes + "\r\n"));
      for (long left = sizeBytes; left > 0; left -= BLOCK_BYTES) {
        out.write(BLOCK, 0, (int) Math.min(left, BLOCK_BYTES));
      }
      answered(socket.getInputStream());
      return (System.nanoTime() - started) / 1e9;
    }
  }

  /** Gets a body of that many bytes; gives the seconds until it was there. */
  double get(long sizeBytes) throws IOException {
    try (Socket socket = open()) {
      long started = System.nanoTime();
      socket.getOutputStream().write(head("GET", ""));
      InputStream in = socket.getInputStream();
      long left = answered(in);
      if (left != sizeBytes) {
        throw new IOException("the answer has " + left + " bytes, not " + sizeBytes);
      }
      byte[] buffer = new byte[BLOCK_BYTES];
      while (left > 0) {
        int got = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (got < 0) {
          throw new EOFException("the answer ends early");
        }
        left -= got;
      }
      return (System.nanoTime() - started) / 1e9;
    }
  }

  private Socket open() throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1000);
    return socket;
  }

  private byte[] head(String method, String more) {
    return (method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + extraHeaders
            + more + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Reads the head of an answer, which must be of success; gives the length of its body. */
  private static long answered(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended: " + head);
      }
      head.append((char) next);
    }
    if (head.charAt(9) != '2') {
      throw new IOException("answers " + head);
    }
    int at = head.toString().toLowerCase(Locale.ROOT).indexOf("content-length:");
    return at < 0 ? 0 : Long.parseLong(head.substring(at + 15, head.indexOf("\r\n", at)).strip());
  }
}
