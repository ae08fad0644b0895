package croft.server;

import croft.services.ec2.Wake;
import croft.services.ec2.image.ImageReconciler;
import croft.services.ec2.image.ImportReconciler;
import croft.services.ec2.instance.InstanceReconciler;
import croft.services.ec2.networkinterface.InterfaceReconciler;
import croft.services.ec2.snapshot.SnapshotReconciler;
import croft.services.ec2.volume.VolumeReconciler;
import croft.services.ec2.vpc.VpcNetworks;
import croft.store.Transaction;
import croft.workflow.ReconcilerRunner;

/** Wakes EC2's reconcilers by their keys. */
record Ec2Wakes(ReconcilerRunner reconcilers) implements Wake {
  @Override
  public void instance(Transaction tx, String scope, String instanceId) {
    reconcilers.wakeAfter(tx, InstanceReconciler.NAME, InstanceReconciler.key(scope, instanceId));
  }

  @Override
  public void image(Transaction tx, String region, String imageId) {
    reconcilers.wakeAfter(tx, ImageReconciler.NAME, ImageReconciler.key(region, imageId));
  }

  @Override
  public void imageImport(Transaction tx, String scope, String taskId) {
    reconcilers.wakeAfter(tx, ImportReconciler.NAME, ImportReconciler.key(scope, taskId));
  }

  @Override
  public void volume(Transaction tx, String scope, String volumeId) {
    reconcilers.wakeAfter(tx, VolumeReconciler.NAME, VolumeReconciler.key(scope, volumeId));
  }

  @Override
  public void snapshot(Transaction tx, String scope, String snapshotId) {
    reconcilers.wakeAfter(tx, SnapshotReconciler.NAME, SnapshotReconciler.key(scope, snapshotId));
  }

  @Override
  public void network(Transaction tx, String scope, String vpcId) {
    reconcilers.wakeAfter(tx, VpcNetworks.NAME, VpcNetworks.key(scope, vpcId));
  }

  @Override
  public void networkInterface(Transaction tx, String scope, String interfaceId) {
    reconcilers.wakeAfter(
        tx, InterfaceReconciler.NAME, InterfaceReconciler.key(scope, interfaceId));
  }

  @Override
  public void reconciler(Transaction tx, String name, String key) {
    reconcilers.wakeAfter(tx, name, key);
  }
}
