package croft.services.logs.loggroup;

import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.services.operation.ResourcePolicies;
import croft.store.Store;
import croft.store.Transaction;
import croft.store.UntilChanged;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds groups by name or ARN, and says what a call on one needs. */
public final class LogGroups {
  private static final String RESOURCE = "log-group:";

  private final Store store;
  private final UntilChanged<Arn, LogGroup> known;
  private final UntilChanged<String, List<String>> policies;

  public LogGroups(Store store) {
    this.store = store;
    this.known = new UntilChanged<>(store.changes(LogGroup.TABLE));
    this.policies = new UntilChanged<>(store.changes(LogPolicy.TABLE));
  }

  /** The ARN of a group of the caller's by its name. */
  public static Arn arn(Call call, @Nullable String name) {
    return call.arn("logs", RESOURCE + Objects.requireNonNullElse(name, ""));
  }

  /**
   * The ARN of a group that a request tells by name or by identifier.
   *
   * @param identifier a name or an ARN
   * @throws ServiceError {@code InvalidParameterException}
   */
  public static Arn arn(Call call, @Nullable String name, @Nullable String identifier) {
    if (name != null && identifier != null) {
      throw LogErrors.invalid("LogGroup name and LogGroup ARN are mutually exclusive parameters.");
    }
    if (name == null && identifier == null) {
      throw LogErrors.invalid("Either logGroupName or logGroupIdentifier must be specified.");
    }
    return identifier == null ? arn(call, name) : identified(call, identifier);
  }

  /**
   * The ARN of a group by a name or an ARN.
   *
   * @throws ServiceError {@code InvalidParameterException}
   */
  public static Arn identified(Call call, @Nullable String identifier) {
    String text = Objects.requireNonNullElse(identifier, "");
    if (!text.startsWith("arn:")) {
      return arn(call, text);
    }
    Arn arn;
    try {
      arn = Arn.parse(text.endsWith(":*") ? text.substring(0, text.length() - 2) : text);
    } catch (IllegalArgumentException e) {
      throw LogErrors.invalid("The ARN is not valid: " + text);
    }
    if (!arn.service().equals("logs") || !arn.resource().startsWith(RESOURCE)) {
      throw LogErrors.invalid("The ARN is not one of a log group: " + text);
    }
    return arn;
  }

  /** The group of an ARN, when it is there. */
  public static Optional<LogGroup> find(Transaction tx, Arn arn) {
    return tx.get(
        LogGroup.TABLE,
        arn.account() + "/" + arn.region(),
        arn.resource().substring(RESOURCE.length()));
  }

  /** The group of an ARN as of now, when it is there. */
  public Optional<LogGroup> find(Arn arn) {
    return known.get(arn, key -> store.read(tx -> find(tx, key)));
  }

  /**
   * The group of an ARN.
   *
   * @throws ServiceError {@code ResourceNotFoundException}
   */
  public LogGroup require(Arn arn) {
    return find(arn).orElseThrow(LogErrors::noGroup);
  }

  /** The same, within a transaction. */
  public static LogGroup require(Transaction tx, Arn arn) {
    return find(tx, arn).orElseThrow(LogErrors::noGroup);
  }

  /** An action on a group: AWS asks for the ARN of a stream that has no name. */
  public List<Access> access(String action, Arn group) {
    return access(action, group, "");
  }

  /** An action on a stream. */
  public List<Access> access(String action, Arn group, @Nullable String stream) {
    Arn resource =
        Arn.of(
            "logs",
            group.region(),
            group.account(),
            group.resource() + ":log-stream:" + Objects.requireNonNullElse(stream, ""));
    return List.of(tagged(Access.to(action, resource), group));
  }

  /** An action on a group itself, as those on tags are. */
  List<Access> accessItself(String action, Arn group) {
    return List.of(tagged(Access.to(action, group), group));
  }

  private Access tagged(Access access, Arn group) {
    return find(group)
        .map(found -> access.with(Requests.resourceTags(found.tags())).guardedBy(policies(found)))
        // Whoever may not ask learns nothing of what is not there.
        .orElse(access);
  }

  /** What lets services put events. */
  private ResourcePolicies policies(LogGroup group) {
    List<String> documents =
        policies
            .get(
                group.scope(),
                scope ->
                    Optional.of(
                        store.<List<LogPolicy>>read(tx -> tx.list(LogPolicy.TABLE, scope)).stream()
                            .map(LogPolicy::document)
                            .toList()))
            .orElse(List.of());
    return new ResourcePolicies(group.account(), documents, false).askingServices();
  }
}
