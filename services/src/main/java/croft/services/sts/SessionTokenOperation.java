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
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GetSessionToken, with multi-factor authentication or without. */
final class SessionTokenOperation {
  private static final int USUAL_SECONDS = 43_200;
  private static final int MOST_SECONDS_OF_ROOT = 3_600;

  private final Sessions sessions;
  private final MfaCheck mfa;

  SessionTokenOperation(IamParts parts) {
    this.sessions = new Sessions(parts);
    this.mfa = new MfaCheck(parts);
  }

  List<Binding<?, ?>> bindings() {
    return List.of(bind(StsModel.GET_SESSION_TOKEN, AccessRule.everyone(), this::sessionToken));
  }

  /** 403: for users and roots themselves only. */
  static ServiceError withSessionCredentials(String operation) {
    return new ServiceError(
        "AccessDenied", 403, "Cannot call " + operation + " with session credentials");
  }

  static void requireLongTerm(Caller caller, String operation) {
    boolean longTerm = caller.kind() == Caller.Kind.ROOT || caller.kind() == Caller.Kind.USER;
    if (!longTerm || caller.session() != null) {
      throw withSessionCredentials(operation);
    }
  }

  /** Sessions of users may assume roles and ask who they are, and nothing else of STS. */
  static void requireNoUserSession(Caller caller, String operation) {
    if (caller.session() != null && caller.kind() != Caller.Kind.ASSUMED_ROLE) {
      throw withSessionCredentials(operation);
    }
  }

  /** A root's sessions are short, whatever it asks for. */
  static int seconds(Caller caller, @Nullable Integer asked) {
    int seconds = asked == null ? USUAL_SECONDS : asked;
    return caller.kind() == Caller.Kind.ROOT ? Math.min(seconds, MOST_SECONDS_OF_ROOT) : seconds;
  }

  private GetSessionTokenResponse sessionToken(Call call, GetSessionTokenRequest request) {
    Caller caller = call.caller();
    requireLongTerm(caller, "GetSessionToken");
    Instant mfaAt = mfa.at(call, request.serialNumber(), request.tokenCode());
    CallerSession session =
        new CallerSession(
            "",
            call.at(),
            SessionDuration.end(call, seconds(caller, request.durationSeconds())),
            List.of(),
            List.of(),
            Set.of(),
            mfaAt,
            "");
    return GetSessionTokenResponse.builder()
        .credentials(CredentialShapes.of(sessions.ofCaller(caller, session)))
        .build();
  }
}
