package croft.services.ec2.logfile;

import croft.agent.LogFiles.Listing;
import croft.agent.LogFiles.Reading;
import croft.agent.LogFiles.Seen;
import croft.agent.LogFiles.Slice;
import croft.agent.LogFiles.Wanted;
import croft.api.logs.LogsApi;
import croft.base.ServiceError;
import croft.drivers.compute.Shell;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.logfile.EventReader.Ending;
import croft.services.ec2.logfile.EventReader.Events;
import croft.services.ec2.logfile.FilePosition.Skipping;
import croft.services.operation.Call;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sends what was added to the files of one instance; one thread at a time. */
final class InstanceFollower {
  private static final String CREDENTIALS = "credentials";
  private static final int CHUNK = 1 << 20;
  private static final int MEANWHILE = 64 << 10;
  private static final long MOST_AT_ONCE = 2 << 20;

  /** Of full reads in one look: other instances shall have their turn. */
  private static final int MOST_ROUNDS = 40;

  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final ShippingParts parts;
  private final FilePositions positions;
  private final AgentLog log;

  /** How files stood when all of them was read, by their positions' ids. */
  private final Map<String, Looked> looked = new HashMap<>();

  /** The last time that was found in a file. */
  private final Map<String, Instant> lastTimes = new HashMap<>();

  /** Files whose events were refused, and until when they are left alone. */
  private final Map<String, Instant> refused = new HashMap<>();

  /** Files that an answer did not come to: they come last. */
  private final Map<String, Integer> late = new HashMap<>();

  /** How a file stood, and whether its last lines were taken for whole. */
  private record Looked(Seen seen, boolean quiet) {}

  InstanceFollower(ShippingParts parts) {
    this.parts = parts;
    this.positions = new FilePositions(parts.store());
    this.log = new AgentLog(parts.files(), parts.time());
  }

  /** One look; false when the instance has no configuration any more. */
  boolean look(Instance instance, AgentConfiguration configuration, Shell shell) {
    for (String fault : configuration.faults()) {
      log.fault(shell, "configuration: " + fault, fault);
    }
    List<FilePosition> rows = positions.of(instance.scope(), instance.id());
    Listing listing =
        parts
            .files()
            .list(
                shell,
                configuration.files().stream().map(CollectedFile::pattern).toList(),
                FollowedFiles.besides(rows));
    if (!listing.configured()) {
      return false;
    }
    Instant now = parts.wall().instant();
    List<FollowedFile> followed =
        new FollowedFiles(positions, instance.scope(), instance.id(), now)
            .find(configuration, rows, listing);
    forgetOthers(followed);
    if (followed.size() > FollowedFiles.MOST) {
      log.fault(
          shell, "files", "More than " + FollowedFiles.MOST + " files: the others are not sent");
    }
    List<FollowedFile> open =
        followed.stream()
            .limit(FollowedFiles.MOST)
            .filter(file -> isDue(file, now))
            .map(file -> file.wasTruncated() ? restarted(file) : file)
            .sorted(
                Comparator.comparing(
                        (FollowedFile file) -> late.getOrDefault(file.position().id(), 0))
                    // What was renamed was written before what has its name now.
                    .thenComparing(file -> file.position().retiredAt() == null))
            .toList();
    return open.isEmpty() || read(instance, configuration, shell, open);
  }

  private void forgetOthers(List<FollowedFile> followed) {
    Set<String> ids =
        followed.stream().map(file -> file.position().id()).collect(Collectors.toSet());
    looked.keySet().retainAll(ids);
    lastTimes.keySet().retainAll(ids);
    refused.keySet().retainAll(ids);
    late.keySet().retainAll(ids);
  }

