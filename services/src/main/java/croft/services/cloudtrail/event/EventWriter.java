package croft.services.cloudtrail.event;

import croft.base.Caller;
import croft.base.CallerSession;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.cloudtrail.event.TrailEvent.Identity;
import croft.services.cloudtrail.event.TrailEvent.Resource;
import croft.services.cloudtrail.event.TrailEvent.Session;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.CallOutcome;
import croft.services.operation.ResourcePolicies;
import croft.wire.schema.Shape;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes events of calls. */
final class EventWriter {
  /** Services whose calls belong to no region are recorded here. */
  private static final String GLOBAL_REGION = "us-east-1";

  private static final Set<String> GLOBAL_SERVICES = Set.of("iam", "route53");
  private static final int LONGEST_MESSAGE = 1024;

  private final Ids ids;

  EventWriter(Ids ids) {
    this.ids = ids;
  }

  /** One event in the history of the caller's account and one in that of each resource's. */
  List<TrailEvent> events(CallOutcome outcome) {
    Set<String> accounts = new TreeSet<>();
    accounts.add(outcome.call().account());
    for (Access access : outcome.accesses()) {
      ResourcePolicies guard = access.guard();
      if (guard != null) {
        accounts.add(guard.account());
      }
    }
    accounts.remove("");
    List<Resource> resources = EventResources.of(outcome.accesses());
    return accounts.stream().map(account -> event(outcome, account, resources)).toList();
  }

  private TrailEvent event(CallOutcome outcome, String account, List<Resource> resources) {
    Call call = outcome.call();
    String service = outcome.service().endpointPrefix();
    List<String> via = call.calledVia();
    ServiceError failure = outcome.failure();
    boolean management = EventKinds.management(outcome);
    return new TrailEvent(
        ids.uuid(),
        account,
        GLOBAL_SERVICES.contains(service) ? GLOBAL_REGION : call.region(),
        call.at(),
        outcome.operation().name(),
        service + ".amazonaws.com",
        EventKinds.readOnly(outcome),
        management,
        identity(call.caller()),
        resources,
        via.isEmpty() ? call.sourceAddress() : via.getLast(),
        via.isEmpty() ? call.userAgent() : via.getLast(),
        call.requestId(),
        failure == null ? null : failure.code(),
        failure == null ? null : shortened(failure),
        management ? parameters(outcome.input()) : null);
  }

  private static String shortened(ServiceError failure) {
    String message = Objects.requireNonNullElse(failure.message(), "");
    return message.substring(0, Math.min(LONGEST_MESSAGE, message.length()));
  }

  private static @Nullable String parameters(@Nullable Shape input) {
    return input == null ? null : RequestParameters.of(input).toString();
  }

  private static Identity identity(Caller caller) {
    CallerSession session = caller.session();
    return new Identity(
        caller.kind(),
        caller.account(),
        caller.arn().toString(),
        caller.principalId(),
        caller.accessKeyId(),
        session == null
            ? null
            : new Session(
                session.roleArn(),
                session.issued(),
                session.mfaAuthenticated() != null,
                session.sourceIdentity()));
  }
}
