package croft.services.iam.principal;

import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.group.Group;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.iam.managedpolicy.Attachments.Holder;
import croft.services.iam.managedpolicy.ManagedPolicies;
import croft.services.iam.role.Role;
import croft.services.iam.role.Roles;
import croft.services.iam.user.User;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds principals by ARN with the policies they hold. */
public final class Principals {
  private Principals() {}

  /**
   * The principal of that ARN.
   *
   * @throws croft.base.ServiceError {@code NoSuchEntity}, or {@code InvalidInput} for what is the
   *     ARN of no user, group, role or policy
   */
  public static Principal require(Transaction tx, String account, String text) {
    Arn arn;
    try {
      arn = Arn.parse(text);
    } catch (IllegalArgumentException notAnArn) {
      throw invalid(text);
    }
    String resource = arn.resource();
    String name = resource.substring(resource.lastIndexOf('/') + 1);
    Optional<Principal> found =
        switch (resource.substring(0, Math.max(0, resource.indexOf('/')))) {
          case "user" ->
              tx.get(User.TABLE, account, name)
                  .filter(user -> user.arn().equals(arn))
                  .map(user -> new Principal.OfUser(user, ofUser(tx, user)));
          case "group" ->
              tx.get(Group.TABLE, account, name)
                  .filter(group -> group.arn().equals(arn))
                  .map(group -> new Principal.OfGroup(group, ofGroup(tx, group)));
          case "role" ->
              Roles.byArn(tx, arn)
                  .filter(role -> role.account().equals(account))
                  .map(role -> new Principal.OfRole(role, ofRole(tx, role)));
          case "policy" ->
              ManagedPolicies.document(tx, account, text)
                  .map(document -> new Principal.OfPolicy(text, List.of(itself(text, document))));
          default -> throw invalid(text);
        };
    return found.orElseThrow(
        () -> EntityErrors.noSuchEntity("The entity with arn " + text + " cannot be found."));
  }

  private static ServiceError invalid(String text) {
    return EntityErrors.invalidInput("Invalid Entity Arn: " + text);
  }

  private static HeldPolicy itself(String arn, String document) {
    Holder nobody = new Holder("", HolderKind.USER, "", "");
    return new HeldPolicy(arn.substring(arn.lastIndexOf('/') + 1), arn, nobody, document);
  }

  /** The user's own policies, then its groups'. */
  public static List<HeldPolicy> ofUser(Transaction tx, User user) {
    List<HeldPolicy> all = new ArrayList<>(held(tx, user.holder(), user.inlinePolicies()));
    for (String groupName : user.groups()) {
      tx.get(Group.TABLE, user.account(), groupName)
          .ifPresent(group -> all.addAll(ofGroup(tx, group)));
    }
    return all;
  }

  public static List<HeldPolicy> ofGroup(Transaction tx, Group group) {
    return held(tx, group.holder(), group.inlinePolicies());
  }

  public static List<HeldPolicy> ofRole(Transaction tx, Role role) {
    return held(tx, role.holder(), role.inlinePolicies());
  }

  private static List<HeldPolicy> held(Transaction tx, Holder holder, Map<String, String> inline) {
    List<HeldPolicy> all = new ArrayList<>();
    new TreeMap<>(inline)
        .forEach((name, document) -> all.add(new HeldPolicy(name, null, holder, document)));
    for (String arn : Attachments.attached(tx, holder.account(), holder.id())) {
      ManagedPolicies.document(tx, holder.account(), arn)
          .ifPresent(document ->
              all.add(
                  new HeldPolicy(arn.substring(arn.lastIndexOf('/') + 1), arn, holder, document)));
    }
    return all;
  }
}
