package croft.services.ec2;

import croft.services.ec2.image.ImageDisks;
import croft.services.ec2.snapshot.DescribeSnapshots;
import croft.services.ec2.snapshot.SnapshotAttributes;
import croft.services.ec2.snapshot.SnapshotOperations;
import croft.services.ec2.volume.AttachOperations;
import croft.services.ec2.volume.DescribeVolumes;
import croft.services.ec2.volume.EncryptionOperations;
import croft.services.ec2.volume.ModifyOperations;
import croft.services.ec2.volume.VolumeOperations;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.Binding;
import java.util.ArrayList;
import java.util.List;

/** Puts volumes and snapshots together. */
record DiskRooms(Ec2Rooms rooms) {

  SnapshotOperations snapshots() {
    return new SnapshotOperations(rooms, new NetworkAccess(rooms.store()), ImageDisks::userOf);
  }

  List<Binding<?, ?>> bindings() {
    NetworkAccess access = new NetworkAccess(rooms.store());
    List<Binding<?, ?>> all = new ArrayList<>();
    all.addAll(new VolumeOperations(rooms, access).bindings());
    all.addAll(new AttachOperations(rooms, access).bindings());
    all.addAll(new ModifyOperations(rooms, access).bindings());
    all.addAll(new DescribeVolumes(rooms).bindings());
    all.addAll(new EncryptionOperations(rooms).bindings());
    all.addAll(snapshots().bindings());
    all.add(new DescribeSnapshots(rooms).binding());
    all.addAll(new SnapshotAttributes(rooms, access).bindings());
    return all;
  }
}
