package croft.services.ec2.image;

import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.EbsBlockDevice;
import croft.api.ec2.StateReason;
import croft.services.ec2.tag.Tags;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An image as the API shows it. */
final class ImageShapes {
  static final String ROOT_DEVICE = "/dev/xvda";
  static final String DEFAULT_TYPE = "gp2";
  static final String PLATFORM = "Linux/UNIX";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private ImageShapes() {}

  static String date(Instant at) {
    return DATE.format(at);
  }

  static @Nullable String alias(Image image) {
    return image.isOfCatalogue() ? Images.OWNER_ALIAS : null;
  }

  static String location(Image image) {
    return (image.isOfCatalogue() ? Images.OWNER_ALIAS : image.ownerId()) + "/" + image.name();
  }

  static List<BlockDeviceMapping> disks(Image image) {
    return allDisks(image).stream().map(ImageShapes::shape).toList();
  }

  /** The root first, whether more is known of it or not. */
  static List<ImageDisk> allDisks(Image image) {
    List<ImageDisk> all = new ArrayList<>();
    if (image.disks().stream().noneMatch(ImageDisk::isRoot)) {
      all.add(new ImageDisk(ROOT_DEVICE, null, null, "gp3", null, null, true, false));
    }
    image.disks().stream().filter(ImageDisk::isRoot).forEach(all::add);
    image.disks().stream().filter(disk -> !disk.isRoot()).forEach(all::add);
    return all;
  }

  static String type(ImageDisk disk) {
    return disk.type() == null ? DEFAULT_TYPE : disk.type();
  }

  private static BlockDeviceMapping shape(ImageDisk disk) {
    BlockDeviceMapping mapping = disk.shape();
    EbsBlockDevice ebs = mapping.ebs();
    return ebs == null
        ? mapping
        : mapping.toBuilder()
            .ebs(ebs.toBuilder().encrypted(disk.encrypted()).volumeType(type(disk)).build())
            .build();
  }

  /** As AWS words it: when protection ends later, it says when. */
  static String protection(Image image) {
    Image.Keeping keeping = image.keeping();
    if (keeping.protectedNow()) {
      return keeping.cooldown() ? "enabled-with-cooldown" : "enabled-without-cooldown";
    }
    Instant until = keeping.protectedUntil();
    return until == null ? "disabled" : "disabled after " + DATE.format(until);
  }

  private static @Nullable StateReason reason(Image image) {
    Image.Status status = image.status();
    return status.reasonCode() == null
        ? null
        : StateReason.builder().code(status.reasonCode()).message(status.reasonMessage()).build();
  }

  static croft.api.ec2.Image shape(Image image, Map<String, String> tags) {
    Instant deprecated = image.keeping().deprecatedAt();
    return croft.api.ec2.Image.builder()
        .imageId(image.id())
        .imageLocation(location(image))
        .name(image.name())
        .description(image.description().isEmpty() ? null : image.description())
        .architecture(Images.ARCHITECTURE)
        .creationDate(date(image.createdAt()))
        .imageType("machine")
        .public_(image.sharing().everyone())
        .ownerId(image.ownerId())
        .imageOwnerAlias(alias(image))
        .platformDetails(PLATFORM)
        .usageOperation("RunInstances")
        .state(image.state().text())
        .stateReason(reason(image))
        .hypervisor("xen")
        .virtualizationType("hvm")
        .enaSupport(!image.withoutEna())
        .sriovNetSupport("simple")
        .rootDeviceName(ROOT_DEVICE)
        .rootDeviceType("ebs")
        .blockDeviceMappings(disks(image))
        .sourceInstanceId(image.source().instanceId())
        .deprecationTime(deprecated == null ? null : date(deprecated))
        .deregistrationProtection(protection(image))
        .tags(Tags.shapes(tags))
        .build();
  }
}
