package croft.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Asks a Croft's DNS listener on the host, as dig does. */
record Dig(int port) {
  static Dig of(RunningCroft croft) {
    try (var lines = Files.lines(croft.home().resolve("run/server"))) {
      String address = lines.filter(line -> line.startsWith("dns=")).findFirst().orElseThrow();
      return new Dig(Integer.parseInt(address.substring(address.indexOf(':') + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Message ask(String name, String type, boolean stream) {
    try {
      SimpleResolver resolver = new SimpleResolver("127.0.0.1");
      resolver.setPort(port);
      resolver.setTCP(stream);
      resolver.setTimeout(Duration.ofSeconds(5));
      return resolver.send(
          Message.newQuery(
              Record.newRecord(Name.fromString(name, Name.root), Type.value(type), DClass.IN)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answers' values; a code other than NOERROR instead of them. */
  List<String> values(String name, String type) {
    Message answer = ask(name, type, false);
    if (answer.getRcode() != Rcode.NOERROR) {
      return List.of(Rcode.string(answer.getRcode()));
    }
    return answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).sorted().toList();
  }
}
