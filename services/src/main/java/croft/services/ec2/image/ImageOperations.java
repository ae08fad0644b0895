package croft.services.ec2.image;

import croft.base.Ids;
import croft.services.ec2.Wake;
import croft.services.ec2.describe.Paging;
import croft.services.operation.Binding;
import croft.services.operation.InnerCalls;
import croft.store.Store;
import java.util.ArrayList;
import java.util.List;

/** Every operation on images. */
public final class ImageOperations {
  private final List<Binding<?, ?>> bindings = new ArrayList<>();

  public ImageOperations(Store store, Ids ids, Paging paging, Wake wake, InnerCalls calls) {
    bindings.add(new DescribeImages(store, paging).binding());
    bindings.addAll(new CreateImage(store, ids, wake, calls).bindings());
    bindings.addAll(new ImportImage(store, ids, paging, wake, calls).bindings());
    bindings.addAll(new ImageKeeping(store, wake).bindings());
    bindings.addAll(new ImageAttributes(store).bindings());
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.copyOf(bindings);
  }
}
