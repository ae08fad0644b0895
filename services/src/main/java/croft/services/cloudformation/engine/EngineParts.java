package croft.services.cloudformation.engine;

import croft.base.Ids;
import croft.services.cloudformation.event.Events;
import croft.services.operation.InnerCalls;
import croft.services.operation.sealing.Sealing;
import croft.store.Store;
import java.time.InstantSource;

/**
 * What the engine is made of.
 *
 * @param time goes as fast as alarms do
 * @param sealing hides what resources are made of in the store
 */
public record EngineParts(
    Store store,
    ResourceTypes types,
    Blueprints blueprints,
    StackCalls stackCalls,
    InnerCalls calls,
    Sealing sealing,
    Events events,
    Ids ids,
    InstantSource time) {}
