package croft.services.operation;

import croft.base.ServiceError;
import croft.wire.schema.Operation;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a call.
 *
 * @param input null when it could not be read
 * @param accesses what it needed, as far as that was found out
 * @param failure null for a success
 */
public record CallOutcome(
    Call call,
    ServiceModel service,
    Operation<?, ?> operation,
    @Nullable Shape input,
    List<Access> accesses,
    @Nullable ServiceError failure) {}
