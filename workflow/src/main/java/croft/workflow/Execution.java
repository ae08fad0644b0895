package croft.workflow;

import croft.store.Isolation;
import croft.store.StoreUnavailable;
import croft.store.Transaction;
import croft.workflow.Journal.Claim;
import croft.workflow.Journal.Recorded;
import croft.workflow.StepProbe.Moment;
import croft.workflow.WorkflowStatus.State;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One claimed workflow on its way from where it was left to its next pause or its end. */
final class Execution<I> implements Steps {
  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  private final EngineContext engine;
  private final Workflow<I> workflow;
  private final Claim claim;
  private final Map<String, Recorded> recorded;
  private final Set<String> names = new HashSet<>();
  private final List<Undo> undos = new ArrayList<>();
  private int attempt;
  private @Nullable String cancelled;
  private @Nullable RunStop stopped;
  private volatile Instant leaseEnd;
  private volatile boolean lost;

  private record Undo(String name, Action body) {}

  Execution(EngineContext engine, Workflow<I> workflow, Claim claim, Instant leaseEnd) {
    this.engine = engine;
    this.workflow = workflow;
    this.claim = claim;
    this.leaseEnd = leaseEnd;
    this.attempt = claim.attempt();
    this.cancelled = claim.cancelled();
    this.recorded = engine.journal().steps(claim.id());
  }

  Claim claim() {
    return claim;
  }

  void leaseRenewed(Instant until) {
    leaseEnd = until;
  }

  void leaseLost() {
    lost = true;
  }

  /** Runs until the workflow pauses, fails or ends, and records which. */
  void execute() {
    try {
      if (claim.state() == State.UNDOING) {
        takeBack();
      } else {
        goForward();
      }
    } catch (RunStop.Pause pause) {
      engine.journal().pause(claim, pause.until, engine.now());
    } catch (RunStop.StepFailure failed) {
      failed(failed.step, failed.failure);
    } catch (RunStop e) {
      throw e;
    } catch (Error e) {
      // Such as a missing class or a deep recursion: the fault of this workflow, not of the engine.
      failed("the story", new IllegalStateException(e));
    }
  }

  private void goForward() {
    try {
      workflow.run(this, engine.journal().documents().read(claim.input(), workflow.inputType()));
      rethrowStop();
      engine.journal().finish(claim, State.SUCCEEDED, null, engine.now());
    } catch (Exception e) {
      rethrowStop();
      failed("the story", e);
    }
  }

  private void failed(String step, Exception failure) {
    if (failure instanceof StoreUnavailable unavailable) {
      // The store is at fault, not the step: this is no attempt.
      throw unavailable;
    }
    int failedAttempts = attempt + 1;
    RetryPolicy policy = workflow.retryPolicy();
    if (policy.isTerminal(failure) || failedAttempts >= policy.attempts()) {
      LOG.warn("{} failed for good at {}", claim.id(), step, failure);
      engine.journal().beginUndo(claim, describe(failure), engine.now());
    } else {
      LOG.info("{} failed at {}, attempt {}", claim.id(), step, failedAttempts, failure);
      Instant next = engine.now().plus(policy.pause(failedAttempts));
      engine.journal().retry(claim, failedAttempts, describe(failure), next);
    }
  }

  /** Runs the story over its record alone, to hear its undos, then runs these in reverse. */
  private void takeBack() {
    try {
      workflow.run(this, engine.journal().documents().read(claim.input(), workflow.inputType()));
    } catch (RunStop.EndOfRecord | Exception e) {
      LOG.debug("{} went as far as {}", claim.id(), e.getMessage());
    }
    stopped = null;
    boolean allDone = true;
    for (Undo undo : undos.reversed()) {
      allDone &= runUndo(undo);
    }
    State end = allDone ? State.FAILED : State.UNDO_FAILED;
    engine.journal().finish(claim, end, claim.failure(), engine.now());
  }

  private boolean runUndo(Undo undo) {
    String name = "undo " + undo.name;
    Recorded known = recorded.get(name);
    if (known != null) {
      return known.failure() == null;
    }
    checkMayGoOn();
    try {
      engine.probe().at(Moment.BEFORE_BODY, name);
      undo.body.run(context(name));
      engine.probe().at(Moment.AFTER_BODY, name);
      save(name, new Recorded(null, null));
      engine.probe().at(Moment.AFTER_RECORD, name);
      return true;
    } catch (Exception e) {
      if (!workflow.retryPolicy().isTerminal(e)
          && attempt + 1 < workflow.retryPolicy().attempts()) {
        throw new RunStop.StepFailure(name, e);
      }
      LOG.error("{} could not {}", claim.id(), name, e);
      save(name, new Recorded(null, describe(e)));
      return false;
    }
  }

  @Override
  public String workflowId() {
    return claim.id();
  }

  @Override
  public <T extends @Nullable Object> T step(String name, Class<T> type, Step<T> body) {
    Recorded known = begin(name);
    if (known != null) {
      return result(known, type);
    }
    return perform(
        name,
        () -> {
          T result = body.run(context(name));
          engine.probe().at(Moment.AFTER_BODY, name);
          save(name, new Recorded(document(result, type), null));
          return result;
        });
  }

  @Override
  public <T extends @Nullable Object> T write(
      String name, Class<T> type, Function<Transaction, T> body) {
    Recorded known = begin(name);
    if (known != null) {
      return result(known, type);
    }
    return perform(
        name,
        () ->
            engine
                .store()
                .write(transaction -> {
                  T result = body.apply(transaction);
                  save(transaction, name, new Recorded(document(result, type), null));
                  return result;
                }));
  }

