package croft.services.iam.holder;

import croft.api.iam.AttachUserPolicyRequest;
import croft.api.iam.AttachedPolicy;
import croft.api.iam.DeleteUserPolicyRequest;
import croft.api.iam.DetachUserPolicyRequest;
import croft.api.iam.GetUserPolicyRequest;
import croft.api.iam.IamApi;
import croft.api.iam.ListAttachedUserPoliciesRequest;
import croft.api.iam.ListUserPoliciesRequest;
import croft.api.iam.PutUserPolicyRequest;
import croft.services.resource.Pages;
import java.util.List;
import java.util.Objects;

/** A user's policies. */
record UserHolder(IamApi iam, String name) implements Holder {

  @Override
  public void put(String policyName, String document) {
    iam.putUserPolicy(new PutUserPolicyRequest(name, policyName, document));
  }

  @Override
  public void remove(String policyName) {
    iam.deleteUserPolicy(new DeleteUserPolicyRequest(name, policyName));
  }

  @Override
  public String document(String policyName) {
    return Objects.requireNonNull(
        iam.getUserPolicy(new GetUserPolicyRequest(name, policyName)).policyDocument());
  }

  @Override
  public List<String> names() {
    return Pages.all(marker -> {
      var page = iam.listUserPolicies(new ListUserPoliciesRequest(name, marker, null));
      return new Pages.Page<>(page.policyNamesOrEmpty(), page.marker());
    });
  }

  @Override
  public void attach(String policyArn) {
    iam.attachUserPolicy(new AttachUserPolicyRequest(name, policyArn));
  }

  @Override
  public void detach(String policyArn) {
    iam.detachUserPolicy(new DetachUserPolicyRequest(name, policyArn));
  }

  @Override
  public List<String> attached() {
    List<AttachedPolicy> attached =
        Pages.all(marker -> {
          var page =
              iam.listAttachedUserPolicies(
                  new ListAttachedUserPoliciesRequest(name, null, marker, null));
          return new Pages.Page<>(page.attachedPoliciesOrEmpty(), page.marker());
        });
    return attached.stream().map(policy -> Objects.requireNonNull(policy.policyArn())).toList();
  }
}
