package croft.services.ssm.parameter;

import static croft.services.operation.Binding.bind;

import croft.api.ssm.LabelParameterVersionRequest;
import croft.api.ssm.LabelParameterVersionResult;
import croft.api.ssm.SsmModel;
import croft.api.ssm.UnlabelParameterVersionRequest;
import croft.api.ssm.UnlabelParameterVersionResult;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** LabelParameterVersion and UnlabelParameterVersion. */
public final class LabelOperations {
  private static final int MOST = 10;
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_.\\-][a-zA-Z0-9_.\\-]{0,99}");

  private final Store store;

  public LabelOperations(SsmParts parts) {
    this.store = parts.store();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SsmModel.LABEL_PARAMETER_VERSION,
            (call, request) ->
                List.of(
                    ParameterLookup.access(
                        store, call, "ssm:LabelParameterVersion", request.name())),
            this::label),
        bind(
            SsmModel.UNLABEL_PARAMETER_VERSION,
            (call, request) ->
                List.of(
                    ParameterLookup.access(
                        store, call, "ssm:UnlabelParameterVersion", request.name())),
            this::unlabel));
  }

  private static boolean isValid(String label) {
    String lower = label.toLowerCase(Locale.ROOT);
    return LABEL.matcher(label).matches() && !lower.startsWith("aws") && !lower.startsWith("ssm");
  }

  private static ParameterVersion require(Transaction tx, Parameter parameter, long number) {
    return ParameterLookup.version(tx, parameter, number)
        .orElseThrow(
            () -> ParameterErrors.versionNotFound(parameter.name(), Long.toString(number)));
  }

  /** A label stands on one version: put on another, it moves. */
  private LabelParameterVersionResult label(Call call, LabelParameterVersionRequest request) {
    List<String> valid =
        request.labelsOrEmpty().stream().filter(LabelOperations::isValid).distinct().toList();
    List<String> invalid =
        request.labelsOrEmpty().stream().filter(label -> !isValid(label)).toList();
    return store.write(tx -> {
      Parameter parameter = ParameterLookup.require(tx, call, request.name());
      long number = Objects.requireNonNullElse(request.parameterVersion(), parameter.latest());
      ParameterVersion target = require(tx, parameter, number);
      Set<String> labels = new LinkedHashSet<>(target.labels());
      labels.addAll(valid);
      if (labels.size() > MOST) {
        throw ServiceError.badRequest(
            "ParameterVersionLabelLimitExceeded",
            "A parameter version can have maximum "
                + MOST
                + " labels. Move one or more labels to"
                + " another version and try again.");
      }
      for (ParameterVersion other : ParameterLookup.versions(tx, parameter)) {
        if (other.number() != number && other.labels().stream().anyMatch(valid::contains)) {
          List<String> rest = new ArrayList<>(other.labels());
          rest.removeAll(valid);
          tx.put(ParameterVersion.TABLE, other.withLabels(rest));
        }
      }
      tx.put(ParameterVersion.TABLE, target.withLabels(List.copyOf(labels)));
      return LabelParameterVersionResult.builder()
          .invalidLabels(invalid)
          .parameterVersion(number)
          .build();
    });
  }

  private UnlabelParameterVersionResult unlabel(Call call, UnlabelParameterVersionRequest request) {
    long number = Requests.required(request.parameterVersion(), "parameterVersion");
    return store.write(tx -> {
      Parameter parameter = ParameterLookup.require(tx, call, request.name());
      ParameterVersion target = require(tx, parameter, number);
      List<String> removed =
          request.labelsOrEmpty().stream().filter(target.labels()::contains).toList();
      List<String> invalid =
          request.labelsOrEmpty().stream()
              .filter(label -> !target.labels().contains(label))
              .toList();
      List<String> rest = new ArrayList<>(target.labels());
      rest.removeAll(removed);
      tx.put(ParameterVersion.TABLE, target.withLabels(rest));
      return UnlabelParameterVersionResult.builder()
          .removedLabels(removed)
          .invalidLabels(invalid)
          .build();
    });
  }
}
