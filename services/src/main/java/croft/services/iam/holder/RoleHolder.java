package croft.services.iam.holder;

import croft.api.iam.AttachRolePolicyRequest;
import croft.api.iam.AttachedPolicy;
import croft.api.iam.DeleteRolePolicyRequest;
import croft.api.iam.DetachRolePolicyRequest;
import croft.api.iam.GetRolePolicyRequest;
import croft.api.iam.IamApi;
import croft.api.iam.ListAttachedRolePoliciesRequest;
import croft.api.iam.ListRolePoliciesRequest;
import croft.api.iam.PutRolePolicyRequest;
import croft.services.resource.Pages;
import java.util.List;
import java.util.Objects;

/** A role's policies. */
record RoleHolder(IamApi iam, String name) implements Holder {

  @Override
  public void put(String policyName, String document) {
    iam.putRolePolicy(new PutRolePolicyRequest(name, policyName, document));
  }

  @Override
  public void remove(String policyName) {
    iam.deleteRolePolicy(new DeleteRolePolicyRequest(name, policyName));
  }

  @Override
  public String document(String policyName) {
    return Objects.requireNonNull(
        iam.getRolePolicy(new GetRolePolicyRequest(name, policyName)).policyDocument());
  }

  @Override
  public List<String> names() {
    return Pages.all(marker -> {
      var page = iam.listRolePolicies(new ListRolePoliciesRequest(name, marker, null));
      return new Pages.Page<>(page.policyNamesOrEmpty(), page.marker());
    });
  }

  @Override
  public void attach(String policyArn) {
    iam.attachRolePolicy(new AttachRolePolicyRequest(name, policyArn));
  }

  @Override
  public void detach(String policyArn) {
    iam.detachRolePolicy(new DetachRolePolicyRequest(name, policyArn));
  }

  @Override
  public List<String> attached() {
    List<AttachedPolicy> attached =
        Pages.all(marker -> {
          var page =
              iam.listAttachedRolePolicies(
                  new ListAttachedRolePoliciesRequest(name, null, marker, null));
          return new Pages.Page<>(page.attachedPoliciesOrEmpty(), page.marker());
        });
    return attached.stream().map(policy -> Objects.requireNonNull(policy.policyArn())).toList();
  }
}
