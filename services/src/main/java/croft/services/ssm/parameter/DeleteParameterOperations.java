package croft.services.ssm.parameter;

import static croft.services.operation.Binding.bind;

import croft.api.ssm.DeleteParameterRequest;
import croft.api.ssm.DeleteParameterResult;
import croft.api.ssm.DeleteParametersRequest;
import croft.api.ssm.DeleteParametersResult;
import croft.api.ssm.SsmModel;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** DeleteParameter and DeleteParameters. */
public final class DeleteParameterOperations {
  private final Store store;

  public DeleteParameterOperations(SsmParts parts) {
    this.store = parts.store();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SsmModel.DELETE_PARAMETER,
            (call, request) ->
                List.of(ParameterLookup.access(store, call, "ssm:DeleteParameter", request.name())),
            this::deleteOne),
        bind(
            SsmModel.DELETE_PARAMETERS,
            (call, request) ->
                request.namesOrEmpty().stream()
                    .map(name -> ParameterLookup.access(store, call, "ssm:DeleteParameters", name))
                    .toList(),
            this::deleteSeveral));
  }

  /** Removes a parameter with everything it ever held. */
  static void delete(Transaction tx, Parameter parameter) {
    for (ParameterVersion version : ParameterLookup.versions(tx, parameter)) {
      tx.delete(
          ParameterVersion.TABLE,
          version.scope(),
          ParameterVersion.id(version.name(), version.number()));
    }
    tx.delete(Parameter.TABLE, parameter.scope(), parameter.name());
  }

  private DeleteParameterResult deleteOne(Call call, DeleteParameterRequest request) {
    return store.write(tx -> {
      delete(tx, ParameterLookup.require(tx, call, request.name()));
      return DeleteParameterResult.builder().build();
    });
  }

  private DeleteParametersResult deleteSeveral(Call call, DeleteParametersRequest request) {
    return store.write(tx -> {
      List<String> deleted = new ArrayList<>();
      List<String> invalid = new ArrayList<>();
      for (String name : request.namesOrEmpty()) {
        Optional<Parameter> found = ParameterLookup.find(tx, call, name);
        found.ifPresent(parameter -> delete(tx, parameter));
        (found.isPresent() ? deleted : invalid).add(name);
      }
      return DeleteParametersResult.builder()
          .deletedParameters(deleted)
          .invalidParameters(invalid)
          .build();
    });
  }
}
