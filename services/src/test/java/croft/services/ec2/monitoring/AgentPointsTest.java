package croft.services.ec2.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import croft.agent.InsideReport;
import croft.agent.InsideReport.FileSystem;
import croft.agent.InsideReport.Inodes;
import croft.agent.InsideReport.Interface;
import croft.drivers.compute.InstanceMetrics;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.Observation;
import croft.services.ec2.monitoring.MeteredInstances.Metered;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class AgentPointsTest {
  private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
  private static final long GIB = 1L << 30;

  private static final Metered INSTANCE =
      new Metered(
          "123456789012/us-west-2",
          2,
          GIB,
          false,
          List.of(),
          Map.of("InstanceId", "i-1", "InstanceType", "t3.micro", "ImageId", "ami-1"));

  private final AgentPoints points = new AgentPoints();
  private Map<String, Long> counters = Map.of();
  private Map<String, Long> processes = Map.of();

  private List<MetricPoint> look(String configuration, long seconds) {
    InstanceMetrics numbers =
        new InstanceMetrics(
            seconds * 1_000_000_000L, 800L << 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 288L << 20);
    InsideReport inside =
        new InsideReport(
            configuration,
            List.of(
                new FileSystem("vda", "ext4", "/", 1000, 200, 600, new Inodes(30, 70)),
                new FileSystem("none", "tmpfs", "/run", 500, 0, 500, new Inodes(0, 0))),
            "ip-10-0-0-4",
            counters,
            List.of(
                new Interface("lo", seconds, 0, 0, 0, 0, 0, 0, 0),
                new Interface(
                    "eth0", 1000 * seconds, 10 * seconds, 0, 1, 500 * seconds, 5 * seconds, 0, 0)),
            processes);
    Instant at = START.plusSeconds(seconds);
    return points.of(new AgentLook(INSTANCE, numbers, inside, at), at);
  }

  private static String collect(String plugins) {
    return "{\"metrics\": {\"append_dimensions\": {\"InstanceId\": \"${aws:InstanceId}\"},"
        + " \"metrics_collected\": {"
        + plugins
        + "}}}";
  }

  private static Map<String, Double> values(List<MetricPoint> points) {
    Map<String, Double> values = new TreeMap<>();
    points.forEach(point ->
        values.put(point.metric().name(), ((Observation.Value) point.observation()).value()));
    return values;
  }

  private static MetricPoint only(List<MetricPoint> points) {
    assertThat(points).hasSize(1);
    return points.getFirst();
  }

  @Test
  void memoryAndSwap() {
    counters =
        Map.of(
            "memory.file",
            50L,
            "memory.active_anon",
            1L,
            "memory.active_file",
            2L,
            "swap.max",
            400L,
            "swap.current",
            100L);
    Map<String, Double> values =
        values(
            look(
                collect(
                    """
                    "mem": {"measurement": ["used_percent", "mem_used", "available", "total",
                      "available_percent", "free", "cached", "active", "inactive", "nonsense"]},
                    "swap": {"measurement": ["used", "free", "used_percent"]}\
                    """),
                0));
    assertThat(values)
        .containsEntry("mem_used_percent", 50.0)
        .containsEntry("mem_used", 512.0 * (1 << 20))
        .containsEntry("mem_available", 512.0 * (1 << 20))
        .containsEntry("mem_available_percent", 50.0)
        .containsEntry("mem_total", (double) GIB)
        .containsEntry("mem_free", 224.0 * (1 << 20))
        .containsEntry("mem_cached", 50.0)
        .containsEntry("mem_active", 3.0)
        .containsEntry("swap_used", 100.0)
        .containsEntry("swap_free", 300.0)
        .containsEntry("swap_used_percent", 25.0)
        // What the kernel does not say is not guessed.
        .doesNotContainKeys("mem_inactive", "mem_nonsense")
        .hasSize(11);
  }

  @Test
  void swapOfAHostWithoutAnyIsNone() {
    counters = Map.of("meminfo.SwapTotal", 0L);
    String swap = collect("\"swap\": {\"measurement\": [\"used_percent\"]}");
    assertThat(values(look(swap, 0))).containsExactly(Map.entry("swap_used_percent", 0.0));
    counters = Map.of("meminfo.SwapTotal", 500L);
    assertThat(look(swap, 60)).isEmpty();
  }

  @Test
  void processorsCountBetweenLooks() {
    String cpu =
        collect(
            "\"cpu\": {\"measurement\": [\"usage_active\", \"usage_idle\", \"cpu_usage_user\","
                + " \"usage_system\"]}");
    counters = Map.of("cpu.user_usec", 0L, "cpu.system_usec", 100L);
    assertThat(look(cpu, 0)).isEmpty();
    counters = Map.of("cpu.user_usec", 300L, "cpu.system_usec", 200L);
    List<MetricPoint> found = look(cpu, 60);
    assertThat(values(found))
        .isEqualTo(
            Map.of(
                "cpu_usage_active",
                50.0,
                "cpu_usage_idle",
                50.0,
                "cpu_usage_user",
                37.5,
                "cpu_usage_system",
                12.5));
    assertThat(found.getFirst().metric().dimensions())
        .isEqualTo(Map.of("InstanceId", "i-1", "cpu", "cpu-total"));
    // Counters that began anew say nothing of this minute.
    counters = Map.of("cpu.user_usec", 1L, "cpu.system_usec", 1L);
    assertThat(values(look(cpu, 120))).containsOnlyKeys("cpu_usage_active", "cpu_usage_idle");
  }

  @Test
  void disksByTheirPlaceAndType() {
    String disk =
        collect(
            """
            "disk": {"measurement": ["used_percent", "free", "total", "used", "inodes_free",
              "inodes_used", "inodes_total"], "ignore_file_system_types": ["tmpfs"]}\
            """);
    List<MetricPoint> found = look(disk, 0);
    assertThat(values(found))
        .isEqualTo(
            Map.of(
                "disk_used_percent",
                25.0,
                "disk_free",
                600.0,
                "disk_total",
                1000.0,
                "disk_used",
                200.0,
                "disk_inodes_free",
                70.0,
                "disk_inodes_used",
                30.0,
                "disk_inodes_total",
                100.0));
    assertThat(found.getFirst().metric().dimensions())
        .isEqualTo(Map.of("InstanceId", "i-1", "path", "/", "device", "vda", "fstype", "ext4"));
    String one =
        collect(
            "\"disk\": {\"measurement\": [\"free\"], \"resources\": [\"/run\"],"
                + " \"drop_device\": true}");
    assertThat(only(look(one, 60)).metric().dimensions())
        .isEqualTo(Map.of("InstanceId", "i-1", "path", "/run", "fstype", "tmpfs"));
  }

  @Test
  void interfacesCountWhatPassedSince() {
    String net =
        collect("\"net\": {\"measurement\": [\"bytes_recv\", \"bytes_sent\", \"drop_in\"]}");
    assertThat(look(net, 0)).isEmpty();
    List<MetricPoint> found = look(net, 60);
    assertThat(values(found))
        .isEqualTo(
            Map.of("net_bytes_recv", 60_000.0, "net_bytes_sent", 30_000.0, "net_drop_in", 0.0));
    assertThat(found.getFirst().metric().dimensions())
        .isEqualTo(Map.of("InstanceId", "i-1", "interface", "eth0"));
  }

  @Test
  void processesByTheirState() {
    processes = Map.of("R", 2L, "S", 10L, "threads", 40L);
    Map<String, Double> values =
        values(
            look(
                collect(
                    "\"processes\": {\"measurement\": [\"running\", \"sleeping\", \"zombies\","
                        + " \"total\", \"total_threads\"]}"),
                0));
    assertThat(values)
        .isEqualTo(
            Map.of(
                "processes_running",
                2.0,
                "processes_sleeping",
                10.0,
                "processes_zombies",
                0.0,
                "processes_total",
                12.0,
                "processes_total_threads",
                40.0));
  }

  @Test
  void eachPluginHasItsInterval() {
    String configuration =
        """
        {"agent": {"metrics_collection_interval": 120, "omit_hostname": true}, "metrics": {
          "namespace": "Shop", "metrics_collected": {
            "mem": {"measurement": ["total"], "metrics_collection_interval": 10},
            "disk": {"measurement": ["total"], "resources": ["/"]}}}}\
        """;
    assertThat(look(configuration, 0)).hasSize(2);
    MetricPoint fine = only(look(configuration, 10));
    assertThat(fine.metric().namespace()).isEqualTo("Shop");
    assertThat(fine.metric().name()).isEqualTo("mem_total");
    assertThat(fine.metric().dimensions()).isEmpty();
    assertThat(fine.resolutionSeconds()).isEqualTo(1);
    assertThat(look(configuration, 12)).isEmpty();
    assertThat(look(configuration, 120))
        .extracting(MetricPoint::resolutionSeconds)
        .containsExactlyInAnyOrder(1, 60);
  }

  @Test
  void namesUnitsAndDimensionsAreTheConfigurations() {
    List<MetricPoint> found =
        look(
            """
            {"metrics": {
              "append_dimensions": {"InstanceId": "${aws:InstanceId}",
                "InstanceType": "${aws:InstanceType}", "Unknown": "x"},
              "aggregation_dimensions": [["InstanceType"], ["InstanceId", "team"], ["none"], []],
              "metrics_collected": {"mem": {
                "measurement": [{"name": "used_percent", "rename": "Memory", "unit": "Kilobytes"},
                  {"name": "total", "unit": "Furlongs"}],
                "append_dimensions": {"team": "shop"}}}}}\
            """,
            0);
    List<MetricPoint> renamed =
        found.stream().filter(point -> point.metric().name().equals("Memory")).toList();
    assertThat(renamed)
        .extracting(point -> point.metric().dimensions())
        .containsExactlyInAnyOrder(
            Map.of("InstanceId", "i-1", "InstanceType", "t3.micro", "team", "shop"),
            Map.of("InstanceType", "t3.micro"),
            Map.of("InstanceId", "i-1", "team", "shop"),
            Map.of());
    assertThat(renamed).extracting(MetricPoint::unit).containsOnly("Kilobytes");
    assertThat(found).extracting(MetricPoint::unit).containsOnly("Kilobytes", "Bytes").hasSize(8);
  }

  @Test
  void withoutDimensionsTheHostsNameIsOne() {
    String mem =
        "{\"metrics\": {\"metrics_collected\": {\"mem\": {\"measurement\": [\"total\"]}}}}";
    assertThat(only(look(mem, 0)).metric().dimensions()).isEqualTo(Map.of("host", "ip-10-0-0-4"));
  }

  @Test
  void whatIsNoConfigurationAsksForNothing() {
    assertThat(look("{\"logs\": {}}", 0)).isEmpty();
    assertThat(look("no JSON at all", 0)).isEmpty();
    assertThat(look("[1]", 0)).isEmpty();
    assertThat(
            look(
                "{\"metrics\": {\"namespace\": \"AWS/EC2\", \"metrics_collected\": {\"mem\":"
                    + " {\"measurement\": [\"used_percent\"]}}}}",
                0))
        .isEmpty();
    assertThat(Set.of(collect("\"mem\": 3"), collect("\"mem\": {\"measurement\": {}}")))
        .allSatisfy(configuration -> assertThat(look(configuration, 0)).isEmpty());
  }
}
