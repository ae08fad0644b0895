package croft.services.ec2;

import croft.store.Transaction;

/** Tells the reconcilers, once a transaction has committed, that intent changed. */
public interface Wake {
  /** An instance's state, or what it is made of. */
  void instance(Transaction tx, String scope, String instanceId);

  /** An image that is to be made or removed. */
  void image(Transaction tx, String region, String imageId);

  /** An image that is to be imported, or not any more. */
  void imageImport(Transaction tx, String scope, String taskId);

  /** A volume's state, or where it shall be. */
  void volume(Transaction tx, String scope, String volumeId);

  /** A snapshot's state. */
  void snapshot(Transaction tx, String scope, String snapshotId);

  /** A VPC's groups or addresses. */
  void network(Transaction tx, String scope, String vpcId);

  /** An interface's attachment, or what it is attached with. */
  void networkInterface(Transaction tx, String scope, String interfaceId);

  /** What another of EC2's reconcilers looks after, by that one's name and the key of the thing. */
  void reconciler(Transaction tx, String name, String key);
}
