package croft.services.ec2.image;

import croft.base.Ids;
import croft.services.ec2.Ec2Rooms;
import croft.services.ec2.Wake;
import croft.services.ec2.snapshot.SnapshotOperations;
import croft.services.operation.Binding;
import croft.store.Store;
import java.util.ArrayList;
import java.util.List;

/** Every operation on images. */
public final class ImageOperations {
  private final List<Binding<?, ?>> bindings = new ArrayList<>();

  /** Over EC2's parts, and what begins the snapshots of images' disks. */
  public ImageOperations(Ec2Rooms rooms, SnapshotOperations snapshots) {
    Store store = rooms.store();
    Ids ids = rooms.ids();
    Wake wake = rooms.wake();
    bindings.add(new DescribeImages(store, rooms.paging()).binding());
    bindings.addAll(new CreateImage(store, ids, wake, new CapturedDisks(snapshots)).bindings());
    bindings.addAll(new CopyImage(store, ids, wake, new CapturedDisks(snapshots)).bindings());
    bindings.add(new RegisterImage(store, ids, wake).binding());
    bindings.addAll(new ImportImage(store, ids, rooms.paging(), wake, rooms.calls()).bindings());
    bindings.addAll(new ImageKeeping(store, wake).bindings());
    bindings.addAll(new ImageAttributes(store).bindings());
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.copyOf(bindings);
  }
}
