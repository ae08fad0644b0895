package croft.services.resource;

import croft.api.ec2.DescribeImagesRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.Image;
import croft.base.ServiceError;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Images that templates name. A template made for AWS maps regions to AMI ids that are nowhere but
 * there; such an id stands for the newest image that this machine's owner named Amazon Linux 2023
 * or else Amazon Linux 2, or else for the host's own root, or else for the first that comes with
 * Croft. Only templates are read so kindly: RunInstances refuses an id that it does not know.
 */
public final class MachineImages {
  private static final String PREFIX = "ami-";
  private static final List<String> NAMES = List.of("al2023-ami-", "amzn2-ami-", "host-root", "");

  private MachineImages() {}

  /**
   * The id of an image that is here.
   *
   * @throws ServiceError {@code InvalidAMIID.NotFound} when there is none to stand for it, and
   *     {@code InvalidAMIID.Malformed} for what is no AMI id
   * @return the same for one that is here, and for a reference to a parameter
   */
  public static String resolve(ResourceRequest request, String imageId) {
    if (!imageId.startsWith(PREFIX)) {
      return imageId;
    }
    Ec2Api ec2 = new Ec2Api(request.calls());
    try {
      ec2.describeImages(DescribeImagesRequest.builder().imageIds(List.of(imageId)).build());
      return imageId;
    } catch (ServiceError e) {
      if (!e.code().equals("InvalidAMIID.NotFound")) {
        throw e;
      }
      DescribeImagesRequest ours =
          DescribeImagesRequest.builder().owners(List.of("amazon")).build();
      List<Image> images =
          ec2.describeImages(ours).imagesOrEmpty().stream()
              .filter(image -> "available".equals(image.state()))
              .sorted(Comparator.comparing(MachineImages::age).reversed())
              .toList();
      return NAMES.stream()
          .flatMap(name -> images.stream().filter(image -> name(image).startsWith(name)))
          .findFirst()
          .map(Image::imageId)
          .orElseThrow(() -> e);
    }
  }

  private static String name(Image image) {
    return Objects.requireNonNullElse(image.name(), "");
  }

  private static String age(Image image) {
    return Objects.requireNonNullElse(image.creationDate(), "") + name(image);
  }
}