  private boolean read(
      Instance instance, AgentConfiguration configuration, Shell shell, List<FollowedFile> files) {
    List<FollowedFile> open = files;
    String own = instance.scope().substring(instance.scope().indexOf('/') + 1);
    String region = configuration.region() == null ? own : configuration.region();
    Optional<Call> call = parts.callers().call(instance, region);
    if (call.isEmpty()) {
      log.fault(
          shell,
          CREDENTIALS,
          "NoCredentialProviders: the instance has no profile with a role that EC2 may assume;"
              + " no logs are sent");
      return true;
    }
    log.well(CREDENTIALS);
    Visit visit = new Visit(instance, shell, parts.logs().apply(call.get()));
    for (int round = 0; round < MOST_ROUNDS && !open.isEmpty(); round++) {
      open = round(visit, open);
    }
    return true;
  }

  private record Visit(Instance instance, Shell shell, LogsApi logs) {}

  /** Whether there is something to read in it, or to say of its last lines. */
  private boolean isDue(FollowedFile file, Instant now) {
    if (refused.getOrDefault(file.position().id(), Instant.MIN).isAfter(now)) {
      return false;
    }
    Looked last = looked.get(file.position().id());
    Seen seen = file.seen();
    if (seen == null || last == null || !last.seen().equals(seen)) {
      return true;
    }
    return file.position().offset() < seen.size() && !last.quiet();
  }

  /** Reads a part of each file and sends it; what is left is for the next round. */
  private List<FollowedFile> round(Visit visit, List<FollowedFile> open) {
    List<FollowedFile> now = new ArrayList<>();
    List<FollowedFile> next = new ArrayList<>();
    List<Wanted> wanted = new ArrayList<>();
    long budget = MOST_AT_ONCE;
    for (FollowedFile file : open) {
      if (budget <= 0) {
        next.add(file);
        continue;
      }
      FilePosition position = file.position();
      long from = position.offset() - Tail.length(position.offset());
      int most = most(file, from);
      wanted.add(new Wanted(position.identity(), from, most, position.path()));
      now.add(file);
      budget -= most;
    }
    Reading reading = parts.files().read(visit.shell(), wanted);
    for (int i = 0; i < now.size(); i++) {
      FollowedFile file = now.get(i);
      if (i >= reading.answered()) {
        late.merge(file.position().id(), 1, Integer::sum);
        continue;
      }
      Optional<Slice> slice = reading.slices().get(i);
      if (slice.isEmpty()) {
        gone(file);
      } else {
        boolean full = slice.get().bytes().size() >= wanted.get(i).most();
        take(visit, file, new Part(slice.get(), full), reading).ifPresent(next::add);
      }
    }
    return next;
  }

  /** As much as there was, and what may have come meanwhile. */
  private static int most(FollowedFile file, long from) {
    Seen seen = file.seen();
    return seen == null ? CHUNK : Math.clamp(seen.size() - from + MEANWHILE, MEANWHILE, CHUNK);
  }

  /** What was read of a file, and whether there is surely more. */
  private record Part(Slice slice, boolean full) {}

  private FollowedFile restarted(FollowedFile file) {
    FilePosition begin = file.position().at(0, "", Skipping.NOTHING);
    positions.save(begin);
    return file.with(begin);
  }

  private void gone(FollowedFile file) {
    if (file.seen() == null) {
      positions.forget(file.position());
    }
    looked.remove(file.position().id());
  }

