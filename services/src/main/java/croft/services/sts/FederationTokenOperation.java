package croft.services.sts;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.sts.FederatedUser;
import croft.api.sts.GetFederationTokenRequest;
import croft.api.sts.GetFederationTokenResponse;
import croft.api.sts.StsModel;
import croft.api.sts.Tag;
import croft.base.Arn;
import croft.base.Caller;
import croft.base.CallerSession;
import croft.base.ServiceError;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.session.Sessions;
import croft.services.iam.session.TemporaryCredentials;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * GetFederationToken: a session of a named federated user, with what both the asking user and the
 * session's own policies allow. Without session policies it is allowed nothing of its own.
 */
final class FederationTokenOperation {
  private final Store store;
  private final PolicyCache policies;
  private final Sessions sessions;

  FederationTokenOperation(IamParts parts) {
    this.store = parts.store();
    this.policies = parts.policies();
    this.sessions = new Sessions(parts);
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        bind(StsModel.GET_FEDERATION_TOKEN, FederationTokenOperation::access, this::federate)
            .honouring(
                "Name", "Policy", "PolicyArns.arn", "DurationSeconds", "Tags.Key", "Tags.Value"));
  }

  private static List<Access> access(Call call, GetFederationTokenRequest request) {
    Arn user = federatedUser(call, Objects.requireNonNullElse(request.name(), "*"));
    Map<String, String> tags = new HashMap<>();
    for (Tag tag : request.tagsOrEmpty()) {
      tags.put(
          Objects.requireNonNullElse(tag.key(), ""), Objects.requireNonNullElse(tag.value(), ""));
    }
    if (tags.isEmpty()) {
      return List.of(Access.to("sts:GetFederationToken", user));
    }
    Map<String, List<String>> keys = new HashMap<>();
    keys.put("aws:TagKeys", List.copyOf(tags.keySet()));
    tags.forEach((key, value) -> keys.put("aws:RequestTag/" + key, List.of(value)));
    return List.of(
        Access.to("sts:GetFederationToken", user).with(keys),
        Access.to("sts:TagSession", user).with(keys));
  }

  private static Arn federatedUser(Call call, String name) {
    return Arn.of("sts", "", call.account(), "federated-user/" + name);
  }

  private GetFederationTokenResponse federate(Call call, GetFederationTokenRequest request) {
    Caller caller = call.caller();
    SessionTokenOperation.requireLongTerm(caller, "GetFederationToken");
    String name = required(request.name(), "name");
    Map<String, String> tags = tags(request);
    SessionLimits limits =
        SessionLimits.of(policies, request.policy(), request.policyArnsOrEmpty(), tags);
    limits.requireThere(store, call.account());
    CallerSession session =
        new CallerSession(
            caller.arn().toString(),
            call.at(),
            SessionDuration.end(
                call, SessionTokenOperation.seconds(caller, request.durationSeconds())),
            limits.documents(),
            limits.policyArns(),
            Set.of(),
            null,
            "");
    TemporaryCredentials made =
        sessions.ofFederatedUser(federatedUser(call, name), name, tags, session);
    return GetFederationTokenResponse.builder()
        .credentials(CredentialShapes.of(made))
        .federatedUser(
            FederatedUser.builder()
                .federatedUserId(made.caller().principalId())
                .arn(made.caller().arn().toString())
                .build())
        .packedPolicySize(limits.packedPercent())
        .build();
  }

  private static Map<String, String> tags(GetFederationTokenRequest request) {
    Map<String, String> tags = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Tag tag : request.tagsOrEmpty()) {
      String value = required(tag.value(), "tags.member.value");
      if (tags.put(required(tag.key(), "tags.member.key"), value) != null) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
    }
    return tags;
  }
}
