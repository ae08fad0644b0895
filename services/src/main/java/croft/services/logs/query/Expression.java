package croft.services.logs.query;

import com.google.re2j.Pattern;
import java.util.List;

/** What is worked out for a record. */
sealed interface Expression {

  Value of(Line line);

  record Constant(Value value) implements Expression {
    @Override
    public Value of(Line line) {
      return value;
    }
  }

  record Field(FieldName name) implements Expression {
    @Override
    public Value of(Line line) {
      return line.get(name);
    }
  }

  record Call(Function function, List<Expression> arguments) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public Value of(Line line) {
      Value[] values = new Value[arguments.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = arguments.get(i).of(line);
      }
      return function.of(values);
    }
  }

  /** When the query was started, in seconds of the epoch. */
  record Now() implements Expression {
    @Override
    public Value of(Line line) {
      return Value.of((double) line.now().getEpochSecond());
    }
  }

  /** A moment rounded down or up. */
  record Rounded(Expression moment, Period period, boolean up) implements Expression {
    @Override
    public Value of(Line line) {
      double number = moment.of(line).number();
      if (Double.isNaN(number) || Math.abs(number) > Function.LATEST_MILLIS) {
        return Value.Missing.VALUE;
      }
      long millis = (long) number;
      return new Value.Moment(up ? period.ceiling(millis) : period.floor(millis));
    }
  }

  record Arithmetic(char operator, Expression left, Expression right) implements Expression {
    @Override
    public Value of(Line line) {
      double one = left.of(line).number();
      double other = right.of(line).number();
      return Value.of(
          switch (operator) {
            case '+' -> one + other;
            case '-' -> one - other;
            case '*' -> one * other;
            case '/' -> one / other;
            case '%' -> one % other;
            default -> Math.pow(one, other);
          });
    }
  }

  /** Equal, less or greater; what is missing is none of these. */
  record Compared(Relation relation, Expression left, Expression right) implements Expression {
    @Override
    public Value of(Line line) {
      return Value.of(relation.holds(left.of(line), right.of(line)));
    }
  }

  /** How two values relate. */
  enum Relation {
    EQUAL("="),
    UNEQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String symbol;

    Relation(String symbol) {
      this.symbol = symbol;
    }

    String symbol() {
      return symbol;
    }

    boolean holds(Value one, Value other) {
      if (one.isMissing() || other.isMissing()) {
        return this == UNEQUAL;
      }
      double first = one.number();
      double second = other.number();
      if (!Double.isNaN(first) && !Double.isNaN(second)) {
        return switch (this) {
          case EQUAL -> first == second;
          case UNEQUAL -> first != second;
          case LESS -> first < second;
          case AT_MOST -> first <= second;
          case GREATER -> first > second;
          case AT_LEAST -> first >= second;
        };
      }
      int order = word(one).compareTo(word(other));
      return switch (this) {
        case EQUAL -> order == 0;
        case UNEQUAL -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }

    private static String word(Value value) {
      return value instanceof Value.Flag ? Boolean.toString(value.holds()) : value.text();
    }
  }

  /** A text that holds another. */
  record Holding(Expression text, Expression part) implements Expression {
    @Override
    public Value of(Line line) {
      Value value = text.of(line);
      return Value.of(!value.isMissing() && value.text().contains(part.of(line).text()));
    }
  }

  /** A text in which a regular expression finds something. */
  record Found(Expression text, Pattern pattern) implements Expression {
    @Override
    public Value of(Line line) {
      Value value = text.of(line);
      return Value.of(!value.isMissing() && pattern.matcher(value.text()).find());
    }
  }

  record OneOf(Expression value, List<Expression> some) implements Expression {
    public OneOf {
      some = List.copyOf(some);
    }

    @Override
    public Value of(Line line) {
      Value one = value.of(line);
      for (Expression other : some) {
        if (Relation.EQUAL.holds(one, other.of(line))) {
          return Value.Flag.YES;
        }
      }
      return Value.Flag.NO;
    }
  }

  record Both(Expression left, Expression right) implements Expression {
    @Override
    public Value of(Line line) {
      return Value.of(left.of(line).holds() && right.of(line).holds());
    }
  }

  record Either(Expression left, Expression right) implements Expression {
    @Override
    public Value of(Line line) {
      return Value.of(left.of(line).holds() || right.of(line).holds());
    }
  }

  record Not(Expression inside) implements Expression {
    @Override
    public Value of(Line line) {
      return Value.of(!inside.of(line).holds());
    }
  }
}
