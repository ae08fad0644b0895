package croft.server;

import croft.services.ec2.image.PublishedImages;
import croft.services.ssm.parameter.PublicParameters;
import java.util.List;
import java.util.Optional;

/** The public parameters that lead to images, the same in every region. */
record ImageParameters(PublishedImages images) implements PublicParameters {
  @Override
  public List<PublicParameter> under(String region, String prefix) {
    return images.all().stream()
        .filter(published -> published.name().startsWith(prefix))
        .map(published ->
            new PublicParameter(
                published.name(), published.imageId(), "aws:ec2:image", 1, published.at()))
        .toList();
  }

  @Override
  public Optional<String> advice(String name) {
    return PublishedImages.advice(name);
  }
}
