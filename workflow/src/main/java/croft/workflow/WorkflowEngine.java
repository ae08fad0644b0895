package croft.workflow;

import croft.store.Store;
import croft.store.StoreException;
import croft.store.Transaction;
import croft.workflow.Journal.Claim;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs workflows: those started here and those other servers leave. A workflow belongs to one
 * server at a time, by a lease that long steps renew; when the server dies another goes on at the
 * first step not recorded.
 *
 * <p>Register the workflows, then {@link #launch}.
 */
public final class WorkflowEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowEngine.class);
  private static final int MOST_CLAIMED_AT_ONCE = 50;
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration FORGET_INTERVAL = Duration.ofMinutes(10);

  private final EngineContext context;
  private final Map<String, Workflow<?>> workflows = new ConcurrentHashMap<>();
  private final Map<String, Active> active = new ConcurrentHashMap<>();
  private final Queue<Claim> abandoned = new ConcurrentLinkedQueue<>();
  private final Semaphore slots;
  private final Bell bell = new Bell();
  private final Bell heartbeatBell = new Bell();
  private @Nullable Thread dispatcher;
  private @Nullable Thread heartbeat;
  private Instant forgetNext = Instant.EPOCH;

  private record Active(Execution<?> execution, Thread thread) {}

  public WorkflowEngine(Store store, InstantSource time, EngineConfig config) {
    this(store, time, config, StepProbe.NONE);
  }

  /** An engine whose steps a test watches. */
  public WorkflowEngine(Store store, InstantSource time, EngineConfig config, StepProbe probe) {
    this.context = new EngineContext(store, time, config, probe);
    this.slots = new Semaphore(config.parallelism());
    context.journal().open();
  }

  /** Makes workflows known. Stored ones of a kind that is not known wait for a server that does. */
  public void register(Workflow<?>... more) {
    for (Workflow<?> workflow : more) {
      if (workflows.putIfAbsent(workflow.kind(), workflow) != null) {
        throw new IllegalArgumentException("Two workflows are named " + workflow.kind());
      }
    }
  }

  /**
   * Starts a workflow with the caller's transaction: it exists when that commits, and runs then.
   *
   * @param id unique among all workflows, at most 200 characters: a second start under it changes
   *     nothing
   * @return false when the id was taken
   */
  public <I> boolean start(Transaction transaction, Workflow<I> workflow, String id, I input) {
    if (workflows.get(workflow.kind()) == null) {
      throw new IllegalArgumentException("Workflow " + workflow.kind() + " is not registered");
    }
    boolean started = context.journal().start(transaction, workflow, id, input, context.now());
    transaction.afterCommit(bell::ring);
    return started;
  }

  /** Where a workflow stands; empty when it never was, or is forgotten after its retention. */
  public Optional<WorkflowStatus> status(String id) {
    return context.store().read(transaction -> status(transaction, id));
  }

  public Optional<WorkflowStatus> status(Transaction transaction, String id) {
    return context.journal().status(transaction, id);
  }

  /** Lets a workflow look at once at what it awaits, when the transaction commits. */
  public void wake(Transaction transaction, String id) {
    context.journal().wake(transaction, id, context.now());
    transaction.afterCommit(bell::ring);
  }

  /**
   * Fails a workflow before its next step, so that its undos run. A running step is not broken off.
   *
   * @return false when it is not running, or undoing already
   */
  public boolean cancel(Transaction transaction, String id, String reason) {
    boolean running = context.journal().cancel(transaction, id, reason, context.now());
    transaction.afterCommit(bell::ring);
    return running;
  }

  /** Begins to work, first on what an earlier process of this server's name left. */
  public void launch() {
    context.journal().takeOver(context.config().server(), context.now());
    dispatcher = Thread.ofVirtual().name("workflow-dispatcher").start(this::dispatch);
    heartbeat = Thread.ofVirtual().name("workflow-heartbeat").start(this::beat);
  }

  /**
   * Runs what is due on the calling thread, one after another, until nothing is: for tests with a
   * clock of their own.
   *
   * @return how often a workflow was run
   */
  public int runDue() {
    int ran = 0;
    List<Claim> claims = claim(1);
    while (!claims.isEmpty()) {
      execute(claims.getFirst());
      ran++;
      claims = claim(1);
    }
    return ran;
  }

  /** When the next workflow is due or, if owned, its lease ends. */
  public Optional<Instant> nextDue() {
    OptionalLong due = context.journal().nextDue();
    return due.isPresent() ? Optional.of(Instant.ofEpochMilli(due.getAsLong())) : Optional.empty();
  }

  private void dispatch() {
    while (!context.isClosing()) {
      try {
        giveBackAbandoned();
        forgetOld();
        if (!startDue()) {
          bell.await(untilNextDue());
        }
      } catch (InterruptedException e) {
        return;
      } catch (StoreException | IllegalStateException e) {
        LOG.warn("Looking for workflows failed: {}", e.getMessage());
        pauseAfterFailure();
      }
    }
  }

  private void pauseAfterFailure() {
    try {
      bell.await(context.config().poll());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts what is due and has room; false when there is nothing to do but wait. */
  private boolean startDue() {
    int room = Math.min(slots.availablePermits(), MOST_CLAIMED_AT_ONCE);
    if (room == 0 || untilNextDue().isPositive()) {
      return false;
    }
    List<Claim> claims = claim(room);
    for (Claim claim : claims) {
      slots.acquireUninterruptibly();
      Thread.ofVirtual()
          .name("workflow " + claim.id())
          .start(() -> {
            try {
              execute(claim);
            } finally {
              slots.release();
              bell.ring();
            }
          });
    }
    return !claims.isEmpty();
  }

  private List<Claim> claim(int limit) {
    if (workflows.isEmpty()) {
      return List.of();
    }
    EngineConfig config = context.config();
    return context
        .journal()
        .claim(workflows.keySet(), config.server(), limit, context.now(), config.lease());
  }

  private Duration untilNextDue() {
    if (slots.availablePermits() == 0) {
      return context.config().poll();
    }
    OptionalLong due = context.journal().nextDue();
    Duration poll = context.config().poll();
    if (due.isEmpty()) {
      return poll;
    }
    Duration wait = Duration.ofMillis(due.getAsLong() - context.now().toEpochMilli());
    return wait.compareTo(poll) < 0 ? wait : poll;
  }

  private void execute(Claim claim) {
    try {
      Workflow<?> workflow = workflows.get(claim.kind());
      if (workflow == null) {
        throw new IllegalStateException("Claimed an unknown workflow " + claim.kind());
      }
      Instant leaseEnd = context.now().plus(context.lease());
      Execution<?> execution = new Execution<>(context, workflow, claim, leaseEnd);
      active.put(claim.id(), new Active(execution, Thread.currentThread()));
      execution.execute();
    } catch (RunStop.LeaseLost e) {
      LOG.info("{}", e.getMessage());
    } catch (RunStop.Crash e) {
      LOG.debug("A test ended {} as a crash would", claim.id());
    } catch (RuntimeException e) {
      LOG.warn("{} is interrupted: {}", claim.id(), e.getMessage());
      abandoned.add(claim);
    } finally {
      active.remove(claim.id());
    }
  }

  /** Workflows whose record the store could not take are due again when it can. */
  private void giveBackAbandoned() {
    for (Claim claim = abandoned.peek(); claim != null; claim = abandoned.peek()) {
      try {
        context.journal().pause(claim, context.now().plusSeconds(1), context.now().plusSeconds(1));
      } catch (RunStop.LeaseLost e) {
        LOG.info("{}", e.getMessage());
      }
      abandoned.poll();
    }
  }

  private void forgetOld() {
    Instant now = context.now();
    if (!now.isBefore(forgetNext)) {
      forgetNext = now.plus(FORGET_INTERVAL);
      context.journal().forget(now.minus(context.config().retention()));
    }
  }

  private void beat() {
    while (true) {
      try {
        if (heartbeatBell.await(context.lease().dividedBy(3))) {
          return;
        }
        renewLeases();
      } catch (InterruptedException e) {
        return;
      } catch (StoreException | IllegalStateException e) {
        LOG.warn("Renewing leases failed: {}", e.getMessage());
      }
    }
  }

  private void renewLeases() {
    List<Active> held = List.copyOf(active.values());
    if (held.isEmpty()) {
      return;
    }
    Instant until = context.now().plus(context.lease());
    List<Claim> claims = held.stream().map(one -> one.execution.claim()).toList();
    List<String> lost = context.journal().renew(claims, until);
    for (Active one : held) {
      if (!lost.contains(one.execution.claim().id())) {
        one.execution.leaseRenewed(until);
      } else if (active.containsValue(one)) {
        LOG.warn("The lease of {} is lost", one.execution.claim().id());
        one.execution.leaseLost();
        one.thread.interrupt();
      }
    }
  }

  /**
   * Stops: running steps may end within ten seconds, then their threads are interrupted; workflows
   * are left for another server or the next start.
   */
  @Override
  public void close() {
    context.beginClosing();
    bell.ring();
    join(dispatcher, GRACE);
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (Active one : active.values()) {
      join(one.thread, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    for (Active one : active.values()) {
      LOG.warn("{} did not stop in time", one.execution.claim().id());
      one.thread.interrupt();
      join(one.thread, Duration.ofSeconds(1));
    }
    heartbeatBell.ring();
    join(heartbeat, GRACE);
  }

  private static void join(@Nullable Thread thread, Duration most) {
    try {
      if (thread != null && thread != Thread.currentThread()) {
        thread.join(most);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
