package croft.services.ec2.image;

import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.RegisterImageRequest;
import croft.api.ec2.RegisterImageResult;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.instance.LaunchDisks;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * RegisterImage: an image whose root is read from a snapshot that holds a file system. It is
 * pending until that is done, where AWS's is available at once.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterImage.html">RegisterImage</a>.
 */
final class RegisterImage {
  private final Store store;
  private final Ids ids;
  private final Wake wake;

  RegisterImage(Store store, Ids ids, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.wake = wake;
  }

  Binding<?, ?> binding() {
    return Binding.bind(Ec2Model.REGISTER_IMAGE, RegisterImage::access, this::registerImage)
        .honouring(
            Stream.concat(
                    Stream.of(
                        "Architecture",
                        "Description",
                        "EnaSupport",
                        "ImageLocation",
                        "Name",
                        "RootDeviceName",
                        "SriovNetSupport",
                        "TagSpecifications",
                        "VirtualizationType"),
                    LaunchDisks.HONOURED.stream())
                .toArray(String[]::new));
  }

  private static List<Access> access(Call call, RegisterImageRequest request) {
    List<Access> accesses = new ArrayList<>();
    accesses.add(Access.to("ec2:RegisterImage", ImageAccess.arn(call.region(), null)));
    for (BlockDeviceMapping mapping : request.blockDeviceMappingsOrEmpty()) {
      String snapshotId = mapping.ebs() == null ? null : mapping.ebs().snapshotId();
      if (snapshotId != null) {
        accesses.add(Access.to("ec2:RegisterImage", call.arn("ec2", "snapshot/" + snapshotId)));
      }
    }
    accesses.addAll(ImageAccess.tagging(call, "RegisterImage", request.tagSpecificationsOrEmpty()));
    return accesses;
  }

  private RegisterImageResult registerImage(Call call, RegisterImageRequest request) {
    String device = rootDevice(request);
    requireOurs("Architecture", request.architecture(), Images.ARCHITECTURE);
    requireOurs("VirtualizationType", request.virtualizationType(), "hvm");
    requireOurs("SriovNetSupport", request.sriovNetSupport(), "simple");
    Map<String, String> tags = TagSpecifications.of("image", request.tagSpecificationsOrEmpty());
    List<BlockDeviceMapping> given = request.blockDeviceMappingsOrEmpty();
    LaunchDisks.of(given.stream().filter(mapping -> !device.equals(mapping.deviceName())).toList());
    return store.write(tx -> {
      String name = ImageNames.free(tx, call.scope(), request.name());
      List<ImageDisk> disks = disks(tx, call, given);
      String id = ids.resource("ami");
      Image image =
          Image.pending(call, id, name, Image.Source.snapshot(rootSnapshot(disks)))
              .described(Objects.requireNonNullElse(request.description(), ""))
              .with(disks)
              .withEna(!Boolean.FALSE.equals(request.enaSupport()));
      tx.insert(Images.TABLE, image);
      Tags.put(tx, call.scope(), id, tags);
      wake.image(tx, image.scope(), id);
      return RegisterImageResult.builder().imageId(id).build();
    });
  }

  private static String rootDevice(RegisterImageRequest request) {
    String location = Objects.requireNonNullElse(request.imageLocation(), "");
    String device = Objects.requireNonNullElse(request.rootDeviceName(), "");
    if (!location.isEmpty() && !device.isEmpty()) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "The parameters imageLocation and rootDeviceName cannot be used together");
    }
    if (!location.isEmpty()) {
      throw ServiceError.unsupported("An image of a manifest in S3 (ImageLocation)");
    }
    if (device.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter rootDeviceName");
    }
    if (!device.equals(ImageShapes.ROOT_DEVICE)) {
      throw ServiceError.unsupported(
          "The RootDeviceName " + device + " (" + ImageShapes.ROOT_DEVICE + " is)");
    }
    return device;
  }

  private static void requireOurs(String parameter, @Nullable String given, String ours) {
    if (given != null && !given.equals(ours)) {
      throw ServiceError.unsupported("The " + parameter + " " + given + " (" + ours + " is)");
    }
  }

  private static List<ImageDisk> disks(Transaction tx, Call call, List<BlockDeviceMapping> given) {
    CapturedDisks.refuseKeys(given);
    List<ImageDisk> disks = new ArrayList<>();
    for (BlockDeviceMapping mapping : given) {
      if (mapping.ebs() != null) {
        disks.add(
            CapturedDisks.further(tx, call, String.valueOf(mapping.deviceName()), mapping.ebs()));
      }
    }
    if (disks.stream().anyMatch(disk -> disk.isRoot() && disk.encrypted())) {
      throw ServiceError.unsupported("An image whose root is an encrypted snapshot");
    }
    return disks;
  }

  private static String rootSnapshot(List<ImageDisk> disks) {
    return disks.stream()
        .filter(ImageDisk::isRoot)
        .flatMap(disk -> Stream.ofNullable(disk.snapshotId()))
        .findFirst()
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidBlockDeviceMapping", "No root snapshot specified in device mapping."));
  }
}
