package croft.services.iam.policy;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

/** Where the parts of a document stand in its text. The text must be JSON. */
public final class PolicyLocations {
  private static final JsonMapper JSON = new JsonMapper();

  private PolicyLocations() {}

  /** A place: both count from 1. */
  public record Place(int line, int column) {}

  /** From behind the token before a statement to behind its last brace. */
  public record Span(Place start, Place end) {}

  /** The place of an element, or of the innermost one around it that is there. */
  static Place of(String document, List<String> path) {
    Place found = new Place(1, 1);
    int depth = -1;
    try (JsonParser parser = JSON.createParser(document)) {
      for (JsonToken next = parser.nextToken(); next != null; next = parser.nextToken()) {
        String here = parser.streamReadContext().pathAsPointer().toString();
        for (int steps = path.size(); steps > depth; steps--) {
          if (isValue(next) && here.equals(pointer(path.subList(0, steps)))) {
            found = place(parser.currentTokenLocation());
            depth = steps;
          }
        }
      }
    }
    return found;
  }

  private static boolean isValue(JsonToken token) {
    return token != JsonToken.PROPERTY_NAME
        && token != JsonToken.END_OBJECT
        && token != JsonToken.END_ARRAY;
  }

  private static String pointer(List<String> path) {
    JsonPointer pointer = JsonPointer.empty();
    for (String step : path) {
      pointer = pointer.appendProperty(step);
    }
    return pointer.toString();
  }

  static Place place(TokenStreamLocation location) {
    return new Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  /** The spans of a document's statements, in their order. */
  public static List<Span> statements(String document) {
    List<Span> spans = new ArrayList<>();
    int start = 0;
    try (JsonParser parser = JSON.createParser(document)) {
      for (JsonToken next = parser.nextToken(); next != null; next = parser.nextToken()) {
        boolean statement =
            parser.streamReadContext().pathAsPointer().toString().matches("/Statement(/\\d+)?");
        int offset = (int) parser.currentTokenLocation().getCharOffset();
        if (statement && next == JsonToken.START_OBJECT) {
          start = offset;
        } else if (statement && next == JsonToken.END_OBJECT) {
          spans.add(
              new Span(
                  place(document, behindTokenBefore(document, start)),
                  place(document, offset + 1)));
        }
      }
    }
    return spans;
  }

  private static int behindTokenBefore(String document, int offset) {
    int at = offset;
    while (at > 0 && Character.isWhitespace(document.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static Place place(String document, int offset) {
    String before = document.substring(0, offset);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Place(line, offset - before.lastIndexOf('\n'));
  }
}
