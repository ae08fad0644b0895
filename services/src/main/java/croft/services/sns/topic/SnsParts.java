package croft.services.sns.topic;

import croft.base.Ids;
import croft.services.operation.InnerCalls;
import croft.services.operation.Pages;
import croft.services.operation.PolicyCheck;
import croft.store.Store;
import croft.store.Transaction;
import java.time.InstantSource;
import java.util.function.BiConsumer;

/**
 * What SNS is made of.
 *
 * @param time goes as fast as alarms and queues do
 * @param calls the way to queues
 * @param use hears of what topics do
 * @param wakeDeliveries has what is kept for a subscription, by its ARN, delivered once the
 *     transaction is committed
 */
public record SnsParts(
    Store store,
    Ids ids,
    InstantSource time,
    PolicyCheck policies,
    Pages pages,
    InnerCalls calls,
    TopicUse use,
    BiConsumer<Transaction, String> wakeDeliveries) {}
