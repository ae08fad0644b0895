package croft.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.store.Store;
import croft.wire.http.Headers;
import croft.wire.http.HttpResponse;
import croft.workflow.ReconcilerRunner;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;

/**
 * How Croft itself is doing, for Prometheus: requests by service and operation, instances,
 * reconcilers' failures, the JVM. Source: <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format 0.0.4</a>.
 */
record OwnMetrics(Store store, ReconcilerRunner reconcilers, RequestMeter requests) {

  HttpResponse answer() {
    return HttpResponse.of(
        200,
        Headers.of("Content-Type", "text/plain; version=0.0.4; charset=utf-8"),
        text().getBytes(UTF_8));
  }

  private String text() {
    StringBuilder out = new StringBuilder(8192);
    requests(out);
    instances(out);
    begin(out, "croft_reconciler_failures_total", "counter", "Looks of reconcilers that failed.");
    reconcilers
        .failures()
        .forEach((name, failures) ->
            line(out, "croft_reconciler_failures_total", label("reconciler", name), failures));
    machine(out);
    return out.toString();
  }

  private void requests(StringBuilder out) {
    String name = "croft_request_duration_seconds";
    begin(out, name, "histogram", "How long requests took, by operation and outcome.");
    for (RequestMeter.Reading reading : requests.readings()) {
      String labels =
          label("service", reading.key().service())
              + ","
              + label("operation", reading.key().operation())
              + ","
              + label("status", reading.key().status());
      for (int i = 0; i < RequestMeter.BOUNDS.size(); i++) {
        String bound = label("le", RequestMeter.BOUNDS.get(i).toString());
        line(out, name + "_bucket", labels + "," + bound, reading.buckets().get(i));
      }
      line(out, name + "_bucket", labels + "," + label("le", "+Inf"), reading.count());
      line(out, name + "_sum", labels, reading.seconds());
      line(out, name + "_count", labels, reading.count());
    }
  }

  private void instances(StringBuilder out) {
    Map<String, Integer> states = new TreeMap<>();
    for (Instance instance : store.read(tx -> tx.listAll(Instances.TABLE))) {
      states.merge(instance.state().text(), 1, Integer::sum);
    }
    begin(out, "croft_instances", "gauge", "Instances by state.");
    states.forEach((state, count) -> line(out, "croft_instances", label("state", state), count));
  }

  private static void machine(StringBuilder out) {
    Runtime runtime = Runtime.getRuntime();
    begin(out, "jvm_memory_used_bytes", "gauge", "Heap in use.");
    line(
        out,
        "jvm_memory_used_bytes",
        label("area", "heap"),
        runtime.totalMemory() - runtime.freeMemory());
    begin(out, "jvm_memory_max_bytes", "gauge", "Heap at most.");
    line(out, "jvm_memory_max_bytes", label("area", "heap"), runtime.maxMemory());
    begin(out, "jvm_gc_collection_seconds", "summary", "Time spent in garbage collection.");
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      String collector = label("gc", bean.getName());
      line(out, "jvm_gc_collection_seconds_count", collector, bean.getCollectionCount());
      line(out, "jvm_gc_collection_seconds_sum", collector, bean.getCollectionTime() / 1e3);
    }
    begin(out, "jvm_threads_current", "gauge", "Platform threads.");
    line(out, "jvm_threads_current", "", ManagementFactory.getThreadMXBean().getThreadCount());
    begin(out, "process_uptime_seconds", "gauge", "Since this server began.");
    line(out, "process_uptime_seconds", "", ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
  }

  private static void begin(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder out, String name, String labels, Number value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(value).append('\n');
  }

  private static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + "\"";
  }
}
