package croft.services.iam.setting;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.CreateAccountAliasRequest;
import croft.api.iam.CreateAccountAliasResponse;
import croft.api.iam.DeleteAccountAliasRequest;
import croft.api.iam.DeleteAccountAliasResponse;
import croft.api.iam.DeleteAccountPasswordPolicyRequest;
import croft.api.iam.DeleteAccountPasswordPolicyResponse;
import croft.api.iam.GetAccountPasswordPolicyRequest;
import croft.api.iam.GetAccountPasswordPolicyResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListAccountAliasesRequest;
import croft.api.iam.ListAccountAliasesResponse;
import croft.api.iam.SetSecurityTokenServicePreferencesRequest;
import croft.api.iam.SetSecurityTokenServicePreferencesResponse;
import croft.api.iam.UpdateAccountPasswordPolicyRequest;
import croft.api.iam.UpdateAccountPasswordPolicyResponse;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Objects;

/** Account aliases, the account's password policy, and SetSecurityTokenServicePreferences. */
public final class AccountSettingOperations {
  private static final int SHORTEST = 6;

  private final Store store;

  public AccountSettingOperations(IamParts parts) {
    this.store = parts.store();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.CREATE_ACCOUNT_ALIAS,
            AccessRule.toAll("iam:CreateAccountAlias"),
            this::createAlias),
        bind(
            IamModel.DELETE_ACCOUNT_ALIAS,
            AccessRule.toAll("iam:DeleteAccountAlias"),
            this::deleteAlias),
        bind(
            IamModel.LIST_ACCOUNT_ALIASES,
            AccessRule.toAll("iam:ListAccountAliases"),
            this::listAliases),
        bind(
            IamModel.UPDATE_ACCOUNT_PASSWORD_POLICY,
            AccessRule.toAll("iam:UpdateAccountPasswordPolicy"),
            this::updatePolicy),
        bind(
            IamModel.GET_ACCOUNT_PASSWORD_POLICY,
            AccessRule.toAll("iam:GetAccountPasswordPolicy"),
            this::getPolicy),
        bind(
            IamModel.DELETE_ACCOUNT_PASSWORD_POLICY,
            AccessRule.toAll("iam:DeleteAccountPasswordPolicy"),
            this::deletePolicy),
        bind(
            IamModel.SET_SECURITY_TOKEN_SERVICE_PREFERENCES,
            AccessRule.toAll("iam:SetSecurityTokenServicePreferences"),
            this::setTokenVersion));
  }

  /** An account has one alias: a new one takes the place of the old. */
  private CreateAccountAliasResponse createAlias(Call call, CreateAccountAliasRequest request) {
    String alias = required(request.accountAlias(), "accountAlias");
    return store.write(tx -> {
      boolean taken =
          tx.find(AccountSettings.TABLE, AccountSettings.BY_ALIAS, alias).stream()
              .anyMatch(settings -> !settings.account().equals(call.account()));
      if (taken) {
        throw EntityErrors.alreadyExists("The account alias " + alias + " already exists.");
      }
      AccountSettings settings = AccountSettings.of(tx, call.account());
      tx.put(AccountSettings.TABLE, settings.withAlias(alias));
      return CreateAccountAliasResponse.builder().build();
    });
  }

  private DeleteAccountAliasResponse deleteAlias(Call call, DeleteAccountAliasRequest request) {
    String alias = required(request.accountAlias(), "accountAlias");
    return store.write(tx -> {
      AccountSettings settings = AccountSettings.of(tx, call.account());
      if (!settings.alias().equals(alias)) {
        throw EntityErrors.noSuchEntity("The account alias " + alias + " cannot be found.");
      }
      tx.put(AccountSettings.TABLE, settings.withAlias(""));
      return DeleteAccountAliasResponse.builder().build();
    });
  }

  private ListAccountAliasesResponse listAliases(Call call, ListAccountAliasesRequest request) {
    String alias = store.read(tx -> AccountSettings.of(tx, call.account())).alias();
    return ListAccountAliasesResponse.builder()
        .accountAliases(alias.isEmpty() ? List.of() : List.of(alias))
        .isTruncated(false)
        .build();
  }

  /** What a request leaves out goes back to its default. */
  private UpdateAccountPasswordPolicyResponse updatePolicy(
      Call call, UpdateAccountPasswordPolicyRequest request) {
    PasswordPolicy policy =
        new PasswordPolicy(
            Objects.requireNonNullElse(request.minimumPasswordLength(), SHORTEST),
            Boolean.TRUE.equals(request.requireSymbols()),
            Boolean.TRUE.equals(request.requireNumbers()),
            Boolean.TRUE.equals(request.requireUppercaseCharacters()),
            Boolean.TRUE.equals(request.requireLowercaseCharacters()),
            Boolean.TRUE.equals(request.allowUsersToChangePassword()),
            Objects.requireNonNullElse(request.maxPasswordAge(), 0),
            Objects.requireNonNullElse(request.passwordReusePrevention(), 0),
            request.hardExpiry());
    return store.write(tx -> {
      tx.put(
          AccountSettings.TABLE, AccountSettings.of(tx, call.account()).withPasswordPolicy(policy));
      return UpdateAccountPasswordPolicyResponse.builder().build();
    });
  }

  private GetAccountPasswordPolicyResponse getPolicy(
      Call call, GetAccountPasswordPolicyRequest request) {
    PasswordPolicy policy = store.read(tx -> require(tx, call));
    return GetAccountPasswordPolicyResponse.builder()
        .passwordPolicy(
            croft.api.iam.PasswordPolicy.builder()
                .minimumPasswordLength(policy.minimumLength())
                .requireSymbols(policy.requireSymbols())
                .requireNumbers(policy.requireNumbers())
                .requireUppercaseCharacters(policy.requireUppercase())
                .requireLowercaseCharacters(policy.requireLowercase())
                .allowUsersToChangePassword(policy.allowUsersToChange())
                .expirePasswords(policy.maxAgeDays() > 0)
                .maxPasswordAge(policy.maxAgeDays() > 0 ? policy.maxAgeDays() : null)
                .passwordReusePrevention(
                    policy.reusePrevention() > 0 ? policy.reusePrevention() : null)
                .hardExpiry(policy.hardExpiry())
                .build())
        .build();
  }

  private static PasswordPolicy require(Transaction tx, Call call) {
    PasswordPolicy policy = AccountSettings.of(tx, call.account()).passwordPolicy();
    if (policy == null) {
      throw EntityErrors.noSuchEntity(
          "The Password Policy with domain name " + call.account() + " cannot be found.");
    }
    return policy;
  }

  private DeleteAccountPasswordPolicyResponse deletePolicy(
      Call call, DeleteAccountPasswordPolicyRequest request) {
    return store.write(tx -> {
      require(tx, call);
      tx.put(
          AccountSettings.TABLE, AccountSettings.of(tx, call.account()).withPasswordPolicy(null));
      return DeleteAccountPasswordPolicyResponse.builder().build();
    });
  }

  private SetSecurityTokenServicePreferencesResponse setTokenVersion(
      Call call, SetSecurityTokenServicePreferencesRequest request) {
    int version =
        switch (required(request.globalEndpointTokenVersion(), "globalEndpointTokenVersion")) {
          case "v1Token" -> 1;
          case "v2Token" -> 2;
          default ->
              throw EntityErrors.validation(
                  "GlobalEndpointTokenVersion must be v1Token or v2Token");
        };
    return store.write(tx -> {
      tx.put(
          AccountSettings.TABLE, AccountSettings.of(tx, call.account()).withTokenVersion(version));
      return SetSecurityTokenServicePreferencesResponse.builder().build();
    });
  }
}
