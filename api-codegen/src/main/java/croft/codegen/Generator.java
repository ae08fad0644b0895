package croft.codegen;

import croft.codegen.c2j.C2jReader;
import croft.codegen.emit.ServiceEmitter;
import croft.codegen.model.ApiModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Generates the services of a listing. */
public final class Generator {
  private final Path listing;
  private final Path target;

  private Generator(Path listing, Path target) {
    this.listing = listing;
    this.target = target;
  }

  /**
   * Generates, unless nothing has changed since the last time.
   *
   * @param args the listing file, and the source folder to fill
   */
  public static void main(String[] args) throws IOException {
    run(Path.of(args[0]), Path.of(args[1]));
  }

  /** Brings the target up to date; returns how many files it wrote or deleted. */
  static int run(Path listing, Path target) throws IOException {
    return new Generator(listing, target).run();
  }

  private int run() throws IOException {
    Listing wanted = Listing.read(listing);
    String fingerprint = fingerprint(wanted);
    Path stamp = target.resolveSibling(target.getFileName() + ".fingerprint");
    if (Files.exists(target)
        && Files.exists(stamp)
        && Files.readString(stamp).equals(fingerprint)) {
      return 0;
    }
    SourceTree tree = new SourceTree(target);
    for (Listing.Entry entry : wanted.services()) {
      tree.put(ServiceEmitter.emit(api(entry), entry.id(), "croft.api." + entry.id()));
    }
    int changed = tree.finish();
    Files.writeString(stamp, fingerprint);
    return changed;
  }

  private String fingerprint(Listing wanted) throws IOException {
    Fingerprint fingerprint = new Fingerprint().generator().content(listing);
    for (Listing.Entry entry : wanted.services()) {
      fingerprint.address(model(entry));
    }
    return fingerprint.text();
  }

  private static ApiModel api(Listing.Entry entry) {
    try (InputStream json = model(entry).openStream()) {
      ApiModel whole = C2jReader.read(json);
      Collection<String> operations =
          entry.operations().contains("*") ? whole.operations().keySet() : entry.operations();
      ApiModel api = whole.only(operations);
      return entry.protocols().isEmpty() ? api : api.speaking(entry.protocols());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL model(Listing.Entry entry) {
    URL model =
        Generator.class.getClassLoader().getResource("models/" + entry.model() + "-model.json");
    if (model == null) {
      throw new IllegalArgumentException("No model " + entry.model() + " on the class path");
    }
    return model;
  }
}
