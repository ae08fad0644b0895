package croft.drivers.memory.compute;

import croft.drivers.compute.Image;
import croft.drivers.compute.ImageDriverContract;
import java.time.Instant;
import java.time.InstantSource;

class MemoryImageDriverTest extends ImageDriverContract {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  private final MemoryImageDriver images = new MemoryImageDriver(CLOCK);
  private final MemoryComputeDriver driver = new MemoryComputeDriver(images, CLOCK);

  @Override
  protected MemoryComputeDriver driver() {
    return driver;
  }

  @Override
  protected MemoryImageDriver images() {
    return images;
  }

  @Override
  protected String imageId() {
    return Image.HOST_ROOT_ID;
  }
}
