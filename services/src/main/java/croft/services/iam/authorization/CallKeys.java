package croft.services.iam.authorization;

import croft.base.CallerSession;
import croft.services.iam.policy.GlobalConditionKeys;
import croft.services.iam.policy.GlobalConditionKeys.Connection;
import croft.services.iam.policy.GlobalConditionKeys.Session;
import croft.services.iam.policy.RequestContext;
import croft.services.iam.policy.RequestPrincipal;
import croft.services.operation.Call;
import java.util.List;
import java.util.Map;

/** The global condition keys of a call. */
public final class CallKeys {
  private CallKeys() {}

  public static RequestContext of(Call call, Standing standing) {
    CallerSession carried = call.caller().session();
    Session session =
        carried == null
            ? null
            : new Session(carried.issued(), carried.mfaAuthenticated(), carried.sourceIdentity());
    return GlobalConditionKeys.of(standing.principal(), standing.tags(), session, connection(call))
        .with(call.conditionKeys());
  }

  /**
   * The keys of a call that a service makes by itself, for the account it acts for. {@code
   * aws:SourceOwner} is what topics' own policies asked for before there was {@code
   * aws:SourceAccount}.
   */
  public static RequestContext ofService(Call call, RequestPrincipal principal) {
    return GlobalConditionKeys.of(principal, Map.of(), null, connection(call))
        .with(
            Map.of(
                "aws:SourceAccount", List.of(call.account()),
                "aws:SourceOwner", List.of(call.account())))
        .with(call.conditionKeys());
  }

  private static Connection connection(Call call) {
    return new Connection(
        call.at(),
        call.sourceAddress(),
        call.secure(),
        call.userAgent(),
        call.region(),
        call.calledVia());
  }
}
