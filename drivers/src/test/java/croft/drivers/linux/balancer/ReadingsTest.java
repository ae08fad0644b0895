package croft.drivers.linux.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.balancer.ServerReading;
import croft.drivers.balancer.ServerReading.Check;
import croft.drivers.balancer.ServerReading.State;
import croft.drivers.balancer.TrafficReading;
import croft.drivers.balancer.TrafficReading.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingsTest {
  private static final String HEAD =
      "# pxname,svname,qcur,scur,stot,status,check_status,check_code,rtime,\n";

  @Test
  void poolsOfTheSameServersAreOne() {
    Readings readings =
        new Readings(
            HEAD
                + "p,s1,0,1,10,UP,L7OK,200,40,\n"
                + "p,BACKEND,0,1,10,UP,,,40,\n"
                + "open-p,s1,0,2,30,no check,,,80,\n"
                + "open-p,BACKEND,3,2,30,UP,,,80,\n"
                + "east.p,s1,0,4,0,UP,,,0,\n"
                + "open-east.p,s1,0,8,0,no check,,,0,\n");
    assertThat(readings.servers())
        .containsExactly(new ServerReading("p", "s1", State.UP, Check.PASSED, 200, 15));
    Map<String, Long> pool = counters(readings, Kind.POOL, "p");
    assertThat(pool).containsEntry("stot", 40L).containsEntry("scur", 3L).containsEntry("qcur", 3L);
    // Forty milliseconds ten times, and eighty thirty times.
    assertThat(pool).containsEntry("rtime", 70L);
    assertThat(counters(readings, Kind.SERVER, "p/s1"))
        .containsEntry("scur", 15L)
        .containsEntry("rtime", 70L);
    assertThat(readings.traffic()).hasSize(2);
  }

  private static Map<String, Long> counters(Readings readings, Kind kind, String id) {
    return readings.traffic().stream()
        .filter(reading -> reading.kind() == kind && reading.id().equals(id))
        .map(TrafficReading::counters)
        .findFirst()
        .orElseThrow();
  }
}
