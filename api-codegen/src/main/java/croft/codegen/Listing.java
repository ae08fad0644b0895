package croft.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The services and operations to generate, as a listing file names them. A line is a word and its
 * values; a word that begins with {@code #} begins a comment.
 *
 * <pre>
 * service sqs
 *   model sqs-2012-11-05
 *   protocols AWS_JSON_1_0 AWS_QUERY
 *   operations SendMessage ReceiveMessage
 * </pre>
 *
 * {@code operations} may be repeated; {@code *} means all. {@code model} is the name of a C2J model
 * on the class path, or the shape id of a Smithy service ({@code namespace#Name}), which is on the
 * class path or in a file beside the listing, named after it. {@code protocols} replaces those the
 * model states.
 */
record Listing(List<Entry> services) {
  /**
   * One service of the listing.
   *
   * @param file that holds the model, empty if it is on the class path
   * @param protocols empty for the model's own
   */
  record Entry(
      String id, String model, String file, List<String> protocols, List<String> operations) {
    boolean isSmithy() {
      return model.contains("#");
    }
  }

  static Listing read(Path file) throws IOException {
    List<Entry> services = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      List<String> words = words(line);
      if (words.isEmpty()) {
        continue;
      }
      List<String> values = words.subList(1, words.size());
      if (words.getFirst().equals("service")) {
        services.add(new Entry(values.getFirst(), "", "", List.of(), List.of()));
      } else if (services.isEmpty()) {
        throw new IllegalArgumentException(file + " does not begin with a service: " + line);
      } else {
        services.add(with(services.removeLast(), words.getFirst(), values));
      }
    }
    return new Listing(List.copyOf(services));
  }

  private static List<String> words(String line) {
    String content = line.replaceAll("(^|\\s)#.*", "").strip();
    return content.isEmpty() ? List.of() : Arrays.asList(content.split("\\s+"));
  }

  private static Entry with(Entry entry, String word, List<String> values) {
    return switch (word) {
      case "model" -> {
        String file = values.size() > 1 ? values.get(1) : "";
        yield new Entry(entry.id, values.getFirst(), file, entry.protocols, entry.operations);
      }
      case "protocols" ->
          new Entry(entry.id, entry.model, entry.file, List.copyOf(values), entry.operations);
      case "operations" -> {
        List<String> all = new ArrayList<>(entry.operations);
        all.addAll(values);
        yield new Entry(entry.id, entry.model, entry.file, entry.protocols, List.copyOf(all));
      }
      default -> throw new IllegalArgumentException("Unknown word in a listing: " + word);
    };
  }
}
