package croft.services.ec2.logfile;

import croft.agent.LogFiles.Listing;
import croft.agent.LogFiles.Seen;
import croft.services.ec2.logfile.FilePosition.Skipping;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which files are followed: of those that a pattern matches the newest, or all; and
 * whatever was followed before, by whichever name, until it is gone or has long been another's.
 */
final class FollowedFiles {
  /** So long a renamed file may still be written to. */
  private static final Duration RETIREMENT = Duration.ofMinutes(10);

  /** Of one entry, and one more by which it is seen that there are more. */
  static final int MOST = 1000;

  private final FilePositions positions;
  private final String scope;
  private final String instanceId;
  private final Instant now;

  FollowedFiles(FilePositions positions, String scope, String instanceId, Instant now) {
    this.positions = positions;
    this.scope = scope;
    this.instanceId = instanceId;
    this.now = now;
  }

  /** Files whose names the patterns need not match: they are looked at besides. */
  static List<String> besides(List<FilePosition> rows) {
    return rows.stream()
        .filter(row -> row.retiredAt() != null)
        .map(FilePosition::path)
        .distinct()
        .toList();
  }

  List<FollowedFile> find(
      AgentConfiguration configuration, List<FilePosition> rows, Listing listing) {
    List<FollowedFile> all = new ArrayList<>();
    for (int i = 0; i < configuration.files().size(); i++) {
      CollectedFile entry = configuration.files().get(i);
      List<FilePosition> own = rows.stream().filter(row -> row.file().equals(entry.key())).toList();
      List<Seen> matches =
          listing.matches().get(i).stream().filter(seen -> entry.wants(seen.path())).toList();
      all.addAll(of(entry, own, matches, listing.known()));
    }
    return all;
  }

  private List<FollowedFile> of(
      CollectedFile entry, List<FilePosition> rows, List<Seen> matches, List<Seen> besides) {
    Map<String, Seen> byIdentity = new HashMap<>();
    besides.forEach(seen -> byIdentity.putIfAbsent(seen.identity(), seen));
    matches.forEach(seen -> byIdentity.put(seen.identity(), seen));
    Set<String> owned = new HashSet<>();
    rows.forEach(row -> owned.add(row.identity()));
    List<FollowedFile> followed = new ArrayList<>();
    for (FilePosition row : rows) {
      Seen seen = byIdentity.get(row.identity());
      if (seen == null) {
        seen = renumbered(row, matches, owned);
      }
      boolean matched = seen != null && matches.contains(seen);
      if (!matched && isOver(row)) {
        positions.forget(row);
        continue;
      }
      followed.add(new FollowedFile(entry, named(row, seen, matched), seen));
      if (seen != null) {
        owned.add(seen.identity());
      }
    }
    for (Seen seen : wanted(entry, matches)) {
      if (followed.size() <= MOST && owned.add(seen.identity())) {
        followed.add(new FollowedFile(entry, begin(entry, seen), seen));
      }
    }
    return followed;
  }

  /** Devices get other numbers when an instance starts anew; inodes do not. */
  private static @Nullable Seen renumbered(
      FilePosition row, List<Seen> matches, Set<String> owned) {
    String inode = row.identity().substring(row.identity().indexOf(':'));
    return matches.stream()
        .filter(seen -> seen.path().equals(row.path()) && seen.identity().endsWith(inode))
        .filter(seen -> !owned.contains(seen.identity()))
        .findFirst()
        .orElse(null);
  }

  private boolean isOver(FilePosition row) {
    return row.retiredAt() != null && row.retiredAt().plus(RETIREMENT).isBefore(now);
  }

  private FilePosition named(FilePosition row, @Nullable Seen seen, boolean matched) {
    Instant retired = matched ? null : row.retiredAt() == null ? now : row.retiredAt();
    FilePosition next =
        row.named(
            seen == null ? row.identity() : seen.identity(),
            seen == null ? row.path() : seen.path(),
            retired);
    if (!next.equals(row)) {
      positions.replace(row, next);
    }
    return next;
  }

  private static List<Seen> wanted(CollectedFile entry, List<Seen> matches) {
    return entry.all()
        ? matches
        : matches.stream().max(Comparator.comparing(Seen::modified)).stream().toList();
  }

  private FilePosition begin(CollectedFile entry, Seen seen) {
    FilePosition position =
        new FilePosition(
            scope,
            instanceId,
            entry.key(),
            seen.identity(),
            seen.path(),
            seen.path(),
            entry.fromBeginning() ? 0 : seen.size(),
            entry.fromBeginning() ? "" : Tail.UNKNOWN,
            Skipping.NOTHING,
            null);
    positions.save(position);
    return position;
  }
}
