package croft.services.ssm;

import croft.api.ssm.SsmModel;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.services.ssm.parameter.DeleteParameterOperations;
import croft.services.ssm.parameter.GetParameterOperations;
import croft.services.ssm.parameter.LabelOperations;
import croft.services.ssm.parameter.ListParameterOperations;
import croft.services.ssm.parameter.Parameter;
import croft.services.ssm.parameter.ParameterTags;
import croft.services.ssm.parameter.ParameterVersion;
import croft.services.ssm.parameter.PutParameterOperation;
import croft.services.ssm.parameter.SsmParts;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** Systems Manager's front door. */
public final class SsmService implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;

  public SsmService(SsmParts parts) {
    this.bindings =
        Stream.of(
                new PutParameterOperation(parts).bindings(),
                new GetParameterOperations(parts).bindings(),
                new ListParameterOperations(parts).bindings(),
                new LabelOperations(parts).bindings(),
                new DeleteParameterOperations(parts).bindings(),
                new ParameterTags(parts).bindings())
            .<Binding<?, ?>>flatMap(List::stream)
            .toList();
  }

  @Override
  public ServiceModel model() {
    return SsmModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return List.of(Parameter.TABLE, ParameterVersion.TABLE);
  }
}
