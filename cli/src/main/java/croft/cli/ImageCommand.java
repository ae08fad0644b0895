package croft.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code croft image import FILE --name NAME}: registers a root file system as an image. */
@CommandLine.Command(
    name = "image",
    description = "Keeps images.",
    subcommands = ImageCommand.Import.class)
final class ImageCommand {
  private final Environment environment;

  ImageCommand(Environment environment) {
    this.environment = environment;
  }

  /** Asks the server to import a tar archive that both can read. */
  @CommandLine.Command(
      name = "import",
      description = "Registers a tar of a root file system as an image and prints its id.")
  static final class Import implements Callable<Integer> {
    @ParentCommand private @Nullable ImageCommand parent;

    @Parameters(index = "0", paramLabel = "FILE")
    private Path file = Path.of("");

    @Option(names = "--name", required = true, paramLabel = "NAME")
    private String name = "";

    @Override
    public Integer call() throws Exception {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw new IllegalArgumentException("no readable file " + file);
      }
      Environment environment = Objects.requireNonNull(parent).environment;
      AdminClient server = new AdminClient(new ServerFacts(environment.home()));
      environment.out().println(server.importImage(file.toRealPath(), name));
      return 0;
    }
  }
}
