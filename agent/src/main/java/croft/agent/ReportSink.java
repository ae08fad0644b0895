package croft.agent;

/** Takes reports, from several threads at once. */
@FunctionalInterface
public interface ReportSink {
  void accept(InstanceReport report);
}
