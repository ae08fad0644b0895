package croft.services.cloudformation.stack;

import croft.store.Table;

/**
 * That a stack imports a value.
 *
 * @param scope account and region
 */
public record ImportedExport(String scope, String exportName, String stackName, String stackId) {

  /** By account and region, and export and stack. */
  public static final Table<ImportedExport> TABLE =
      Table.of(
              "cloudformation_import",
              ImportedExport.class,
              ImportedExport::scope,
              one -> one.exportName() + "/" + one.stackId())
          .index("stack_id", ImportedExport::stackId);
}
