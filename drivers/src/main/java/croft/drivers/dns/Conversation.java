package croft.drivers.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Turns the bytes of a question into the bytes of its answer: checks the message, keeps to the size
 * the asker can take (RFC 1035, EDNS of RFC 6891), and lets others do what takes time.
 */
final class Conversation {
  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
  private static final int HEADER_BYTES = 12;
  private static final int SMALLEST_DATAGRAM_BYTES = 512;

  /** What fits into one packet of usual networks without fragments, as RFC 9715 advises. */
  private static final int LARGEST_DATAGRAM_BYTES = 1400;

  private static final int LARGEST_MESSAGE_BYTES = 65_535;

  private final Resolver resolver;
  private final Consumer<Runnable> later;

  /**
   * Converses for a resolver.
   *
   * @param later runs what waits for other servers; it may drop it when there is too much
   */
  Conversation(Resolver resolver, Consumer<Runnable> later) {
    this.resolver = resolver;
    this.later = later;
  }

  /**
   * Answers at once or later; never to what is no question.
   *
   * @param stream whether it came over TCP
   */
  void hear(byte[] bytes, boolean stream, Consumer<byte[]> reply) {
    if (bytes.length < HEADER_BYTES || (bytes[2] & 0x80) != 0) {
      return;
    }
    Message query;
    try {
      query = new Message(bytes);
    } catch (IOException | RuntimeException e) {
      LOG.debug("A DNS message cannot be read: {}", e.getMessage());
      reply.accept(malformed(bytes));
      return;
    }
    try {
      answer(query, bytes, stream, reply);
    } catch (RuntimeException e) {
      LOG.warn("A DNS question could not be answered", e);
      reply.accept(bytes(query, Resolver.failure(query, Rcode.SERVFAIL), stream));
    }
  }

  private void answer(Message query, byte[] wire, boolean stream, Consumer<byte[]> reply) {
    Optional<Integer> refusal = refusal(query);
    if (refusal.isPresent()) {
      int code = refusal.get();
      reply.accept(bytes(query, Resolver.failure(query, code & 0xf), stream, code >> 4));
      return;
    }
    switch (resolver.look(query)) {
      case Resolver.Outcome.Answered answered ->
          reply.accept(bytes(query, answered.message(), stream));
      case Resolver.Outcome.Unknown unknown ->
          later.accept(() -> reply.accept(resolver.askElsewhere(query, wire, stream)));
      case Resolver.Outcome.Onwards onwards ->
          later.accept(() -> reply.accept(bytes(query, resolver.complete(onwards), stream)));
    }
  }

  private static Optional<Integer> refusal(Message query) {
    if (query.getHeader().getOpcode() != Opcode.QUERY) {
      return Optional.of(Rcode.NOTIMP);
    }
    if (query.getSection(Section.QUESTION).size() != 1) {
      return Optional.of(Rcode.FORMERR);
    }
    Record question = query.getQuestion();
    OPTRecord edns = query.getOPT();
    if (edns != null && edns.getVersion() != 0) {
      return Optional.of(Rcode.BADVERS);
    }
    boolean transfer = question.getType() == Type.AXFR || question.getType() == Type.IXFR;
    return transfer || question.getDClass() != DClass.IN
        ? Optional.of(Rcode.REFUSED)
        : Optional.empty();
  }

  /** The answer, cut to what the asker can take; what was cut is marked, to be asked for by TCP. */
  private static byte[] bytes(Message query, Message answer, boolean stream) {
    return bytes(query, answer, stream, 0);
  }

  /** The same, with the upper bits of a code that only EDNS has room for. */
  private static byte[] bytes(Message query, Message answer, boolean stream, int upperCode) {
    OPTRecord edns = query.getOPT();
    int room = LARGEST_MESSAGE_BYTES;
    if (!stream) {
      int asked = edns == null ? SMALLEST_DATAGRAM_BYTES : edns.getPayloadSize();
      room = Math.clamp(asked, SMALLEST_DATAGRAM_BYTES, LARGEST_DATAGRAM_BYTES);
    }
    if (edns != null) {
      answer.addRecord(new OPTRecord(LARGEST_DATAGRAM_BYTES, upperCode, 0), Section.ADDITIONAL);
    }
    return answer.toWire(room);
  }

  /** FORMERR with the question's id; nothing of what could not be read is repeated. */
  private static byte[] malformed(byte[] bytes) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.put(bytes[0]).put(bytes[1]);
    int opcodeAndRecursion = bytes[2] & 0x79;
    header.put((byte) (0x80 | opcodeAndRecursion)).put((byte) Rcode.FORMERR);
    return header.array();
  }
}
