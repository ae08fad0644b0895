package croft.services.iam.holder;

import croft.api.iam.IamApi;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.resource.ResourceRequest;
import java.util.List;

/** A user, group or role by its name, as one who holds policies through the public API. */
public sealed interface Holder permits UserHolder, GroupHolder, RoleHolder {

  /** The holder of that name, called as the request's caller. */
  static Holder of(HolderKind kind, ResourceRequest request, String name) {
    IamApi iam = new IamApi(request.calls());
    return switch (kind) {
      case USER -> new UserHolder(iam, name);
      case GROUP -> new GroupHolder(iam, name);
      case ROLE -> new RoleHolder(iam, name);
    };
  }

  /** Gives it an inline policy, or changes that. */
  void put(String policyName, String document);

  /** Takes an inline policy. */
  void remove(String policyName);

  /** An inline policy's document, percent-encoded. */
  String document(String policyName);

  /** The names of its inline policies. */
  List<String> names();

  void attach(String policyArn);

  void detach(String policyArn);

  /** The ARNs of the managed policies attached to it. */
  List<String> attached();
}
