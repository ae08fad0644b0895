package croft.services.cloudtrail.event;

import croft.base.Arn;
import croft.base.Caller;
import croft.base.CallerSession;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.cloudtrail.event.TrailEvent.Resource;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.CallOutcome;
import croft.services.operation.ResourcePolicies;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes events of calls.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">CloudTrail
 * record contents</a>.
 */
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
    String region = GLOBAL_SERVICES.contains(service) ? GLOBAL_REGION : call.region();
    TrailEvent bare =
        new TrailEvent(
            ids.uuid(),
            account,
            region,
            call.at(),
            outcome.operation().name(),
            service + ".amazonaws.com",
            EventKinds.readOnly(outcome),
            EventKinds.management(outcome),
            username(call.caller()),
            call.caller().accessKeyId(),
            resources,
            "");
    return new TrailEvent(
        bare.id(),
        account,
        region,
        bare.at(),
        bare.name(),
        bare.source(),
        bare.readOnly(),
        bare.management(),
        bare.username(),
        bare.accessKeyId(),
        resources,
        document(bare, outcome).toString());
  }

  private static ObjectNode document(TrailEvent event, CallOutcome outcome) {
    Call call = outcome.call();
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("eventVersion", "1.08");
    record.set("userIdentity", identity(call.caller()));
    record.put("eventTime", event.at().truncatedTo(ChronoUnit.SECONDS).toString());
    record.put("eventSource", event.source());
    record.put("eventName", event.name());
    record.put("awsRegion", event.region());
    List<String> via = call.calledVia();
    record.put("sourceIPAddress", via.isEmpty() ? call.sourceAddress() : via.getLast());
    record.put("userAgent", via.isEmpty() ? call.userAgent() : via.getLast());
    ServiceError failure = outcome.failure();
    if (failure != null) {
      record.put("errorCode", failure.code());
      String message = Objects.requireNonNullElse(failure.message(), "");
      record.put("errorMessage", message.substring(0, Math.min(LONGEST_MESSAGE, message.length())));
    }
    if (outcome.input() != null && event.management()) {
      record.set("requestParameters", RequestParameters.of(outcome.input()));
    } else {
      record.putNull("requestParameters");
    }
    record.putNull("responseElements");
    record.put("requestID", call.requestId());
    record.put("eventID", event.id());
    record.put("readOnly", event.readOnly());
    var resources = record.putArray("resources");
    for (Resource resource : event.resources()) {
      resources.addObject().put("ARN", resource.arn()).put("type", resource.type());
    }
    boolean service = call.caller().kind() == Caller.Kind.SERVICE;
    record.put("eventType", service ? "AwsServiceEvent" : "AwsApiCall");
    record.put("managementEvent", event.management());
    record.put("recipientAccountId", event.account());
    record.put("eventCategory", event.management() ? "Management" : "Data");
    return record;
  }

  private static String username(Caller caller) {
    return switch (caller.kind()) {
      case ROOT -> "root";
      case USER, ASSUMED_ROLE, FEDERATED_USER -> lastPart(caller.arn());
      case SERVICE, ANONYMOUS -> "";
    };
  }

  private static String lastPart(Arn arn) {
    return arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
  }

  private static ObjectNode identity(Caller caller) {
    ObjectNode identity = JsonNodeFactory.instance.objectNode();
    switch (caller.kind()) {
      case SERVICE -> {
        identity.put("type", "AWSService").put("invokedBy", caller.principalId());
        return identity;
      }
      case ANONYMOUS -> {
        identity.put("type", "AWSAccount").put("principalId", "");
        identity.put("accountId", "ANONYMOUS_PRINCIPAL");
        return identity;
      }
      case ROOT -> identity.put("type", "Root");
      case USER -> identity.put("type", "IAMUser");
      case ASSUMED_ROLE -> identity.put("type", "AssumedRole");
      case FEDERATED_USER -> identity.put("type", "FederatedUser");
    }
    identity.put("principalId", caller.principalId());
    identity.put("arn", caller.arn().toString());
    identity.put("accountId", caller.account());
    identity.put("accessKeyId", caller.accessKeyId());
    if (caller.kind() == Caller.Kind.USER) {
      identity.put("userName", lastPart(caller.arn()));
    }
    if (caller.session() != null) {
      identity.set("sessionContext", session(caller, caller.session()));
    }
    return identity;
  }

  private static ObjectNode session(Caller caller, CallerSession session) {
    ObjectNode context = JsonNodeFactory.instance.objectNode();
    if (caller.kind() == Caller.Kind.ASSUMED_ROLE) {
      Arn role = Arn.parse(session.roleArn());
      context
          .putObject("sessionIssuer")
          .put("type", "Role")
          .put("principalId", caller.principalId().split(":", 2)[0])
          .put("arn", session.roleArn())
          .put("accountId", role.account())
          .put("userName", lastPart(role));
    }
    context
        .putObject("attributes")
        .put("creationDate", session.issued().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("mfaAuthenticated", Boolean.toString(session.mfaAuthenticated() != null));
    if (!session.sourceIdentity().isEmpty()) {
      context.put("sourceIdentity", session.sourceIdentity());
    }
    return context;
  }
}
