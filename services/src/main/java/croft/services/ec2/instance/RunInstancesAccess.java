package croft.services.ec2.instance;

import croft.api.ec2.IamInstanceProfileSpecification;
import croft.api.ec2.InstanceNetworkInterfaceSpecification;
import croft.api.ec2.RunInstancesRequest;
import croft.api.ec2.TagSpecification;
import croft.base.Arn;
import croft.services.ec2.tag.TagOperations;
import croft.services.operation.Access;
import croft.services.operation.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a launch needs: RunInstances on everything it makes and uses, PassRole on the role it hands
 * over, CreateTags on what it tags.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html">Actions
 * for Amazon EC2</a>.
 */
final class RunInstancesAccess {
  private final ProfileLookup profiles;

  RunInstancesAccess(ProfileLookup profiles) {
    this.profiles = profiles;
  }

  List<Access> accesses(Call call, RunInstancesRequest request) {
    List<Access> accesses = new ArrayList<>();
    Map<String, List<String>> keys = keys(request);
    accesses.add(Access.to("ec2:RunInstances", call.arn("ec2", "instance/*")).with(keys));
    accesses.add(Access.to("ec2:RunInstances", used(call, request)));
    for (TagSpecification tagged : request.tagSpecificationsOrEmpty()) {
      Map<String, List<String>> tagKeys =
          new HashMap<>(TagOperations.requestTags(tagged.tagsOrEmpty()));
      tagKeys.put("ec2:CreateAction", List.of("RunInstances"));
      accesses.add(
          Access.to("ec2:CreateTags", call.arn("ec2", tagged.resourceType() + "/*")).with(tagKeys));
    }
    passRole(call, request.iamInstanceProfile()).ifPresent(accesses::add);
    return accesses;
  }

  private static Map<String, List<String>> keys(RunInstancesRequest request) {
    Map<String, List<String>> keys = new HashMap<>();
    request.tagSpecificationsOrEmpty().stream()
        .filter(s -> "instance".equals(s.resourceType()))
        .forEach(s -> keys.putAll(TagOperations.requestTags(s.tagsOrEmpty())));
    if (request.instanceType() != null) {
      keys.put("ec2:InstanceType", List.of(request.instanceType()));
    }
    return keys;
  }

  private static Arn[] used(Call call, RunInstancesRequest request) {
    List<Arn> arns = new ArrayList<>();
    // An image belongs to a region but, being public, to no account.
    arns.add(Arn.of("ec2", call.region(), "", "image/" + request.imageId()));
    arns.add(call.arn("ec2", "volume/*"));
    Set<String> subnets = new LinkedHashSet<>();
    Set<String> interfaces = new LinkedHashSet<>();
    if (request.networkInterfacesOrEmpty().isEmpty()) {
      subnets.add(orAny(request.subnetId()));
      interfaces.add("*");
    }
    List<String> groups = new ArrayList<>(request.securityGroupIdsOrEmpty());
    for (InstanceNetworkInterfaceSpecification nic : request.networkInterfacesOrEmpty()) {
      interfaces.add(orAny(nic.networkInterfaceId()));
      if (nic.networkInterfaceId() == null) {
        subnets.add(orAny(nic.subnetId()));
      }
      groups.addAll(nic.groupsOrEmpty());
    }
    interfaces.forEach(id -> arns.add(call.arn("ec2", "network-interface/" + id)));
    subnets.forEach(id -> arns.add(call.arn("ec2", "subnet/" + id)));
    if (groups.isEmpty()) {
      groups.add("*");
    }
    groups.forEach(group -> arns.add(call.arn("ec2", "security-group/" + group)));
    if (request.keyName() != null) {
      arns.add(call.arn("ec2", "key-pair/" + request.keyName()));
    }
    return arns.toArray(Arn[]::new);
  }

  Optional<Access> passRole(Call call, @Nullable IamInstanceProfileSpecification given) {
    if (given == null) {
      return Optional.empty();
    }
    Optional<ProfileLookup.Profile> profile =
        given.arn() != null
            ? profiles.byArn(call.account(), given.arn())
            : profiles.byName(call.account(), given.name() == null ? "" : given.name());
    // A profile that is not there is the operation's to refuse, as EC2 words it.
    return profile
        .map(ProfileLookup.Profile::roleArn)
        .map(role ->
            Access.to("iam:PassRole", Arn.parse(role))
                .with(Map.of("iam:PassedToService", List.of("ec2.amazonaws.com"))));
  }

  private static String orAny(@Nullable String id) {
    return id == null ? "*" : id;
  }
}
