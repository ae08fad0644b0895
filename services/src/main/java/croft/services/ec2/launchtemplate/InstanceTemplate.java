package croft.services.ec2.launchtemplate;

import croft.api.ec2.CreditSpecification;
import croft.api.ec2.LaunchTemplateIamInstanceProfileSpecification;
import croft.api.ec2.LaunchTemplateInstanceMetadataOptions;
import croft.api.ec2.LaunchTemplateInstanceNetworkInterfaceSpecification;
import croft.api.ec2.LaunchTemplatePlacement;
import croft.api.ec2.LaunchTemplateTagSpecification;
import croft.api.ec2.LaunchTemplatesMonitoring;
import croft.api.ec2.ResponseLaunchTemplateData;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.tag.Tags;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** GetLaunchTemplateData's answer: the template that an instance could have been launched from. */
final class InstanceTemplate {
  private InstanceTemplate() {}

  static ResponseLaunchTemplateData of(Transaction tx, Instance instance) {
    Instance.Options options = instance.options();
    return ResponseLaunchTemplateData.builder()
        .imageId(instance.launch().imageId())
        .instanceType(options.type())
        .keyName(instance.launch().keyName())
        .userData(instance.launch().userData())
        .ebsOptimized(instance.settings().ebsOptimized())
        .disableApiTermination(options.terminationProtected())
        .disableApiStop(instance.settings().stopProtected())
        .instanceInitiatedShutdownBehavior(options.terminateOnShutdown() ? "terminate" : "stop")
        .monitoring(
            LaunchTemplatesMonitoring.builder().enabled(options.detailedMonitoring()).build())
        .iamInstanceProfile(profile(options))
        .creditSpecification(credits(instance.settings().cpuCredits()))
        .placement(
            LaunchTemplatePlacement.builder()
                .availabilityZone(instance.place().zone())
                .groupName(
                    instance.settings().group() == null ? "" : instance.settings().group().name())
                .tenancy("default")
                .build())
        .networkInterfaces(
            List.of(
                LaunchTemplateInstanceNetworkInterfaceSpecification.builder()
                    .deviceIndex(0)
                    .deleteOnTermination(true)
                    .description("")
                    .groups(instance.place().groupIds())
                    .subnetId(instance.place().subnetId())
                    .associatePublicIpAddress(instance.place().publicAddressWanted())
                    .build()))
        .metadataOptions(metadata(options.metadata()))
        .tagSpecifications(tags(tx, instance))
        .build();
  }

  private static @Nullable LaunchTemplateIamInstanceProfileSpecification profile(
      Instance.Options options) {
    return options.profileArn() == null
        ? null
        : LaunchTemplateIamInstanceProfileSpecification.builder().arn(options.profileArn()).build();
  }

  private static @Nullable CreditSpecification credits(@Nullable String credits) {
    return credits == null ? null : CreditSpecification.builder().cpuCredits(credits).build();
  }

  private static LaunchTemplateInstanceMetadataOptions metadata(Instance.MetadataOptions options) {
    return LaunchTemplateInstanceMetadataOptions.builder()
        .state("applied")
        .httpEndpoint(options.enabled() ? "enabled" : "disabled")
        .httpTokens(options.tokensRequired() ? "required" : "optional")
        .httpPutResponseHopLimit(options.hopLimit())
        .httpProtocolIpv6("disabled")
        .instanceMetadataTags(options.tagsEnabled() ? "enabled" : "disabled")
        .build();
  }

  /** Tags that AWS itself gave cannot be given by a launch. */
  private static List<LaunchTemplateTagSpecification> tags(Transaction tx, Instance instance) {
    Map<String, String> tags = new TreeMap<>(Tags.of(tx, instance.scope(), instance.id()));
    tags.keySet().removeIf(key -> key.startsWith("aws:"));
    return tags.isEmpty()
        ? List.of()
        : List.of(
            LaunchTemplateTagSpecification.builder()
                .resourceType("instance")
                .tags(Tags.shapes(tags))
                .build());
  }
}
