package croft.services.sts;

import static croft.services.operation.Binding.bind;

import croft.api.sts.GetSessionTokenRequest;
import croft.api.sts.GetSessionTokenResponse;
import croft.api.sts.StsModel;
import croft.base.Caller;
import croft.base.CallerSession;
import croft.base.ServiceError;
import croft.services.iam.entity.IamParts;
import croft.services.iam.session.Sessions;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** GetSessionToken, without devices for multi-factor authentication. */
final class SessionTokenOperation {
  private static final int USUAL_SECONDS = 43_200;
  private static final int MOST_SECONDS_OF_ROOT = 3_600;

  private final Sessions sessions;

  SessionTokenOperation(IamParts parts) {
    this.sessions = new Sessions(parts);
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        bind(StsModel.GET_SESSION_TOKEN, AccessRule.everyone(), this::sessionToken)
            .honouring("DurationSeconds"));
  }

  private GetSessionTokenResponse sessionToken(Call call, GetSessionTokenRequest request) {
    Caller caller = call.caller();
    boolean longTerm = caller.kind() == Caller.Kind.ROOT || caller.kind() == Caller.Kind.USER;
    if (!longTerm || caller.session() != null) {
      throw new ServiceError(
          "AccessDenied", 403, "Cannot call GetSessionToken with session credentials");
    }
    int seconds = request.durationSeconds() == null ? USUAL_SECONDS : request.durationSeconds();
    if (caller.kind() == Caller.Kind.ROOT) {
      seconds = Math.min(seconds, MOST_SECONDS_OF_ROOT);
    }
    CallerSession session =
        new CallerSession(
            "",
            call.at(),
            call.at().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS),
            List.of(),
            List.of(),
            Set.of(),
            null,
            "");
    return GetSessionTokenResponse.builder()
        .credentials(CredentialShapes.of(sessions.ofCaller(caller, session)))
        .build();
  }
}
