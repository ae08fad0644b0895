package croft.services.ec2.prefixlist;

import croft.api.ec2.ManagedPrefixList;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.ec2.tag.Tags;
import croft.services.operation.Call;
import java.util.List;
import java.util.Map;

/** Prefix lists as the API shows them. */
final class PrefixListShapes {
  private PrefixListShapes() {}

  static ManagedPrefixList shape(Call call, PrefixList list, Map<String, String> tags) {
    return ManagedPrefixList.builder()
        .prefixListId(list.id())
        .prefixListName(list.name())
        .prefixListArn(call.arn("ec2", "prefix-list/" + list.id()).toString())
        .addressFamily(list.addressFamily())
        .maxEntries(list.maxEntries())
        .state(list.state())
        .version(list.version())
        .ownerId(call.account())
        .tags(Tags.shapes(tags))
        .build();
  }

  static ManagedPrefixList shape(Call call, ServicePrefixList list) {
    return ManagedPrefixList.builder()
        .prefixListId(list.id())
        .prefixListName(list.name())
        .prefixListArn(Arn.of("ec2", call.region(), "aws", "prefix-list/" + list.id()).toString())
        .addressFamily("IPv4")
        .state("create-complete")
        .ownerId(ServicePrefixList.OWNER)
        .tags(List.of())
        .build();
  }

  static ServiceError noVersion(long number) {
    return ServiceError.badRequest(
        "InvalidPrefixListVersion.NotFound", "The prefix list has no version " + number + ".");
  }
}
