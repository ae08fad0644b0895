package croft.codegen;

import croft.codegen.c2j.C2jReader;
import croft.codegen.emit.ServiceEmitter;
import croft.codegen.model.ApiModel;
import croft.codegen.smithy.ProtocolTests;
import croft.codegen.smithy.SmithyReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.smithy.model.Model;
import software.amazon.smithy.model.loader.ModelDiscovery;

/** Generates the services of a listing. */
public final class Generator {
  private final Order order;
  private final ClassLoader classPath;
  private final Map<String, Model> assembled = new HashMap<>();

  /**
   * What to generate, and where.
   *
   * @param listing the file that names services and operations
   * @param sources the folder to fill with Java, and with nothing else
   * @param packagePrefix of the packages; the service's id is the last word of each
   * @param testCases a folder to fill with the protocol test cases of Smithy services, or null
   */
  record Order(Path listing, Path sources, String packagePrefix, @Nullable Path testCases) {}

  private Generator(Order order) {
    this.order = order;
    this.classPath = Generator.class.getClassLoader();
  }

  /**
   * Generates, unless nothing has changed since the last time.
   *
   * @param args the listing file, the source folder to fill, the package prefix, and optionally a
   *     folder for protocol test cases
   */
  public static void main(String[] args) throws IOException {
    Path testCases = args.length > 3 ? Path.of(args[3]) : null;
    run(new Order(Path.of(args[0]), Path.of(args[1]), args[2], testCases));
  }

  /** Brings the targets up to date; returns how many files it wrote or deleted. */
  static int run(Order order) throws IOException {
    return new Generator(order).run();
  }

  private int run() throws IOException {
    Listing wanted = Listing.read(order.listing);
    String fingerprint = fingerprint(wanted);
    Path stamp = order.sources.resolveSibling(order.sources.getFileName() + ".fingerprint");
    if (Files.exists(order.sources)
        && Files.exists(stamp)
        && Files.readString(stamp).equals(fingerprint)) {
      return 0;
    }
    int changed = write(wanted.services());
    Files.writeString(stamp, fingerprint);
    return changed;
  }

  private int write(List<Listing.Entry> services) throws IOException {
    SourceTree sources = new SourceTree(order.sources);
    for (Listing.Entry entry : services) {
      String packageName = order.packagePrefix + "." + entry.id();
      sources.put(ServiceEmitter.emit(api(entry), entry.id(), packageName));
    }
    int changed = sources.finish();
    if (order.testCases == null) {
      return changed;
    }
    SourceTree cases = new SourceTree(order.testCases);
    for (Listing.Entry entry : services) {
      String name = order.packagePrefix.replace('.', '/') + "/" + entry.id() + ".json";
      cases.put(Map.of(name, ProtocolTests.json(smithy(entry), entry.model())));
    }
    return changed + cases.finish();
  }

  private String fingerprint(Listing wanted) throws IOException {
    Fingerprint fingerprint = new Fingerprint().generator().content(order.listing);
    for (Listing.Entry entry : wanted.services()) {
      if (!entry.isSmithy()) {
        fingerprint.address(c2j(entry));
        if (!entry.file().isEmpty()) {
          fingerprint.content(order.listing.resolveSibling(entry.file()));
        }
      } else if (entry.file().isEmpty()) {
        ModelDiscovery.findModels(classPath).forEach(fingerprint::address);
      } else {
        fingerprint.content(order.listing.resolveSibling(entry.file()));
      }
    }
    return fingerprint.text();
  }

  private ApiModel api(Listing.Entry entry) throws IOException {
    ApiModel whole = new QueryNames(entry).applyTo(whole(entry));
    List<String> listed = entry.values("operations");
    ApiModel api = whole.only(listed.equals(List.of("*")) ? whole.operations().keySet() : listed);
    List<String> protocols = entry.values("protocols");
    return protocols.isEmpty() ? api : api.speaking(protocols);
  }

  private ApiModel whole(Listing.Entry entry) throws IOException {
    if (entry.isSmithy()) {
      return SmithyReader.read(smithy(entry), entry.model());
    }
    try (InputStream json = c2j(entry).openStream()) {
      return C2jReader.read(json, newer(entry));
    }
  }

  private String newer(Listing.Entry entry) throws IOException {
    return entry.file().isEmpty()
        ? "{}"
        : Files.readString(order.listing.resolveSibling(entry.file()));
  }

  private Model smithy(Listing.Entry entry) {
    return assembled.computeIfAbsent(
        entry.file(),
        file ->
            SmithyReader.assemble(
                classPath, file.isEmpty() ? null : order.listing.resolveSibling(file)));
  }

  private URL c2j(Listing.Entry entry) {
    URL model = classPath.getResource("models/" + entry.model() + "-model.json");
    if (model == null) {
      throw new IllegalArgumentException("No model " + entry.model() + " on the class path");
    }
    return model;
  }
}
