package croft.services.cloudwatch.math;

import croft.services.cloudwatch.math.MathValue.Line;
import croft.services.cloudwatch.math.MathValue.Lines;
import croft.services.cloudwatch.math.MathValue.Scalar;
import croft.services.cloudwatch.math.MathValue.Text;
import java.util.List;

/** What a function was called with. */
record Arguments(String function, List<MathValue> values) {

  int count() {
    return values.size();
  }

  /** Passes for that many. */
  Arguments size(int wanted) {
    return size(wanted, wanted);
  }

  Arguments size(int least, int most) {
    if (values.size() < least || values.size() > most) {
      throw new MathException(
          "The function " + function + " does not take " + values.size() + " arguments");
    }
    return this;
  }

  MathValue get(int index) {
    return values.get(index);
  }

  Line line(int index) {
    return switch (get(index)) {
      case Line line -> line;
      case Lines(List<Line> lines) when lines.size() == 1 -> lines.getFirst();
      case Lines other -> throw mismatch(other);
      case Scalar other -> throw mismatch(other);
      case Text other -> throw mismatch(other);
    };
  }

  List<Line> lines(int index) {
    return switch (get(index)) {
      case Lines(List<Line> lines) -> lines;
      case Line line -> List.of(line);
      case Scalar other -> throw mismatch(other);
      case Text other -> throw mismatch(other);
    };
  }

  double number(int index) {
    return get(index) instanceof Scalar(double number) ? number : refuse(index);
  }

  private double refuse(int index) {
    throw mismatch(get(index));
  }

  String text(int index) {
    if (get(index) instanceof Text(String text)) {
      return text;
    }
    throw mismatch(get(index));
  }

  MathException mismatch(MathValue value) {
    return new MathException("The function " + function + " does not take a " + value.kind());
  }
}
