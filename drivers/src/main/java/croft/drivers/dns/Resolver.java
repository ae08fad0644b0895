package croft.drivers.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Finds the answer to a question: each name is looked for in the sources in their order, aliases
 * are followed from one to the other, and what no source knows is asked elsewhere.
 */
public final class Resolver {
  private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);

  /** How long a chain of aliases may be. */
  private static final int LONGEST_CHAIN = 16;

  private static final int ANY_TTL_SECONDS = 3600;

  private final List<NameSource> sources;
  private final Optional<Forwarder> elsewhere;

  /**
   * Makes a resolver.
   *
   * @param elsewhere whom to ask for all other names; empty when they are refused
   */
  public Resolver(List<NameSource> sources, Optional<Forwarder> elsewhere) {
    this.sources = List.copyOf(sources);
    this.elsewhere = elsewhere;
  }

  /** What came of the first look at a question. */
  sealed interface Outcome {
    /** The answer is there. */
    record Answered(Message message) implements Outcome {}

    /** None of the sources knows the name: the question goes on as it came. */
    record Unknown() implements Outcome {}

    /** An alias leads to a name of none of the sources: that name must be asked for. */
    record Onwards(Message begun, Name target, int type) implements Outcome {}
  }

  /** Looks without waiting for anybody. */
  Outcome look(Message query) {
    Record question = query.getQuestion();
    Message answer = responseTo(query);
    if (question.getType() == Type.ANY) {
      return any(answer, question.getName());
    }
    return follow(answer, question.getName(), question.getType());
  }

  private Outcome follow(Message answer, Name asked, int type) {
    Name name = asked;
    for (int hop = 0; hop < LONGEST_CHAIN; hop++) {
      Optional<Finding> finding = find(name, type);
      if (finding.isEmpty()) {
        return hop == 0 ? new Outcome.Unknown() : onwards(answer, name, type);
      }
      if (hop == 0) {
        answer.getHeader().setFlag(Flags.AA);
      }
      switch (finding.get()) {
        case Finding.Records found -> {
          found.records().forEach(record -> answer.addRecord(record, Section.ANSWER));
          if (type == Type.CNAME || !(found.records().getFirst() instanceof CNAMERecord alias)) {
            return new Outcome.Answered(answer);
          }
          name = alias.getTarget();
        }
        case Finding.NoData none -> {
          none.authority().ifPresent(soa -> answer.addRecord(soa, Section.AUTHORITY));
          return new Outcome.Answered(answer);
        }
        case Finding.NoName none -> {
          answer.getHeader().setRcode(Rcode.NXDOMAIN);
          none.authority().ifPresent(soa -> answer.addRecord(soa, Section.AUTHORITY));
          return new Outcome.Answered(answer);
        }
        case Finding.Delegated delegated -> {
          return delegated(answer, delegated, hop == 0, name, type);
        }
      }
    }
    answer.getHeader().setRcode(Rcode.SERVFAIL);
    return new Outcome.Answered(answer);
  }

  private Optional<Finding> find(Name name, int type) {
    for (NameSource source : sources) {
      Optional<Finding> finding = source.find(name, type);
      if (finding.isPresent()) {
        return finding;
      }
    }
    return Optional.empty();
  }

  private Outcome onwards(Message answer, Name target, int type) {
    // Without anybody to ask, the asker learns of the alias and may follow it by itself.
    return elsewhere.isEmpty()
        ? new Outcome.Answered(answer)
        : new Outcome.Onwards(answer, target, type);
  }

  private Outcome delegated(
      Message answer, Finding.Delegated delegated, boolean first, Name name, int type) {
    if (elsewhere.isPresent()) {
      return first ? new Outcome.Unknown() : new Outcome.Onwards(answer, name, type);
    }
    if (first) {
      answer.getHeader().unsetFlag(Flags.AA);
    }
    delegated.nameServers().forEach(record -> answer.addRecord(record, Section.AUTHORITY));
    return new Outcome.Answered(answer);
  }

  /** The least that may be answered to ANY (RFC 8482). */
  private Outcome any(Message answer, Name name) {
    Optional<Finding> finding = find(name, Type.A);
    if (finding.isEmpty() || finding.get() instanceof Finding.Delegated) {
      return new Outcome.Unknown();
    }
    answer.getHeader().setFlag(Flags.AA);
    if (finding.get() instanceof Finding.NoName none) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
      none.authority().ifPresent(soa -> answer.addRecord(soa, Section.AUTHORITY));
    } else {
      answer.addRecord(
          new HINFORecord(name, DClass.IN, ANY_TTL_SECONDS, "RFC8482", ""), Section.ANSWER);
    }
    return new Outcome.Answered(answer);
  }

  /** The answer to a message that {@link #look} did not finish; waits for others. */
  byte[] askElsewhere(Message query, byte[] wire, boolean stream) {
    if (elsewhere.isEmpty()) {
      return failure(query, Rcode.REFUSED).toWire();
    }
    try {
      return elsewhere.get().ask(wire, stream);
    } catch (IOException e) {
      LOG.debug("No answer from elsewhere: {}", e.getMessage());
      return failure(query, Rcode.SERVFAIL).toWire();
    }
  }

  /** Completes an answer whose alias leads elsewhere; waits for others. */
  Message complete(Outcome.Onwards onwards) {
    Message begun = onwards.begun();
    try {
      Message ask = Message.newQuery(Record.newRecord(onwards.target(), onwards.type(), DClass.IN));
      // By stream, for what is put together here must not lack what a datagram cut off.
      byte[] found = elsewhere.orElseThrow().ask(ask.toWire(), true);
      Message rest = new Message(found);
      begun.getHeader().setRcode(rest.getHeader().getRcode());
      for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
        rest.getSection(section).forEach(record -> begun.addRecord(record, section));
      }
    } catch (IOException e) {
      LOG.debug("No answer for {}: {}", onwards.target(), e.getMessage());
      begun.getHeader().setRcode(Rcode.SERVFAIL);
    }
    return begun;
  }

  /** Looks for all records of a name as an asker without recursion elsewhere would get them. */
  public Message answer(Name name, int type) {
    Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    return switch (look(query)) {
      case Outcome.Answered answered -> answered.message();
      case Outcome.Onwards onwards -> onwards.begun();
      case Outcome.Unknown unknown -> failure(query, Rcode.REFUSED);
    };
  }

  /** An answer without records. */
  static Message failure(Message query, int rcode) {
    Message answer = responseTo(query);
    answer.getHeader().setRcode(rcode);
    return answer;
  }

  private static Message responseTo(Message query) {
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setOpcode(query.getHeader().getOpcode());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    if (query.getHeader().getFlag(Flags.RD)) {
      answer.getHeader().setFlag(Flags.RD);
    }
    List<Record> questions = new ArrayList<>(query.getSection(Section.QUESTION));
    if (!questions.isEmpty()) {
      answer.addRecord(questions.getFirst(), Section.QUESTION);
    }
    return answer;
  }
}
