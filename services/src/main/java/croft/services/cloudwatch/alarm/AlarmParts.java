package croft.services.cloudwatch.alarm;

import croft.base.Ids;
import croft.services.cloudwatch.series.SeriesStore;
import croft.services.operation.InnerCalls;
import croft.services.operation.Pages;
import croft.store.Store;
import croft.store.Transaction;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What alarms are made of.
 *
 * @param wakeActions has pending actions done once the transaction is committed
 */
public record AlarmParts(
    Store store,
    SeriesStore series,
    InstantSource time,
    Ids ids,
    Pages pages,
    InnerCalls calls,
    Consumer<Transaction> wakeActions) {}
