package croft.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code croft image}: keeps the catalogue of images. */
@Command(name = "image", description = "Keeps images.")
final class ImageCommand {
  private static final long MEBIBYTE = 1L << 20;

  private final Environment environment;

  ImageCommand(Environment environment) {
    this.environment = environment;
  }

  /** Asks the server to import a tar archive that both can read. */
  @Command(
      name = "import",
      description = "Registers a tar of a root file system as an image and prints its id.")
  int importImage(
      @Parameters(index = "0", paramLabel = "FILE") Path file,
      @Option(names = "--name", required = true, paramLabel = "NAME") String name,
      @Option(names = "--as", defaultValue = "", paramLabel = "DISTRIBUTION") String standsFor)
      throws Exception {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IllegalArgumentException("no readable file " + file);
    }
    environment.out().println(client().importImage(file.toRealPath(), name, standsFor));
    return 0;
  }

  @Command(name = "list", description = "Lists the images of the catalogue.")
  int list() throws Exception {
    PrintWriter out = environment.out();
    out.printf("%-23s%-24s%-16s%10s  %s%n", "IMAGE", "NAME", "AS", "MIB", "CREATED");
    for (String line : client().images().strip().lines().toList()) {
      String[] cells = line.split("\t", -1);
      long mebibytes = Long.parseLong(cells[3]) / MEBIBYTE;
      out.printf("%-23s%-24s%-16s%10d  %.19s%n", cells[0], cells[1], cells[2], mebibytes, cells[4]);
    }
    return 0;
  }

  @Command(name = "remove", description = "Removes an image nothing is made of.")
  int remove(@Parameters(paramLabel = "NAME") String name) throws Exception {
    environment.out().println(client().removeImage(name));
    return 0;
  }

  private AdminClient client() {
    return new AdminClient(new ServerFacts(environment.home()));
  }
}
