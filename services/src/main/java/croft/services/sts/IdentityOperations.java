package croft.services.sts;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.sts.DecodeAuthorizationMessageRequest;
import croft.api.sts.DecodeAuthorizationMessageResponse;
import croft.api.sts.GetAccessKeyInfoRequest;
import croft.api.sts.GetAccessKeyInfoResponse;
import croft.api.sts.GetCallerIdentityRequest;
import croft.api.sts.GetCallerIdentityResponse;
import croft.api.sts.StsModel;
import croft.base.ServiceError;
import croft.services.iam.CredentialLookup;
import croft.services.iam.authorization.Denials;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.List;

/** GetCallerIdentity, GetAccessKeyInfo and DecodeAuthorizationMessage. */
final class IdentityOperations {
  private final CredentialLookup lookup;
  private final Denials denials;

  IdentityOperations(IamParts parts, CredentialLookup lookup) {
    this.lookup = lookup;
    this.denials = new Denials(parts.masterKey());
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        bind(StsModel.GET_CALLER_IDENTITY, AccessRule.everyone(), this::callerIdentity),
        bind(
            StsModel.GET_ACCESS_KEY_INFO,
            AccessRule.toAll("sts:GetAccessKeyInfo"),
            this::accessKeyInfo),
        bind(
            StsModel.DECODE_AUTHORIZATION_MESSAGE,
            AccessRule.toAll("sts:DecodeAuthorizationMessage"),
            this::decode));
  }

  private GetCallerIdentityResponse callerIdentity(Call call, GetCallerIdentityRequest request) {
    return GetCallerIdentityResponse.builder()
        .userId(call.caller().principalId())
        .account(call.account())
        .arn(call.caller().arn().toString())
        .build();
  }

  private GetAccessKeyInfoResponse accessKeyInfo(Call call, GetAccessKeyInfoRequest request) {
    SessionTokenOperation.requireNoUserSession(call.caller(), "GetAccessKeyInfo");
    String id = required(request.accessKeyId(), "accessKeyId");
    String account =
        lookup
            .account(id)
            .orElseThrow(
                () -> EntityErrors.validation("The access key " + id + " does not exist."));
    return GetAccessKeyInfoResponse.builder().account(account).build();
  }

  private DecodeAuthorizationMessageResponse decode(
      Call call, DecodeAuthorizationMessageRequest request) {
    SessionTokenOperation.requireNoUserSession(call.caller(), "DecodeAuthorizationMessage");
    String decoded =
        denials
            .decode(required(request.encodedMessage(), "encodedMessage"))
            .orElseThrow(() ->
                ServiceError.badRequest(
                    "InvalidAuthorizationMessageException",
                    "Message supplied is invalid or has expired."));
    return DecodeAuthorizationMessageResponse.builder().decodedMessage(decoded).build();
  }
}
