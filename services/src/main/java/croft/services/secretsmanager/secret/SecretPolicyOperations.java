package croft.services.secretsmanager.secret;

import static croft.services.operation.Binding.bind;
import static croft.services.operation.Requests.on;

import croft.api.secretsmanager.DeleteResourcePolicyRequest;
import croft.api.secretsmanager.DeleteResourcePolicyResponse;
import croft.api.secretsmanager.GetResourcePolicyRequest;
import croft.api.secretsmanager.GetResourcePolicyResponse;
import croft.api.secretsmanager.PutResourcePolicyRequest;
import croft.api.secretsmanager.PutResourcePolicyResponse;
import croft.api.secretsmanager.SecretsmanagerModel;
import croft.api.secretsmanager.ValidateResourcePolicyRequest;
import croft.api.secretsmanager.ValidateResourcePolicyResponse;
import croft.api.secretsmanager.ValidationErrorsEntry;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.services.operation.ResourcePolicies;
import croft.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PutResourcePolicy, GetResourcePolicy, DeleteResourcePolicy and ValidateResourcePolicy. */
public final class SecretPolicyOperations {
  private static final int MOST_CHARACTERS = 20_480;

  private final SecretsParts parts;
  private final Store store;

  public SecretPolicyOperations(SecretsParts parts) {
    this.parts = parts;
    this.store = parts.store();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SecretsmanagerModel.PUT_RESOURCE_POLICY,
            (call, request) ->
                SecretLookup.access(
                    store,
                    call,
                    "secretsmanager:PutResourcePolicy",
                    request.secretId(),
                    Requests.key("secretsmanager:BlockPublicPolicy", request.blockPublicPolicy())),
            this::put),
        bind(
            SecretsmanagerModel.GET_RESOURCE_POLICY,
            (call, request) ->
                SecretLookup.access(
                    store, call, "secretsmanager:GetResourcePolicy", request.secretId(), Map.of()),
            this::get),
        bind(
            SecretsmanagerModel.DELETE_RESOURCE_POLICY,
            (call, request) ->
                SecretLookup.access(
                    store,
                    call,
                    "secretsmanager:DeleteResourcePolicy",
                    request.secretId(),
                    Map.of()),
            this::delete),
        bind(
            SecretsmanagerModel.VALIDATE_RESOURCE_POLICY,
            (call, request) ->
                request.secretId() == null
                    ? List.of(Access.toAll("secretsmanager:ValidateResourcePolicy"))
                    : SecretLookup.access(
                        store,
                        call,
                        "secretsmanager:ValidateResourcePolicy",
                        request.secretId(),
                        Map.of()),
            this::validate));
  }

  private PutResourcePolicyResponse put(Call call, PutResourcePolicyRequest request) {
    String document = Requests.required(request.resourcePolicy(), "resourcePolicy");
    if (document.length() > MOST_CHARACTERS) {
      throw malformed("The resource policy is longer than " + MOST_CHARACTERS + " characters.");
    }
    parts
        .policies()
        .fault(document)
        .ifPresent(fault -> {
          throw malformed("This resource policy contains a syntax error: " + fault);
        });
    Secret found = store.read(tx -> SecretLookup.usable(tx, call, request.secretId()));
    if (on(request.blockPublicPolicy()) && isPublic(call, found, document)) {
      throw ServiceError.badRequest(
          "PublicPolicyException",
          "You can't attach a resource policy that allows broad access to the secret.");
    }
    Secret secret =
        store.write(tx -> {
          Secret present = SecretLookup.usable(tx, call, request.secretId()).withPolicy(document);
          tx.put(Secret.TABLE, present);
          return present;
        });
    return PutResourcePolicyResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .build();
  }

  private static ServiceError malformed(String message) {
    return ServiceError.badRequest("MalformedPolicyDocumentException", message);
  }

  /** Whether anybody at all could read or change the secret under that policy. */
  private boolean isPublic(Call call, Secret secret, String document) {
    Call nobodys =
        new Call(
            Caller.anonymous(),
            call.region(),
            call.requestId(),
            call.sourceAddress(),
            call.secure(),
            call.userAgent(),
            call.at());
    for (String action :
        List.of("GetSecretValue", "PutSecretValue", "DescribeSecret", "DeleteSecret")) {
      Access access =
          Access.to("secretsmanager:" + action, secret.arn())
              .guardedBy(new ResourcePolicies(secret.account(), List.of(document), false));
      try {
        parts.authorizer().check(nobodys, SecretsmanagerModel.MODEL, List.of(access));
        return true;
      } catch (ServiceError denied) {
        // The next action may be open.
      }
    }
    return false;
  }

  private GetResourcePolicyResponse get(Call call, GetResourcePolicyRequest request) {
    Secret secret = store.read(tx -> SecretLookup.require(tx, call, request.secretId()));
    return GetResourcePolicyResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .resourcePolicy(secret.policy().isEmpty() ? null : secret.policy())
        .build();
  }

  private DeleteResourcePolicyResponse delete(Call call, DeleteResourcePolicyRequest request) {
    return store.write(tx -> {
      Secret secret = SecretLookup.usable(tx, call, request.secretId());
      tx.put(Secret.TABLE, secret.withPolicy(""));
      return DeleteResourcePolicyResponse.builder()
          .arn(secret.arn().toString())
          .name(secret.name())
          .build();
    });
  }

  private ValidateResourcePolicyResponse validate(
      Call call, ValidateResourcePolicyRequest request) {
    String document = Requests.required(request.resourcePolicy(), "resourcePolicy");
    List<ValidationErrorsEntry> errors = new ArrayList<>();
    parts.policies().fault(document).ifPresent(fault -> errors.add(entry("SYNTAX", fault)));
    if (errors.isEmpty() && request.secretId() != null) {
      Secret secret = store.read(tx -> SecretLookup.require(tx, call, request.secretId()));
      if (isPublic(call, secret, document)) {
        errors.add(entry("PUBLIC_ACCESS", "The policy allows broad access to the secret."));
      }
    }
    return ValidateResourcePolicyResponse.builder()
        .policyValidationPassed(errors.isEmpty())
        .validationErrors(errors)
        .build();
  }

  private static ValidationErrorsEntry entry(String check, String message) {
    return ValidationErrorsEntry.builder().checkName(check).errorMessage(message).build();
  }
}
