package croft.services.operation;

import croft.base.ServiceError;
import croft.wire.schema.Invoker;
import croft.wire.schema.Operation;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Every operation of every service, behind the one authorizer. Calls from the wire and calls
 * between services both end here.
 */
public final class Operations {
  private final List<ServiceModel> models;
  private final IdentityHashMap<Operation<?, ?>, Bound> bound = new IdentityHashMap<>();
  private final Authorizer authorizer;
  private final CallLog log;

  private record Bound(ServiceModel service, Binding<?, ?> binding) {}

  public Operations(Collection<? extends ServiceRoom> rooms, Authorizer authorizer) {
    this(rooms, authorizer, CallLog.NONE);
  }

  /**
   * Binds the operations of rooms.
   *
   * @param log hears of every call
   */
  public Operations(Collection<? extends ServiceRoom> rooms, Authorizer authorizer, CallLog log) {
    this.models = rooms.stream().map(ServiceRoom::model).toList();
    this.authorizer = authorizer;
    this.log = log;
    for (ServiceRoom room : rooms) {
      for (Binding<?, ?> binding : room.bindings()) {
        bound.put(binding.operation(), new Bound(room.model(), binding));
      }
    }
  }

  public List<ServiceModel> models() {
    return models;
  }

  public boolean implemented(Operation<?, ?> operation) {
    return bound.containsKey(operation);
  }

  /** Whether an operation that is there takes requests nobody signed. */
  public boolean isAnonymous(Operation<?, ?> operation) {
    Bound found = bound.get(operation);
    return found != null && found.binding.anonymous();
  }

  /**
   * Passes when the operation is there.
   *
   * @throws ServiceError {@code UnsupportedOperation} with its name
   */
  public void requireImplemented(Operation<?, ?> operation) {
    if (!implemented(operation)) {
      throw ServiceError.unsupported("The operation " + operation.name());
    }
  }

  /** The operations as one caller may use them, without the wire. */
  public Invoker as(Call call) {
    return new Invoker() {
      @Override
      public <I extends Shape, O extends Shape> O invoke(Operation<I, O> operation, I request) {
        return Operations.this.invoke(call, operation, request);
      }
    };
  }

  /**
   * What a call needs, without making it.
   *
   * @throws ServiceError when that cannot be told, such as of a resource that is not there
   */
  public <I extends Shape, O extends Shape> List<Access> accesses(
      Call call, Operation<I, O> operation, I input) {
    return binding(operation).access().accesses(call, input);
  }

  /**
   * Authorizes and runs one operation.
   *
   * @throws ServiceError what the operation answers, {@code UnsupportedOperation} when it is not
   *     implemented, or the authorizer's denial
   */
  public <I extends Shape, O extends Shape> O invoke(
      Call call, Operation<I, O> operation, I input) {
    Binding<I, O> binding = binding(operation);
    ServiceModel service = Objects.requireNonNull(bound.get(operation)).service;
    List<Access> accesses = List.of();
    ServiceError failure = ServiceError.internal();
    try {
      accesses = binding.access().accesses(call, input);
      authorizer.check(call, service, accesses);
      if (binding.honoured().check(input)) {
        throw dryRun(service);
      }
      O output = binding.handler().handle(call, input);
      failure = null;
      return output;
    } catch (ServiceError e) {
      failure = e;
      throw e;
    } finally {
      log.record(new CallOutcome(call, service, operation, input, accesses, failure));
    }
  }

  private <I extends Shape, O extends Shape> Binding<I, O> binding(Operation<I, O> operation) {
    Bound found = bound.get(operation);
    if (found == null) {
      throw ServiceError.unsupported("The operation " + operation.name());
    }
    @SuppressWarnings("unchecked") // put under its own operation, which has these types
    Binding<I, O> binding = (Binding<I, O>) found.binding;
    return binding;
  }

  /** Tells the log of a call that was refused before it came to its operation. */
  public void refused(
      Call call, ServiceModel service, Operation<?, ?> operation, ServiceError error) {
    log.record(new CallOutcome(call, service, operation, null, List.of(), error));
  }

  /** Services whose errors are exceptions, such as KMS, have a name of their own for it. */
  private static ServiceError dryRun(ServiceModel service) {
    boolean exception =
        service.errors().stream().anyMatch(e -> e.shapeName().equals("DryRunOperationException"));
    return new ServiceError(
        exception ? "DryRunOperationException" : "DryRunOperation",
        412,
        "Request would have succeeded, but DryRun flag is set.");
  }
}
