package croft.services.logs.loggroup;

import static croft.services.operation.Binding.bind;

import croft.api.logs.DeleteResourcePolicyRequest;
import croft.api.logs.DeleteResourcePolicyResponse;
import croft.api.logs.DescribeResourcePoliciesRequest;
import croft.api.logs.DescribeResourcePoliciesResponse;
import croft.api.logs.LogsModel;
import croft.api.logs.PutResourcePolicyRequest;
import croft.api.logs.PutResourcePolicyResponse;
import croft.api.logs.ResourcePolicy;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import java.util.List;
import java.util.Objects;

/** PutResourcePolicy, DeleteResourcePolicy and DescribeResourcePolicies. */
public final class LogPolicyOperations {
  private static final int MOST = 10;
  private static final int MOST_LISTED = 50;

  private final LogsParts parts;

  public LogPolicyOperations(LogsParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(LogsModel.PUT_RESOURCE_POLICY, AccessRule.toAll("logs:PutResourcePolicy"), this::put),
        bind(
            LogsModel.DELETE_RESOURCE_POLICY,
            AccessRule.toAll("logs:DeleteResourcePolicy"),
            this::delete),
        bind(
            LogsModel.DESCRIBE_RESOURCE_POLICIES,
            AccessRule.toAll("logs:DescribeResourcePolicies"),
            this::describe));
  }

  private PutResourcePolicyResponse put(Call call, PutResourcePolicyRequest request) {
    String name = Objects.requireNonNullElse(request.policyName(), "");
    String document = Objects.requireNonNullElse(request.policyDocument(), "");
    if (name.isEmpty()) {
      throw LogErrors.invalid("The policy name must not be empty.");
    }
    parts
        .policies()
        .fault(document)
        .ifPresent(fault -> {
          throw LogErrors.invalid("The policy document is not valid: " + fault);
        });
    LogPolicy policy = new LogPolicy(call.scope(), name, document, parts.now());
    parts
        .store()
        .write(tx -> {
          if (tx.get(LogPolicy.TABLE, policy.scope(), name).isEmpty()
              && tx.list(LogPolicy.TABLE, policy.scope()).size() >= MOST) {
            throw LogErrors.limit("Resource limit exceeded.");
          }
          tx.put(LogPolicy.TABLE, policy);
          return policy;
        });
    return PutResourcePolicyResponse.builder().resourcePolicy(shape(policy)).build();
  }

  private DeleteResourcePolicyResponse delete(Call call, DeleteResourcePolicyRequest request) {
    String name = Objects.requireNonNullElse(request.policyName(), "");
    if (!parts.store().<Boolean>write(tx -> tx.delete(LogPolicy.TABLE, call.scope(), name))) {
      throw LogErrors.notFound("Policy with name [" + name + "] does not exist");
    }
    return DeleteResourcePolicyResponse.builder().build();
  }

  private DescribeResourcePoliciesResponse describe(
      Call call, DescribeResourcePoliciesRequest request) {
    Pages.Page<LogPolicy> page =
        parts
            .pages()
            .page(
                call,
                "log policies",
                parts.store().<List<LogPolicy>>read(tx -> tx.list(LogPolicy.TABLE, call.scope())),
                LogPolicy::name,
                Pages.Wanted.of(
                    request.nextToken(), request.limit(), MOST_LISTED, LogErrors::invalidToken));
    return DescribeResourcePoliciesResponse.builder()
        .resourcePolicies(page.map(LogPolicyOperations::shape))
        .nextToken(page.token())
        .build();
  }

  private static ResourcePolicy shape(LogPolicy policy) {
    return ResourcePolicy.builder()
        .policyName(policy.name())
        .policyDocument(policy.document())
        .lastUpdatedTime(policy.updatedAt())
        .build();
  }
}
