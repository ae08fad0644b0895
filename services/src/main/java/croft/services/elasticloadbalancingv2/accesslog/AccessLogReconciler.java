package croft.services.elasticloadbalancingv2.accesslog;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.drivers.balancer.AccessLine;
import croft.drivers.balancer.AccessLogs;
import croft.drivers.balancer.BalancerDriver;
import croft.drivers.balancer.BalancerException;
import croft.services.elasticloadbalancingv2.accesslog.LogDelivery.Batch;
import croft.services.elasticloadbalancingv2.accesslog.LogSource.Logged;
import croft.services.elasticloadbalancingv2.loadbalancer.LogBuckets;
import croft.store.Store;
import croft.workflow.Reconciler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what balancers told into their buckets, a file for each interval in which there was
 * something. A file's name and reach are written down before the file is: whatever is repeated
 * after a crash writes the same object once more. What cannot be put waits, up to a bound.
 */
public final class AccessLogReconciler implements Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLogReconciler.class);
  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final int PIECE_BYTES = 1 << 20;

  /** What one file is made of at most, before it is put into AWS's form. */
  private static final long FILE_BYTES = 8L << 20;

  /** How much is put before its interval is over. */
  private static final long EARLY_BYTES = 64L << 20;

  /** How long the log of a balancer that is gone waits for its bucket. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private static final int UNIQUE_DIGITS = 8;

  private final Parts parts;

  /** What could not be delivered, so that it is said once; by balancer. */
  private final Map<String, String> complaints = new HashMap<>();

  public AccessLogReconciler(Parts parts) {
    this.parts = parts;
  }

  /**
   * What it is made of.
   *
   * @param mostWaitingBytes what waits at most for a balancer; the oldest goes first
   */
  public record Parts(
      Store store,
      Ids ids,
      InstantSource time,
      BalancerDriver driver,
      LogBuckets buckets,
      List<LogSource> sources,
      long mostWaitingBytes) {
    public Parts {
      sources = List.copyOf(sources);
    }

    AccessLogs told() {
      return driver.accessLogs();
    }
  }

  @Override
  public String name() {
    return "elbv2-access-logs";
  }

  @Override
  public Duration period() {
    return PERIOD;
  }

  @Override
  public void reconcile() {
    Map<String, LogPlan> logged = new HashMap<>();
    List<LogDelivery> rows =
        parts
            .store()
            .read(tx -> {
              for (LogSource source : parts.sources()) {
                for (Logged one : source.logged(tx)) {
                  logged.put(one.id(), one.plan());
                }
              }
              return tx.listAll(LogDelivery.TABLE);
            });
    Map<String, LogDelivery> known = new HashMap<>();
    rows.forEach(row -> known.put(row.id(), row));
    logged.forEach((id, plan) -> known.merge(id, begun(id, plan), this::planned));
    Set<String> standing = Set.copyOf(parts.driver().balancers());
    for (LogDelivery row : known.values()) {
      boolean on = logged.containsKey(row.id());
      boolean delivered = attempt(row, on);
      if (!on && !standing.contains(row.id())) {
        end(row, delivered);
      }
    }
    parts.told().ids().stream()
        .filter(id -> !known.containsKey(id) && !standing.contains(id))
        .forEach(parts.told()::remove);
    complaints.keySet().retainAll(known.keySet());
  }

  private LogDelivery begun(String id, LogPlan plan) {
    Instant due = plan.endOfInterval(parts.time().instant());
    return new LogDelivery(plan.writer().scope(), id, plan, 0, due, null);
  }

  private LogDelivery planned(LogDelivery row, LogDelivery fresh) {
    LogPlan plan = fresh.plan().remembering(row.plan());
    boolean otherInterval = plan.minutes() != row.plan().minutes();
    boolean elsewhere = !plan.place().equals(row.plan().place());
    LogDelivery next = row.with(plan);
    if (elsewhere && row.batch() != null) {
      // A file's name is of its place: what waits for another is decided on anew.
      return next.at(row.position(), row.nextAt());
    }
    return otherInterval && row.batch() == null ? next.at(row.position(), fresh.nextAt()) : next;
  }

  /** A balancer is gone: when all of its log is put, or will never be, nothing of it stays. */
  private void end(LogDelivery row, boolean delivered) {
    Instant last = row.nextAt().plus(PATIENCE);
    if (!delivered && parts.time().instant().isBefore(last)) {
      return;
    }
    if (!delivered) {
      LOG.warn("The rest of the access log of {} is given up", row.plan().resource());
    }
    parts.told().remove(row.id());
    parts.store().write(tx -> tx.delete(LogDelivery.TABLE, row.scope(), row.id()));
  }

  /** True when all was delivered that is to be. */
  private boolean attempt(LogDelivery row, boolean on) {
    String trouble = "";
    try {
      deliver(row, on);
    } catch (ServiceError e) {
      trouble = e.code() + ": " + e.message();
    } catch (BalancerException e) {
      trouble = String.valueOf(e.getMessage());
    }
    String before = complaints.put(row.id(), trouble);
    if (!trouble.isEmpty()) {
      if (!trouble.equals(before)) {
        LOG.warn(
            "The access log of {} waits to be put into {}: {}",
            row.plan().resource(),
            row.plan().place().bucket(),
            trouble);
      }
      bound(row);
    }
    return trouble.isEmpty();
  }

  private void deliver(LogDelivery row, boolean on) {
    Instant now = parts.time().instant();
    LogDelivery current = row;
    long end = parts.told().end(row.id());
    if (end < current.position()) {
      // Not the file it was: it begins anew.
      current = current.at(0, current.nextAt());
    }
    boolean over = now.isAfter(current.nextAt());
    boolean wanted = over || !on || end - current.position() >= EARLY_BYTES;
    Batch batch = current.batch();
    while (batch != null || wanted) {
      if (batch == null) {
        long reach = reach(current, end);
        if (reach == current.position()) {
          break;
        }
        Instant interval = on && over ? due(current, now) : current.plan().endOfInterval(now);
        batch = new Batch(current.plan().key(interval, parts.ids().hex(UNIQUE_DIGITS)), reach);
        current = keep(current.with(batch));
      }
      put(current, batch);
      boolean all = batch.end() >= end;
      Instant next = all ? current.plan().endOfInterval(now) : current.nextAt();
      current = keep(current.at(batch.end(), next));
      batch = null;
      parts.told().letGo(current.id(), current.position());
      if (all) {
        break;
      }
    }
    settle(current, row, on, now);
  }

  /** The end of the last interval that is over. */
  private static Instant due(LogDelivery row, Instant now) {
    return row.plan().endOfInterval(now).minus(Duration.ofMinutes(row.plan().minutes()));
  }

  private void settle(LogDelivery current, LogDelivery row, boolean on, Instant now) {
    LogDelivery settled =
        on && now.isAfter(current.nextAt())
            ? current.at(current.position(), current.plan().endOfInterval(now))
            : current;
    if (on && !settled.equals(stored(row).orElse(null))) {
      keep(settled);
    }
  }

  private Optional<LogDelivery> stored(LogDelivery row) {
    return parts.store().read(tx -> tx.get(LogDelivery.TABLE, row.scope(), row.id()));
  }

  private LogDelivery keep(LogDelivery row) {
    return parts
        .store()
        .write(tx -> {
          tx.put(LogDelivery.TABLE, row);
          return row;
        });
  }

  /** How far one file goes: whole lines, up to a size. */
  private long reach(LogDelivery row, long end) {
    long most = Math.min(end, row.position() + FILE_BYTES);
    long at = row.position();
    while (at < most) {
      long next = piece(row, at, most).next();
      if (next == at) {
        return at;
      }
      at = next;
    }
    return at;
  }

  private AccessLogs.Piece piece(LogDelivery row, long from, long end) {
    return parts.told().read(row.id(), from, (int) Math.min(PIECE_BYTES, end - from));
  }

  private void put(LogDelivery row, Batch batch) {
    LogPlan plan = row.plan();
    LogText text = new LogText(plan);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean plain = plan.form() == LogPlan.Form.CLASSIC;
    boolean any = false;
    int unread = 0;
    try (OutputStream out = plain ? bytes : new GZIPOutputStream(bytes)) {
      long at = row.position();
      while (at < batch.end()) {
        AccessLogs.Piece piece = piece(row, at, batch.end());
        if (piece.next() == at) {
          break;
        }
        at = piece.next();
        unread += piece.unread();
        for (AccessLine line : piece.lines()) {
          Optional<String> told = text.of(line);
          if (told.isPresent()) {
            any = true;
            out.write((told.get() + "\n").getBytes(StandardCharsets.ISO_8859_1));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (unread > 0) {
      LOG.warn("{} lines of the access log of {} were cut", unread, plan.resource());
    }
    if (any) {
      String type = plain ? "text/plain" : "application/x-gzip";
      parts
          .buckets()
          .put(plan.writer(), plan.place().bucket(), batch.key(), type, bytes.toByteArray());
    }
  }

  /** Lets the oldest go of what waits too long to be kept. */
  private void bound(LogDelivery row) {
    LogDelivery current = stored(row).orElse(row);
    long waiting = parts.told().end(row.id()) - current.position();
    if (waiting > parts.mostWaitingBytes()) {
      long from = current.position() + waiting - parts.mostWaitingBytes() / 2;
      LOG.warn(
          "{} bytes of the access log of {} are given up: too much waits for its bucket",
          from - current.position(),
          current.plan().resource());
      keep(current.at(from, current.nextAt()));
      parts.told().letGo(row.id(), from);
    }
  }
}
