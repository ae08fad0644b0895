package croft.services.cloudformation.stack;

import static croft.services.operation.Binding.bind;

import croft.api.cloudformation.CloudformationModel;
import croft.api.cloudformation.Export;
import croft.api.cloudformation.ListExportsInput;
import croft.api.cloudformation.ListExportsOutput;
import croft.api.cloudformation.ListImportsInput;
import croft.api.cloudformation.ListImportsOutput;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages.Page;
import croft.services.operation.Pages.Wanted;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** ListExports and ListImports. */
public final class ExportOperations {
  private static final int PAGE_SIZE = 100;

  private final CloudFormationParts parts;

  public ExportOperations(CloudFormationParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            CloudformationModel.LIST_EXPORTS,
            AccessRule.toAll("cloudformation:ListExports"),
            this::exports),
        bind(
            CloudformationModel.LIST_IMPORTS,
            AccessRule.toAll("cloudformation:ListImports"),
            this::imports));
  }

  private static Wanted wanted(@Nullable String token) {
    return Wanted.of(
        token, null, PAGE_SIZE, () -> StackErrors.validation("Invalid NextToken: " + token));
  }

  private ListExportsOutput exports(Call call, ListExportsInput input) {
    List<Exports.Export> all =
        parts.store().read(tx -> List.copyOf(Exports.all(tx, call.scope()).values()));
    Page<Exports.Export> page =
        parts.pages().page(call, "exports", all, Exports.Export::name, wanted(input.nextToken()));
    return ListExportsOutput.builder()
        .exports(
            page.map(one ->
                Export.builder()
                    .exportingStackId(one.stack().arn())
                    .name(one.name())
                    .value(one.value())
                    .build()))
        .nextToken(page.token())
        .build();
  }

  private ListImportsOutput imports(Call call, ListImportsInput input) {
    String name = Objects.requireNonNullElse(input.exportName(), "");
    List<String> importers = parts.store().read(tx -> Exports.importers(tx, call.scope(), name));
    if (importers.isEmpty()) {
      throw StackErrors.validation("Export '" + name + "' is not imported by any stack.");
    }
    Page<String> page =
        parts
            .pages()
            .page(call, "imports " + name, importers, one -> one, wanted(input.nextToken()));
    return ListImportsOutput.builder().imports(page.items()).nextToken(page.token()).build();
  }
}
