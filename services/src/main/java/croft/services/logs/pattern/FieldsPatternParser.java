package croft.services.logs.pattern;

import croft.services.logs.pattern.FieldsPattern.Field;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code [ … ]}. */
final class FieldsPatternParser {
  private final PatternReader in;

  private FieldsPatternParser(PatternReader in) {
    this.in = in;
  }

  static FieldsPattern parse(String text) throws PatternException {
    FieldsPatternParser parser = new FieldsPatternParser(new PatternReader(text));
    return parser.pattern();
  }

  private FieldsPattern pattern() throws PatternException {
    in.require("[");
    List<Field> before = new ArrayList<>();
    List<Field> after = new ArrayList<>();
    boolean ellipsis = false;
    do {
      if (in.take("...")) {
        if (ellipsis) {
          throw in.fault("more than one ellipsis");
        }
        ellipsis = true;
      } else {
        (ellipsis ? after : before).add(field());
      }
    } while (in.take(","));
    in.require("]");
    in.skipSpaces();
    if (!in.atEnd()) {
      throw in.fault("more behind the closing bracket");
    }
    return new FieldsPattern(before, ellipsis ? after : null);
  }

  private Field field() throws PatternException {
    String name = name();
    if (!Comparison.isNext(in)) {
      return new Field(name, List.of());
    }
    List<List<Comparison>> asked = new ArrayList<>();
    List<Comparison> all = new ArrayList<>();
    all.add(Comparison.read(in));
    while (true) {
      if (in.take("&&")) {
        all.add(again(name));
      } else if (in.take("||")) {
        asked.add(List.copyOf(all));
        all.clear();
        all.add(again(name));
      } else {
        asked.add(List.copyOf(all));
        return new Field(name, asked);
      }
    }
  }

  private Comparison again(String name) throws PatternException {
    if (!name().equals(name)) {
      throw in.fault("the conditions of a field must be on that field");
    }
    return Comparison.read(in);
  }

  private String name() throws PatternException {
    in.skipSpaces();
    String name = in.run(letter -> Character.isLetterOrDigit(letter) || letter == '_');
    if (name.isEmpty()) {
      throw in.fault("expected a field's name");
    }
    return name;
  }
}
