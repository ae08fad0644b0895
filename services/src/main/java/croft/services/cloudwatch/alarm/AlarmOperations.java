package croft.services.cloudwatch.alarm;

import croft.services.operation.Binding;
import croft.store.Table;
import java.util.List;
import java.util.stream.Stream;

/** All operations on alarms. */
public final class AlarmOperations {
  private final AlarmParts parts;

  public AlarmOperations(AlarmParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return Stream.of(
            new PutAlarmOperations(parts).bindings(),
            new DescribeAlarmOperations(parts).bindings(),
            new AlarmStateOperations(parts).bindings(),
            new AlarmTagOperations(parts).bindings())
        .<Binding<?, ?>>flatMap(List::stream)
        .toList();
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return List.of(Alarm.TABLE, AlarmEvent.TABLE, PendingAction.TABLE);
  }
}
