package croft.services.cloudtrail.event;

import croft.base.Arn;
import croft.base.Caller;
import croft.services.cloudtrail.event.TrailEvent.Identity;
import croft.services.cloudtrail.event.TrailEvent.Resource;
import croft.services.cloudtrail.event.TrailEvent.Session;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * An event in CloudTrail's own form.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">CloudTrail
 * record contents</a>.
 */
final class EventDocument {
  private EventDocument() {}

  /** The record, as JSON. */
  static String of(TrailEvent event) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("eventVersion", "1.08");
    record.set("userIdentity", identity(event.identity()));
    record.put("eventTime", event.at().truncatedTo(ChronoUnit.SECONDS).toString());
    record.put("eventSource", event.source());
    record.put("eventName", event.name());
    record.put("awsRegion", event.region());
    record.put("sourceIPAddress", event.sourceAddress());
    record.put("userAgent", event.userAgent());
    if (event.errorCode() != null) {
      record.put("errorCode", event.errorCode());
      record.put("errorMessage", event.errorMessage());
    }
    if (event.parameters() == null) {
      record.putNull("requestParameters");
    } else {
      record.putRawValue("requestParameters", new RawValue(event.parameters()));
    }
    record.putNull("responseElements");
    record.put("requestID", event.requestId());
    record.put("eventID", event.id());
    record.put("readOnly", event.readOnly());
    var resources = record.putArray("resources");
    for (Resource resource : event.resources()) {
      resources.addObject().put("ARN", resource.arn()).put("type", resource.type());
    }
    boolean service = event.identity().kind() == Caller.Kind.SERVICE;
    record.put("eventType", service ? "AwsServiceEvent" : "AwsApiCall");
    record.put("managementEvent", event.management());
    record.put("recipientAccountId", event.account());
    record.put("eventCategory", event.management() ? "Management" : "Data");
    return record.toString();
  }

  private static ObjectNode identity(Identity caller) {
    ObjectNode identity = JsonNodeFactory.instance.objectNode();
    switch (caller.kind()) {
      case SERVICE -> {
        return identity.put("type", "AWSService").put("invokedBy", caller.principalId());
      }
      case ANONYMOUS -> {
        identity.put("type", "AWSAccount").put("principalId", "");
        return identity.put("accountId", "ANONYMOUS_PRINCIPAL");
      }
      case ROOT -> identity.put("type", "Root");
      case USER -> identity.put("type", "IAMUser");
      case ASSUMED_ROLE -> identity.put("type", "AssumedRole");
      case FEDERATED_USER -> identity.put("type", "FederatedUser");
    }
    identity.put("principalId", caller.principalId());
    identity.put("arn", caller.arn());
    identity.put("accountId", caller.account());
    identity.put("accessKeyId", caller.accessKeyId());
    if (caller.kind() == Caller.Kind.USER) {
      identity.put("userName", caller.username());
    }
    if (caller.session() != null) {
      identity.set("sessionContext", session(caller, caller.session()));
    }
    return identity;
  }

  private static ObjectNode session(Identity caller, Session session) {
    ObjectNode context = JsonNodeFactory.instance.objectNode();
    if (caller.kind() == Caller.Kind.ASSUMED_ROLE) {
      Arn role = Arn.parse(session.roleArn());
      context
          .putObject("sessionIssuer")
          .put("type", "Role")
          .put("principalId", caller.principalId().split(":", 2)[0])
          .put("arn", session.roleArn())
          .put("accountId", role.account())
          .put("userName", TrailEvent.lastPart(role));
    }
    context
        .putObject("attributes")
        .put("creationDate", session.issued().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("mfaAuthenticated", Boolean.toString(session.mfaAuthenticated()));
    if (!session.sourceIdentity().isEmpty()) {
      context.put("sourceIdentity", session.sourceIdentity());
    }
    return context;
  }
}