  @Override
  public void undo(String name, Action body) {
    undos.add(new Undo(name, body));
  }

  @Override
  public void sleep(String name, Duration duration) {
    Instant until = deadline(name + " deadline", duration);
    Recorded known = begin(name);
    if (known != null) {
      return;
    }
    if (engine.now().isBefore(until)) {
      throw stop(new RunStop.Pause(until));
    }
    // Recorded, for the clock of a server that goes on from here may be behind.
    saveOrStop(name, new Recorded(null, null));
  }

  @Override
  public void await(String name, Condition condition, Duration pollInterval, Duration timeout) {
    Instant deadline = deadline(name + " deadline", timeout);
    Recorded known = begin(name);
    if (known != null) {
      result(known, Boolean.class);
      return;
    }
    boolean holds = perform(name, () -> hold(name, condition, deadline, timeout));
    if (!holds) {
      Instant next = engine.now().plus(pollInterval);
      throw stop(new RunStop.Pause(next.isBefore(deadline) ? next : deadline));
    }
  }

  private boolean hold(String name, Condition condition, Instant deadline, Duration timeout)
      throws Exception {
    boolean late = !engine.now().isBefore(deadline);
    if (condition.holds(context(name))) {
      save(name, new Recorded("true", null));
      return true;
    }
    if (late) {
      throw new TerminalException("Timed out after " + timeout + " waiting for " + name);
    }
    return false;
  }

  private Instant deadline(String name, Duration from) {
    long millis = step(name, Long.class, context -> engine.now().plus(from).toEpochMilli());
    return Instant.ofEpochMilli(millis);
  }

  /** A body with its record. */
  @FunctionalInterface
  private interface Deed<T extends @Nullable Object> {
    T perform() throws Exception;
  }

  /** Runs a body; what it throws for good is recorded, anything else ends this run. */
  private <T extends @Nullable Object> T perform(String name, Deed<T> deed) {
    T result;
    try {
      engine.probe().at(Moment.BEFORE_BODY, name);
      result = deed.perform();
      engine.probe().at(Moment.AFTER_RECORD, name);
    } catch (RunStop e) {
      throw stop(e);
    } catch (Exception e) {
      if (!workflow.retryPolicy().isTerminal(e)) {
        throw stop(new RunStop.StepFailure(name, e));
      }
      saveOrStop(name, new Recorded(null, describe(e)));
      throw e instanceof TerminalException terminal
          ? terminal
          : new TerminalException(describe(e), e);
    }
    return result;
  }

  private void saveOrStop(String name, Recorded step) {
    try {
      save(name, step);
    } catch (RunStop e) {
      throw stop(e);
    } catch (StoreUnavailable e) {
      throw stop(new RunStop.StepFailure(name, e));
    }
  }

  /** The record of a step of the story, or null when this run is to do it. */
  private @Nullable Recorded begin(String name) {
    rethrowStop();
    if (!names.add(name)) {
      throw new TerminalException("Two steps of " + workflow.kind() + " are named " + name);
    }
    Recorded known = recorded.get(name);
    if (known != null) {
      return known;
    }
    if (claim.state() == State.UNDOING) {
      throw stop(new RunStop.EndOfRecord());
    }
    checkMayGoOn();
    if (cancelled != null) {
      throw new TerminalException(cancelled);
    }
    return null;
  }

  private void checkMayGoOn() {
    if (lost || engine.now().isAfter(leaseEnd)) {
      throw stop(new RunStop.LeaseLost(claim.id()));
    }
    if (engine.isClosing()) {
      throw stop(new RunStop.Pause(engine.now()));
    }
  }

  private RunStop stop(RunStop reason) {
    stopped = reason;
    return reason;
  }

  /** A story that swallowed the reason to stop stops at its next step, or its end. */
  private void rethrowStop() {
    if (stopped != null) {
      throw stopped;
    }
  }

  private void save(String name, Recorded step) {
    engine
        .store()
        .write(
            Isolation.READ_COMMITTED,
            transaction -> {
              save(transaction, name, step);
              return null;
            });
  }

  private void save(Transaction transaction, String name, Recorded step) {
    Instant now = engine.now();
    Instant until = now.plus(engine.lease());
    Journal.Lease lease = new Journal.Lease(now, until, recorded.size());
    Optional<String> reason = engine.journal().record(transaction, claim, name, step, lease);
    transaction.afterCommit(() -> {
      recorded.put(name, step);
      leaseEnd = until;
      attempt = 0;
      reason.ifPresent(text -> cancelled = text);
    });
  }

  private <T extends @Nullable Object> @Nullable String document(T result, Class<T> type) {
    return result == null ? null : engine.journal().documents().write(result, type);
  }

  @SuppressWarnings("NullAway") // A step that gave null gives null again.
  private <T extends @Nullable Object> T result(Recorded known, Class<T> type) {
    if (known.failure() != null) {
      throw new TerminalException(known.failure());
    }
    return known.result() == null ? null : engine.journal().documents().read(known.result(), type);
  }

  private StepContext context(String name) {
    @Nullable String failure = claim.state() == State.UNDOING ? claim.failure() : null;
    return new StepContext(token(claim.id() + "\n" + name), attempt + 1, failure);
  }

  private static String token(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static String describe(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
