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
 * there; such an id stands for the first of the images that come with Croft, by name.
 */
public final class MachineImages {
  private MachineImages() {}

  /**
   * The id of an image that is here.
   *
   * @throws ServiceError {@code InvalidAMIID.NotFound} when there is none to stand for it, and
   *     {@code InvalidAMIID.Malformed} for what is no AMI id
   */
  public static String resolve(ResourceRequest request, String imageId) {
    Ec2Api ec2 = new Ec2Api(request.calls());
    try {
      ec2.describeImages(DescribeImagesRequest.builder().imageIds(List.of(imageId)).build());
      return imageId;
    } catch (ServiceError e) {
      if (!e.code().equals("InvalidAMIID.NotFound") || !imageId.startsWith("ami-")) {
        throw e;
      }
      return ec2
          .describeImages(DescribeImagesRequest.builder().owners(List.of("amazon")).build())
          .imagesOrEmpty()
          .stream()
          .filter(image -> "available".equals(image.state()))
          .min(Comparator.comparing(image -> Objects.requireNonNullElse(image.name(), "")))
          .map(Image::imageId)
          .orElseThrow(() -> e);
    }
  }
}
