package croft.services.iam.servicelinkedrole;

import croft.store.Table;
import java.time.Instant;

/**
 * A deletion that was asked for, and done in the same transaction.
 *
 * @param id {@code task/aws-service-role/host/role/uuid}
 */
record DeletionTask(String account, String id, Instant at) {
  static final Table<DeletionTask> TABLE =
      Table.of("iam_deletion_task", DeletionTask.class, DeletionTask::account, DeletionTask::id);
}