  /** Sends what is whole of a part of a file; the file again when there is more to read at once. */
  private Optional<FollowedFile> take(Visit visit, FollowedFile file, Part part, Reading reading) {
    FilePosition position = file.position();
    Slice slice = part.slice();
    byte[] bytes = slice.bytes().bytes();
    int begin = Tail.length(position.offset());
    if (!isTheSame(position, bytes, begin)) {
      return Optional.of(restarted(file));
    }
    boolean full = part.full();
    Seen seen = file.seen();
    Looked last = looked.get(position.id());
    // A file that was just renamed is done with, but for a line that is being written.
    boolean quiet =
        seen == null || (last != null && last.seen().equals(seen) && slice.size() == seen.size());
    Ending ending =
        !quiet || full
            ? Ending.OPEN
            : position.retiredAt() == null || seen == null ? Ending.QUIET : Ending.FINAL;
    Events found = EventReader.read(file.entry(), bytes, begin, position.skipping(), ending);
    List<LogEvent> events = timed(file, found, reading, begin);
    Destination to = destination(visit.instance(), file, reading);
    if (!send(visit, file, to, events, bytes)) {
      return Optional.empty();
    }
    FilePosition reached =
        position.at(
            position.offset() - begin + found.end(),
            Tail.of(bytes, found.end(), position.offset() - begin + found.end()),
            found.skipping());
    FilePosition named = reached.named(reached.identity(), slice.path(), reached.retiredAt());
    if (!named.equals(position)) {
      positions.save(named);
    }
    if (seen != null && !full) {
      looked.put(position.id(), new Looked(seen, quiet));
    }
    // Without a step ahead, its event is longer than what was expected: the next look expects it.
    return full && found.end() > begin ? Optional.of(file.with(named)) : Optional.empty();
  }

  /** Not another file by this number, nor one written anew. */
  private static boolean isTheSame(FilePosition position, byte[] bytes, int begin) {
    return bytes.length >= begin
        && (position.tail().equals(Tail.UNKNOWN)
            || position.tail().equals(Tail.of(bytes, begin, position.offset())));
  }

  private List<LogEvent> timed(FollowedFile file, Events found, Reading reading, int begin) {
    Instant now = parts.time().instant();
    ZoneId zone = file.entry().local() ? zone(reading.zone()) : ZoneOffset.UTC;
    String id = file.position().id();
    List<LogEvent> events = new ArrayList<>();
    for (EventReader.Event event : found.events()) {
      Optional<Instant> time =
          file.entry().format().flatMap(format -> format.find(event.message(), now, zone));
      time.ifPresent(known -> lastTimes.put(id, known));
      // What does not say its time is of the time of what did.
      Instant at = lastTimes.getOrDefault(id, now);
      events.add(new LogEvent(at, event.message(), file.position().offset() - begin + event.end()));
    }
    return events;
  }

  private static ZoneId zone(String offset) {
    try {
      return ZoneOffset.of(offset);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  private Destination destination(Instance instance, FollowedFile file, Reading reading) {
    CollectedFile entry = file.entry();
    String name = file.position().name();
    Placeholders placeholders =
        new Placeholders(instance, reading.hostName(), parts.time().instant());
    return new Destination(
        placeholders.fill(entry.groupOf(name)),
        placeholders.fill(entry.streamOf(name)),
        entry.retentionDays());
  }

  /** Sends events batch by batch, and keeps the place behind each that was taken. */
  private boolean send(
      Visit visit, FollowedFile file, Destination to, List<LogEvent> events, byte[] bytes) {
    FilePosition position = file.position();
    String thing = "send " + to.group() + "/" + to.stream();
    int begin = Tail.length(position.offset());
    List<LogEvent> left = events;
    try {
      while (!left.isEmpty()) {
        List<LogEvent> batch = LogSender.batch(left);
        Optional<String> fault =
            parts.sender().send(visit.logs(), visit.instance().scope(), to, batch);
        long end = batch.getLast().end();
        String tail = Tail.of(bytes, (int) (end - position.offset()) + begin, end);
        positions.save(position.at(end, tail, Skipping.NOTHING));
        fault.ifPresent(what -> log.fault(visit.shell(), thing, what));
        left = left.subList(batch.size(), left.size());
      }
      refused.remove(position.id());
      if (!events.isEmpty()) {
        log.well(thing);
      }
      return true;
    } catch (ServiceError e) {
      refused.put(position.id(), parts.wall().instant().plus(PAUSE));
      log.fault(visit.shell(), thing, e.code() + ": " + e.message() + " (" + thing + ")");
      return false;
    }
  }
}
