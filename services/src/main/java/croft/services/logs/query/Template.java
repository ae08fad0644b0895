package croft.services.logs.query;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/** What takes fields out of a text. */
sealed interface Template {

  /** Puts the fields of a text that is as expected; nothing otherwise. */
  void extract(String text, Line line);

  /**
   * Texts with a field between each two.
   *
   * @param texts one more than names
   */
  record Glob(List<String> texts, List<String> names) implements Template {
    public Glob {
      texts = List.copyOf(texts);
      names = List.copyOf(names);
    }

    /** The texts around the stars; {@code \*} is a star of the text's own. */
    static List<String> split(String glob) {
      List<String> texts = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < glob.length(); i++) {
        char letter = glob.charAt(i);
        if (letter == '*') {
          texts.add(text.toString());
          text.setLength(0);
        } else {
          boolean escaped = letter == '\\' && i + 1 < glob.length() && glob.charAt(i + 1) == '*';
          text.append(escaped ? glob.charAt(++i) : letter);
        }
      }
      texts.add(text.toString());
      return texts;
    }

    @Override
    public void extract(String text, Line line) {
      int[] begins = new int[names.size()];
      int[] ends = new int[names.size()];
      int at = text.indexOf(texts.getFirst());
      if (at < 0) {
        return;
      }
      at += texts.getFirst().length();
      for (int i = 0; i < begins.length; i++) {
        String behind = texts.get(i + 1);
        boolean rest = behind.isEmpty() && i == begins.length - 1;
        int end = rest ? text.length() : text.indexOf(behind, at);
        if (end < 0) {
          return;
        }
        begins[i] = at;
        ends[i] = end;
        at = end + behind.length();
      }
      for (int i = 0; i < begins.length; i++) {
        line.put(names.get(i), Value.ofText(text.substring(begins[i], ends[i])));
      }
    }
  }

  /**
   * A regular expression's groups.
   *
   * @param groups a name's group's number
   */
  record Groups(Pattern pattern, List<String> names, List<Integer> groups) implements Template {
    public Groups {
      names = List.copyOf(names);
      groups = List.copyOf(groups);
    }

    @Override
    public void extract(String text, Line line) {
      Matcher matcher = pattern.matcher(text);
      if (!matcher.find()) {
        return;
      }
      for (int i = 0; i < names.size(); i++) {
        String found = matcher.group(groups.get(i));
        if (found != null) {
          line.put(names.get(i), Value.ofText(found));
        }
      }
    }
  }
}
