package croft.services.iam.authorization;

import croft.base.Arn;
import croft.base.Caller;
import croft.base.CallerSession;
import croft.services.iam.account.Account;
import croft.services.iam.account.Accounts;
import croft.services.iam.entity.IamParts;
import croft.services.iam.group.Group;
import croft.services.iam.managedpolicy.Attachment;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.iam.managedpolicy.ManagedPolicies;
import croft.services.iam.managedpolicy.ManagedPolicy;
import croft.services.iam.policy.AttachedPolicy;
import croft.services.iam.policy.Policy;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.policy.PolicyKind;
import croft.services.iam.policy.PolicySet;
import croft.services.iam.policy.RequestPrincipal;
import croft.services.iam.role.Role;
import croft.services.iam.role.Roles;
import croft.services.iam.user.User;
import croft.store.Store;
import croft.store.Transaction;
import croft.store.UntilChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds what a caller is: the policies of the user and its groups, or of the role and the session,
 * and the limits of its account. A change of any of them holds for the next call, and a session
 * dies with its role.
 */
public final class CallerStandings {
  private final Store store;
  private final PolicyCache compiled;
  private final Accounts accounts;
  private final UntilChanged<Caller, Standing> known;

  public CallerStandings(IamParts parts) {
    this.store = parts.store();
    this.compiled = parts.policies();
    this.accounts = new Accounts(parts);
    this.known =
        new UntilChanged<>(
            store.changes(
                Account.TABLE,
                User.TABLE,
                Group.TABLE,
                Role.TABLE,
                ManagedPolicy.TABLE,
                Attachment.TABLE));
  }

  /** The caller's standing; empty when its user or role is gone. */
  public Optional<Standing> of(Caller caller) {
    return known.get(caller, asked -> store.read(tx -> standing(tx, asked)));
  }

  private Optional<Standing> standing(Transaction tx, Caller caller) {
    Optional<Standing> found =
        switch (caller.kind()) {
          case ROOT ->
              Optional.of(
                  new Standing(RequestPrincipal.root(caller.account()), Map.of(), PolicySet.NONE));
          case SERVICE ->
              Optional.of(
                  new Standing(
                      RequestPrincipal.service(caller.principalId()), Map.of(), PolicySet.NONE));
          case ANONYMOUS ->
              Optional.of(new Standing(RequestPrincipal.anonymous(), Map.of(), PolicySet.NONE));
          case USER -> user(tx, caller);
          case ASSUMED_ROLE -> session(tx, caller);
          case FEDERATED_USER -> federatedUser(tx, caller);
        };
    List<List<AttachedPolicy>> limits = accounts.serviceControl(tx, caller.account());
    return limits.isEmpty()
        ? found
        : found.map(standing ->
            new Standing(
                standing.principal(),
                standing.tags(),
                standing.policies().withServiceControl(limits)));
  }

  private Optional<Standing> user(Transaction tx, Caller caller) {
    return User.byId(tx, caller.account(), caller.principalId()).map(user -> standing(tx, user));
  }

  /** Allowed what its user and its session policies both allow; without such policies, nothing. */
  private Optional<Standing> federatedUser(Transaction tx, Caller caller) {
    CallerSession session = caller.session();
    if (session == null) {
      return Optional.empty();
    }
    RequestPrincipal principal =
        RequestPrincipal.federatedUser(
            caller.account(), caller.arn().toString(), caller.principalId());
    List<AttachedPolicy> limits = sessionPolicies(tx, caller.account(), session);
    Arn issuer = Arn.parse(session.roleArn());
    if (issuer.resource().equals("root")) {
      return Optional.of(
          new Standing(principal, caller.sessionTags(), PolicySet.ofIdentity(limits)));
    }
    String name = issuer.resource().substring(issuer.resource().lastIndexOf('/') + 1);
    return tx.get(User.TABLE, caller.account(), name)
        .filter(user -> user.arn().equals(issuer))
        .map(user ->
            new Standing(
                principal,
                caller.sessionTags(),
                standing(tx, user).policies().withSession(limits)));
  }

  private Standing standing(Transaction tx, User user) {
    List<AttachedPolicy> identity = new ArrayList<>();
    addInline(identity, user.inlinePolicies());
    addAttached(tx, identity, user.account(), user.id());
    for (String groupName : user.groups()) {
      Optional<Group> group = tx.get(Group.TABLE, user.account(), groupName);
      if (group.isPresent()) {
        addInline(identity, group.get().inlinePolicies());
        addAttached(tx, identity, user.account(), group.get().id());
      }
    }
    PolicySet policies = limited(tx, identity, user.account(), user.id());
    RequestPrincipal principal =
        RequestPrincipal.user(user.account(), user.arn().toString(), user.id());
    return new Standing(principal, user.tags(), policies);
  }

  private Optional<Standing> session(Transaction tx, Caller caller) {
    CallerSession session = caller.session();
    if (session == null) {
      return Optional.empty();
    }
    return Roles.byArn(tx, Arn.parse(session.roleArn()))
        .filter(found -> caller.principalId().startsWith(found.id() + ":"))
        .map(role -> standing(tx, caller, session, role));
  }

  private Standing standing(Transaction tx, Caller caller, CallerSession session, Role role) {
    List<AttachedPolicy> identity = new ArrayList<>();
    addInline(identity, role.inlinePolicies());
    addAttached(tx, identity, role.account(), role.id());
    PolicySet policies = limited(tx, identity, role.account(), role.id());
    List<AttachedPolicy> limits = sessionPolicies(tx, role.account(), session);
    // A session's tag stands over the role's, however either is capitalised.
    Map<String, String> tags = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    tags.putAll(role.tags());
    tags.putAll(caller.sessionTags());
    RequestPrincipal principal =
        RequestPrincipal.roleSession(
            role.account(), caller.arn().toString(), role.arn().toString(), caller.principalId());
    return new Standing(
        principal, tags, limits.isEmpty() ? policies : policies.withSession(limits));
  }

  private List<AttachedPolicy> sessionPolicies(
      Transaction tx, String account, CallerSession session) {
    List<AttachedPolicy> limits = new ArrayList<>();
    for (String document : session.policies()) {
      limits.add(new AttachedPolicy("session policy", compile(document)));
    }
    for (String arn : session.policyArns()) {
      limits.add(managedOrNothing(tx, account, arn));
    }
    return limits;
  }

  private PolicySet limited(
      Transaction tx, List<AttachedPolicy> identity, String account, String holderId) {
    PolicySet policies = PolicySet.ofIdentity(identity);
    return Attachments.boundary(tx, account, holderId)
        .map(arn -> policies.withBoundary(List.of(managedOrNothing(tx, account, arn))))
        .orElse(policies);
  }

  private void addInline(List<AttachedPolicy> policies, Map<String, String> documents) {
    documents.forEach(
        (name, document) -> policies.add(new AttachedPolicy(name, compile(document))));
  }

  private void addAttached(
      Transaction tx, List<AttachedPolicy> policies, String account, String holderId) {
    for (String arn : Attachments.attached(tx, account, holderId)) {
      policies.add(managedOrNothing(tx, account, arn));
    }
  }

  /** A limit whose policy is gone must go on limiting: it becomes one that allows nothing. */
  private AttachedPolicy managedOrNothing(Transaction tx, String account, String arn) {
    return ManagedPolicies.document(tx, account, arn)
        .map(document -> new AttachedPolicy(arn, compile(document)))
        .orElseGet(() -> AttachedPolicy.nothing(arn));
  }

  private Policy compile(String document) {
    return compiled.compile(document, PolicyKind.IDENTITY);
  }
}
