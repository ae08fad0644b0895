package croft.server;

import static org.assertj.core.api.Assertions.assertThat;

import croft.agent.InstanceReport;
import croft.agent.Reachability;
import croft.agent.Reachability.Status;
import croft.drivers.compute.InstanceState;
import croft.services.ec2.instance.InstanceStatuses.Look;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusBoardTest {
  private static final Instant BEGIN = Instant.parse("2026-11-01T12:00:00Z");

  private final StatusBoard board = new StatusBoard();

  private void seen(Status status, int second) {
    board.accept(
        new InstanceReport(
            "i-1",
            BEGIN.plusSeconds(second),
            new InstanceState.Created(),
            new Reachability(status, ""),
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void anInstanceIsImpairedThatFailsTwiceInARow() {
    seen(Status.PASSED, 0);
    seen(Status.FAILED, 5);
    assertThat(board.last("i-1")).isEqualTo(new Look(true, BEGIN));
    seen(Status.PASSED, 10);
    seen(Status.FAILED, 15);
    assertThat(board.last("i-1")).isEqualTo(new Look(true, BEGIN));
    seen(Status.FAILED, 20);
    assertThat(board.last("i-1")).isEqualTo(new Look(false, BEGIN.plusSeconds(20)));
    seen(Status.PASSED, 25);
    assertThat(board.last("i-1")).isEqualTo(new Look(true, BEGIN.plusSeconds(25)));
  }

  @Test
  void whatIsBootingIsNeitherWellNorImpaired() {
    seen(Status.FAILED, 0);
    seen(Status.INITIALIZING, 5);
    seen(Status.FAILED, 10);
    assertThat(board.last("i-1")).isNull();
    assertThat(board.told("i-1")).isEqualTo(BEGIN.plusSeconds(10));
  }
}
