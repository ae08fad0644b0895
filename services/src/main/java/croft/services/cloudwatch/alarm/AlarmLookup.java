package croft.services.cloudwatch.alarm;

import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds alarms, and says what a call on them needs. */
final class AlarmLookup {
  private static final String MARK = ":alarm:";

  private AlarmLookup() {}

  /** The name in a rule, which may be written as an ARN. */
  static String name(String nameOrArn) {
    int mark = nameOrArn.startsWith("arn:") ? nameOrArn.indexOf(MARK) : -1;
    return mark < 0 ? nameOrArn : nameOrArn.substring(mark + MARK.length());
  }

  static ServiceError notFound(@Nullable String name) {
    return new ServiceError("ResourceNotFound", 404, "Unknown alarm: " + name);
  }

  static Alarm require(Transaction tx, Call call, @Nullable String name) {
    return tx.get(Alarm.TABLE, call.scope(), Requests.required(name, "AlarmName"))
        .orElseThrow(() -> notFound(name));
  }

  /** The action on alarms by name, with the tags each has; on all of them for no name. */
  static List<Access> access(Store store, Call call, String action, List<String> names) {
    if (names.isEmpty()) {
      return List.of(Access.to(action, Alarm.arn(call.account(), call.region(), "*")));
    }
    return store.read(tx -> {
      List<Access> all = new ArrayList<>();
      for (String name : names) {
        Map<String, String> tags =
            tx.get(Alarm.TABLE, call.scope(), name).map(Alarm::tags).orElse(Map.of());
        Arn arn = Alarm.arn(call.account(), call.region(), name);
        all.add(Access.to(action, arn).with(Requests.resourceTags(tags)));
      }
      return all;
    });
  }

  static List<Access> access(Store store, Call call, String action, @Nullable String name) {
    return access(store, call, action, name == null ? List.of() : List.of(name));
  }
}
