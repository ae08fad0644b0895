package croft.services.logs;

import croft.api.logs.LogsModel;
import croft.services.logs.block.Blocks;
import croft.services.logs.block.Removal;
import croft.services.logs.event.EventListener;
import croft.services.logs.event.FilterLogEventsOperation;
import croft.services.logs.event.GetLogEventsOperation;
import croft.services.logs.event.PutLogEventsOperation;
import croft.services.logs.insights.LogQuery;
import croft.services.logs.insights.QueryDefinition;
import croft.services.logs.insights.QueryDefinitionOperations;
import croft.services.logs.insights.QueryOperations;
import croft.services.logs.insights.QueryRows;
import croft.services.logs.insights.QueryRunner;
import croft.services.logs.insights.RecordOperations;
import croft.services.logs.loggroup.LogGroup;
import croft.services.logs.loggroup.LogGroupContents;
import croft.services.logs.loggroup.LogGroupOperations;
import croft.services.logs.loggroup.LogGroupTags;
import croft.services.logs.loggroup.LogGroups;
import croft.services.logs.loggroup.LogPolicy;
import croft.services.logs.loggroup.LogPolicyOperations;
import croft.services.logs.loggroup.LogsParts;
import croft.services.logs.loggroup.RetentionOperations;
import croft.services.logs.logstream.LogStream;
import croft.services.logs.logstream.LogStreamOperations;
import croft.services.logs.metricfilter.MetricFilter;
import croft.services.logs.metricfilter.MetricFilterOperations;
import croft.services.logs.subscriptionfilter.Carriers;
import croft.services.logs.subscriptionfilter.Shipment;
import croft.services.logs.subscriptionfilter.SubscriptionFilter;
import croft.services.logs.subscriptionfilter.SubscriptionFilterOperations;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.store.Table;
import croft.store.Transaction;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** CloudWatch Logs' front door. */
public final class LogsService implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;

  /**
   * Makes it.
   *
   * @param listeners hear of events that are put
   * @param carriers bring events to the destinations of subscription filters
   * @param queries are woken by what is started
   */
  public LogsService(
      LogsParts parts, List<EventListener> listeners, Carriers carriers, StartedQueries queries) {
    LogGroups groups = new LogGroups(parts.store());
    this.bindings =
        Stream.of(
                new LogGroupOperations(parts, groups, new Contents()).bindings(),
                new RetentionOperations(parts, groups).bindings(),
                new LogGroupTags(parts, groups).bindings(),
                new LogPolicyOperations(parts).bindings(),
                new LogStreamOperations(parts, groups).bindings(),
                List.of(
                    new PutLogEventsOperation(parts, groups, listeners).binding(),
                    new GetLogEventsOperation(parts, groups).binding(),
                    new FilterLogEventsOperation(parts, groups).binding()),
                new MetricFilterOperations(parts, groups).bindings(),
                new SubscriptionFilterOperations(parts, groups, carriers).bindings(),
                new QueryOperations(parts, groups, queries.runner(), queries.wake()).bindings(),
                new QueryDefinitionOperations(parts).bindings(),
                new RecordOperations(parts, groups).bindings())
            .<Binding<?, ?>>flatMap(List::stream)
            .toList();
  }

  /**
   * Who runs queries.
   *
   * @param wake has a query looked at once the transaction is committed
   */
  public record StartedQueries(QueryRunner runner, BiConsumer<Transaction, String> wake) {}

  @Override
  public ServiceModel model() {
    return LogsModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return List.of(
        LogGroup.TABLE,
        LogPolicy.TABLE,
        LogStream.TABLE,
        MetricFilter.TABLE,
        SubscriptionFilter.TABLE,
        Shipment.TABLE,
        LogQuery.TABLE,
        QueryRows.TABLE,
        QueryDefinition.TABLE,
        Removal.TABLE);
  }

  /** What the rooms beside groups keep of them. */
  private static final class Contents implements LogGroupContents {
    @Override
    public void remove(Transaction tx, LogGroup group) {
      tx.list(LogStream.TABLE, group.inside())
          .forEach(stream -> tx.delete(LogStream.TABLE, group.inside(), stream.name()));
      tx.list(MetricFilter.TABLE, group.inside())
          .forEach(filter -> tx.delete(MetricFilter.TABLE, group.inside(), filter.name()));
      SubscriptionFilterOperations.removeAll(tx, group);
      tx.put(Removal.TABLE, new Removal(group.key(), 0));
    }

    @Override
    public int metricFilters(Transaction tx, LogGroup group) {
      return tx.list(MetricFilter.TABLE, group.inside()).size();
    }

    @Override
    public long bytes(Transaction tx, LogGroup group) {
      return Blocks.bytes(tx, group.key());
    }
  }
}
