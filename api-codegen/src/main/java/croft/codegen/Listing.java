package croft.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The services and operations to generate, as a listing file names them. A line is a word and its
 * values; a word that begins with {@code #} begins a comment. A word may be repeated, which adds
 * values.
 *
 * <pre>
 * service sqs
 *   model sqs-2012-11-05
 *   protocols AWS_JSON_1_0 AWS_QUERY
 *   operations SendMessage ReceiveMessage
 * </pre>
 *
 * <ul>
 *   <li>{@code model} is the name of a C2J model on the class path, perhaps with a file beside the
 *       listing that has operations and shapes the model does not know yet; or the shape id of a
 *       Smithy service ({@code namespace#Name}), which is on the class path, or in a file or a
 *       folder of {@code .smithy} files beside the listing, named after it.
 *   <li>{@code operations} are those to generate; {@code *} means all.
 *   <li>{@code protocols} replaces those the model states.
 *   <li>{@code query-…} words are read by {@link QueryNames}.
 * </ul>
 */
record Listing(List<Entry> services) {
  private static final Set<String> WORDS =
      Set.of(
          "model",
          "protocols",
          "operations",
          "query-namespace",
          "query-list",
          "query-map",
          "query-error",
          "query-path",
          "query-open");

  /** One service of the listing. */
  record Entry(String id, Map<String, List<String>> words) {
    String model() {
      return values("model").getFirst();
    }

    /** The file or folder that holds the model or adds to it; empty for one on the class path. */
    String file() {
      return values("model").size() > 1 ? values("model").get(1) : "";
    }

    boolean isSmithy() {
      return model().contains("#");
    }

    List<String> values(String word) {
      return words.getOrDefault(word, List.of());
    }
  }

  static Listing read(Path file) throws IOException {
    List<Entry> services = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String content = line.replaceAll("(^|\\s)#.*", "").strip();
      if (!content.isEmpty()) {
        List<String> words = Arrays.asList(content.split("\\s+"));
        add(services, words.getFirst(), words.subList(1, words.size()));
      }
    }
    return new Listing(List.copyOf(services));
  }

  private static void add(List<Entry> services, String word, List<String> values) {
    if (word.equals("service")) {
      services.add(new Entry(values.getFirst(), new LinkedHashMap<>()));
    } else if (services.isEmpty() || !WORDS.contains(word)) {
      throw new IllegalArgumentException("A listing cannot have " + word + " here");
    } else {
      services.getLast().words.computeIfAbsent(word, w -> new ArrayList<>()).addAll(values);
    }
  }
}
