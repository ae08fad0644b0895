package croft.drivers.network;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers DNS queries (RFC 1035) for the names that addresses of a network have by themselves, such
 * as {@code ip-10-0-1-5.us-west-2.compute.internal}, in AWS's form (<a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html">DNS attributes</a>). Pure.
 */
public final class NetworkNames {
  private static final int HEADER_BYTES = 12;
  private static final int TYPE_A = 1;
  private static final int CLASS_IN = 1;
  private static final int FLAG_RESPONSE = 0x8000;
  private static final int FLAG_AUTHORITATIVE = 0x0400;
  private static final int FLAG_RECURSION_AVAILABLE = 0x0080;
  private static final int KEPT_FLAGS = 0x7900; // Opcode and "recursion desired".
  private static final int NAME_ERROR = 3;
  private static final int SERVER_FAILURE = 2;
  private static final int TTL_SECONDS = 60;

  private final List<Ipv4Cidr> cidrs;
  private final String suffix;
  private final Pattern form;

  /**
   * Names in {@code suffix}, for example {@code us-west-2.compute.internal}, for the addresses of
   * these blocks.
   */
  public NetworkNames(List<Ipv4Cidr> cidrs, String suffix) {
    this.cidrs = List.copyOf(cidrs);
    this.suffix = "." + suffix.toLowerCase(Locale.ROOT);
    this.form =
        Pattern.compile(
            "ip-(\\d{1,3})-(\\d{1,3})-(\\d{1,3})-(\\d{1,3})" + Pattern.quote(this.suffix));
  }

  /** The question of a query: its name in lower case, and where it ends in the message. */
  private record Question(String name, int type, int queryClass, int end) {}

  /** The whole answer, if the name is one of the network's; empty when others must be asked. */
  public Optional<byte[]> answer(byte[] query) {
    Optional<Question> question = question(query);
    if (question.isEmpty() || !question.get().name().endsWith(suffix)) {
      return Optional.empty();
    }
    Optional<Ipv4Address> address = address(question.get().name());
    if (address.isEmpty()) {
      return Optional.of(reply(query, question.get(), NAME_ERROR, Optional.empty()));
    }
    boolean asked = question.get().type() == TYPE_A && question.get().queryClass() == CLASS_IN;
    return Optional.of(reply(query, question.get(), 0, asked ? address : Optional.empty()));
  }

  /** The answer that nothing could be found out; empty to what is no query. */
  public static Optional<byte[]> failure(byte[] query) {
    return question(query)
        .map(question -> reply(query, question, SERVER_FAILURE, Optional.empty()));
  }

  private Optional<Ipv4Address> address(String name) {
    Matcher matcher = form.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String text =
        String.join(".", matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
    try {
      Ipv4Address address = Ipv4Address.parse(text);
      return cidrs.stream().anyMatch(cidr -> cidr.contains(address))
          ? Optional.of(address)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Reads a standard query with one question, whose name is not compressed. */
  private static Optional<Question> question(byte[] message) {
    if (message.length < HEADER_BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(message);
    boolean standardQuery = (buffer.getShort(2) & 0xf800) == 0;
    if (!standardQuery || buffer.getShort(4) != 1) {
      return Optional.empty();
    }
    StringBuilder name = new StringBuilder();
    int at = HEADER_BYTES;
    while (at < message.length && message[at] != 0) {
      int length = message[at] & 0xff;
      if (length > 63 || at + 1 + length >= message.length) {
        return Optional.empty();
      }
      name.append(name.isEmpty() ? "" : ".");
      name.append(new String(message, at + 1, length, StandardCharsets.ISO_8859_1));
      at += 1 + length;
    }
    if (at + 5 > message.length) {
      return Optional.empty();
    }
    return Optional.of(
        new Question(
            name.toString().toLowerCase(Locale.ROOT),
            buffer.getShort(at + 1),
            buffer.getShort(at + 3),
            at + 5));
  }

  private static byte[] reply(
      byte[] query, Question question, int code, Optional<Ipv4Address> address) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    ByteBuffer asked = ByteBuffer.wrap(query);
    int flags = asked.getShort(2) & KEPT_FLAGS;
    header.putShort(asked.getShort(0));
    header.putShort(
        (short) (flags | FLAG_RESPONSE | FLAG_AUTHORITATIVE | FLAG_RECURSION_AVAILABLE | code));
    header.putShort((short) 1).putShort((short) (address.isPresent() ? 1 : 0));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header.array());
    out.write(query, HEADER_BYTES, question.end() - HEADER_BYTES);
    address.ifPresent(found -> out.writeBytes(record(found)));
    return out.toByteArray();
  }

  /** An address record whose name points back to the question's. */
  private static byte[] record(Ipv4Address address) {
    ByteBuffer record = ByteBuffer.allocate(16);
    record.putShort((short) (0xc000 | HEADER_BYTES));
    record.putShort((short) TYPE_A).putShort((short) CLASS_IN).putInt(TTL_SECONDS);
    record.putShort((short) 4).putInt(address.bits());
    return record.array();
  }
}
