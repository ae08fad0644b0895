package croft.services.iam.holder;

import croft.api.iam.AttachGroupPolicyRequest;
import croft.api.iam.AttachedPolicy;
import croft.api.iam.DeleteGroupPolicyRequest;
import croft.api.iam.DetachGroupPolicyRequest;
import croft.api.iam.GetGroupPolicyRequest;
import croft.api.iam.IamApi;
import croft.api.iam.ListAttachedGroupPoliciesRequest;
import croft.api.iam.ListGroupPoliciesRequest;
import croft.api.iam.PutGroupPolicyRequest;
import croft.services.resource.Pages;
import java.util.List;
import java.util.Objects;

/** A group's policies. */
record GroupHolder(IamApi iam, String name) implements Holder {

  @Override
  public void put(String policyName, String document) {
    iam.putGroupPolicy(new PutGroupPolicyRequest(name, policyName, document));
  }

  @Override
  public void remove(String policyName) {
    iam.deleteGroupPolicy(new DeleteGroupPolicyRequest(name, policyName));
  }

  @Override
  public String document(String policyName) {
    return Objects.requireNonNull(
        iam.getGroupPolicy(new GetGroupPolicyRequest(name, policyName)).policyDocument());
  }

  @Override
  public List<String> names() {
    return Pages.all(marker -> {
      var page = iam.listGroupPolicies(new ListGroupPoliciesRequest(name, marker, null));
      return new Pages.Page<>(page.policyNamesOrEmpty(), page.marker());
    });
  }

  @Override
  public void attach(String policyArn) {
    iam.attachGroupPolicy(new AttachGroupPolicyRequest(name, policyArn));
  }

  @Override
  public void detach(String policyArn) {
    iam.detachGroupPolicy(new DetachGroupPolicyRequest(name, policyArn));
  }

  @Override
  public List<String> attached() {
    List<AttachedPolicy> attached =
        Pages.all(marker -> {
          var page =
              iam.listAttachedGroupPolicies(
                  new ListAttachedGroupPoliciesRequest(name, null, marker, null));
          return new Pages.Page<>(page.attachedPoliciesOrEmpty(), page.marker());
        });
    return attached.stream().map(policy -> Objects.requireNonNull(policy.policyArn())).toList();
  }
}
