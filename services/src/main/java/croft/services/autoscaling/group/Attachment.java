package croft.services.autoscaling.group;

import java.util.List;
import java.util.Locale;

/**
 * Something that balances load to a group's instances.
 *
 * @param type {@code elb} for a classic balancer, {@code elbv2} for a target group
 * @param identifier the classic balancer's name, the target group's ARN
 */
public record Attachment(String type, String identifier, State state) {

  /** Where an attachment stands. */
  public enum State {
    /** Instances are being registered. */
    ADDING,
    /** All are registered. */
    ADDED,
    /** At least one is healthy there. */
    IN_SERVICE,
    /** Instances are being deregistered; it goes then. */
    REMOVING;

    /** As the API shows it. */
    public String text() {
      return switch (this) {
        case ADDING -> "Adding";
        case ADDED -> "Added";
        case IN_SERVICE -> "InService";
        case REMOVING -> "Removing";
      };
    }
  }

  /** A new one. */
  public static Attachment adding(String type, String identifier) {
    return new Attachment(type, identifier, State.ADDING);
  }

  public boolean is(Attachment other) {
    return type.equals(other.type) && identifier.equals(other.identifier);
  }

  public boolean classic() {
    return type.equals("elb");
  }

  public Attachment in(State next) {
    return new Attachment(type, identifier, next);
  }

  /** Those that balance load and are not about to go. */
  public static List<Attachment> standing(List<Attachment> all) {
    return all.stream().filter(a -> a.state() != State.REMOVING).toList();
  }

  @Override
  public String toString() {
    return type + " " + identifier + " " + state.name().toLowerCase(Locale.ROOT);
  }
}
