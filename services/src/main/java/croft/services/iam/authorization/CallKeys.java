package croft.services.iam.authorization;

import croft.base.CallerSession;
import croft.services.iam.policy.GlobalConditionKeys;
import croft.services.iam.policy.GlobalConditionKeys.Connection;
import croft.services.iam.policy.GlobalConditionKeys.Session;
import croft.services.iam.policy.RequestContext;
import croft.services.operation.Call;

/** The global condition keys of a call. */
public final class CallKeys {
  private CallKeys() {}

  public static RequestContext of(Call call, Standing standing) {
    CallerSession carried = call.caller().session();
    Session session =
        carried == null
            ? null
            : new Session(carried.issued(), carried.mfaAuthenticated(), carried.sourceIdentity());
    Connection connection =
        new Connection(
            call.at(),
            call.sourceAddress(),
            call.secure(),
            call.userAgent(),
            call.region(),
            call.calledVia());
    return GlobalConditionKeys.of(standing.principal(), standing.tags(), session, connection)
        .with(call.conditionKeys());
  }
}
