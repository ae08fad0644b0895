package croft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.workflow.Reconciler;
import croft.workflow.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaceTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final ManualClock machine = new ManualClock(START);
  @TempDir private Path folder;
  private CroftHome home = new CroftHome(Path.of("/"));

  @BeforeEach
  void prepare() throws IOException {
    home = new CroftHome(folder);
    home.prepare();
  }

  @Test
  void anHourPassesInAMinute() throws IOException {
    Pace pace = Pace.open(home, 60, machine);
    assertThat(pace.time().instant()).isEqualTo(START);
    machine.advance(Duration.ofMinutes(1));
    assertThat(pace.time().instant()).isEqualTo(START.plus(Duration.ofHours(1)));
  }

  @Test
  void whatWasReachedIsKeptOverRestartsAtAnotherSpeed() throws IOException {
    Pace.open(home, 60, machine);
    machine.advance(Duration.ofMinutes(1));
    Pace slow = Pace.open(home, 1, machine);
    assertThat(slow.time().instant()).isEqualTo(START.plus(Duration.ofHours(1)));
    machine.advance(Duration.ofMinutes(1));
    Pace fast = Pace.open(home, 10, machine);
    assertThat(fast.time().instant()).isEqualTo(START.plus(Duration.ofMinutes(61)));
  }

  @Test
  void timeIsTheMachinesAndNoFileIsWrittenAtTheUsualSpeed() throws IOException {
    Pace pace = Pace.open(home, 1, machine);
    machine.advance(Duration.ofSeconds(5));
    assertThat(pace.time().instant()).isEqualTo(START.plusSeconds(5));
    assertThat(folder.resolve("pace")).doesNotExist();
  }

  @Test
  void aReconcilerLooksAsOftenInItsOwnTime() throws IOException {
    Reconciler each = new Minutely();
    assertThat(Pace.open(home, 1, machine).of(each).period()).isEqualTo(Duration.ofMinutes(1));
    Pace fast = Pace.open(home, 60, machine);
    assertThat(fast.of(each).period()).isEqualTo(Duration.ofSeconds(1));
    assertThat(fast.waiting(Duration.ofMillis(60))).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    Files.writeString(folder.resolve("pace"), "yesterday");
    assertThatThrownBy(() -> Pace.open(home, 1, machine))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("pace")
        .hasMessageContaining("yesterday");
  }

  private record Minutely() implements Reconciler {
    @Override
    public String name() {
      return "minutely";
    }

    @Override
    public Duration period() {
      return Duration.ofMinutes(1);
    }

    @Override
    public void reconcile() {}
  }
}
