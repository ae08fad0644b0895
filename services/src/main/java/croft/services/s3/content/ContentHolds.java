package croft.services.s3.content;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this process holds of contents beside their rows: blobs being written, which have no row
 * yet, and contents being read, whose blobs must stay until the reader is done.
 */
final class ContentHolds {
  /** A reader that never opened its stream, because nobody wanted the answer, is forgotten then. */
  private static final Duration UNOPENED = Duration.ofMinutes(1);

  private final InstantSource time;
  private final Consumer<String> delete;
  private final Set<String> writing = new HashSet<>();
  private final Map<String, List<Reading>> readings = new HashMap<>();
  private final Map<String, List<String>> doomed = new HashMap<>();

  /** One who reads a content. */
  final class Reading implements AutoCloseable {
    private final String contentId;
    private final Instant since = time.instant();
    private boolean opened;

    private Reading(String contentId) {
      this.contentId = contentId;
    }

    void opened() {
      synchronized (ContentHolds.this) {
        opened = true;
      }
    }

    @Override
    public void close() {
      freed(end(this)).forEach(delete);
    }
  }

  /**
   * @param delete takes the ids of blobs that nobody needs any more
   */
  ContentHolds(InstantSource time, Consumer<String> delete) {
    this.time = time;
    this.delete = delete;
  }

  synchronized void beginWriting(String contentId) {
    writing.add(contentId);
  }

  synchronized void endWriting(String contentId) {
    writing.remove(contentId);
  }

  synchronized Reading read(String contentId) {
    Reading reading = new Reading(contentId);
    readings.computeIfAbsent(contentId, id -> new ArrayList<>(1)).add(reading);
    return reading;
  }

  /** Deletes the blobs of a content, now or when its last reader is done. */
  void free(String contentId, List<String> blobs) {
    List<String> now;
    synchronized (this) {
      if (isRead(contentId)) {
        doomed.put(contentId, blobs);
        return;
      }
      now = blobs;
    }
    now.forEach(delete);
  }

  /** Whether a blob without a row is needed all the same. */
  synchronized boolean holds(String blobId) {
    return writing.contains(blobId)
        || doomed.entrySet().stream()
            .anyMatch(entry -> entry.getValue().contains(blobId) && isRead(entry.getKey()));
  }

  private synchronized boolean isRead(String contentId) {
    List<Reading> found = readings.get(contentId);
    if (found == null) {
      return false;
    }
    Instant before = time.instant().minus(UNOPENED);
    found.removeIf(reading -> !reading.opened && reading.since.isBefore(before));
    if (found.isEmpty()) {
      readings.remove(contentId);
    }
    return !found.isEmpty();
  }

  private synchronized Reading end(Reading reading) {
    List<Reading> found = readings.get(reading.contentId);
    if (found != null) {
      found.remove(reading);
    }
    return reading;
  }

  private synchronized List<String> freed(Reading ended) {
    if (isRead(ended.contentId)) {
      return List.of();
    }
    @Nullable List<String> blobs = doomed.remove(ended.contentId);
    return blobs == null ? List.of() : blobs;
  }
}
