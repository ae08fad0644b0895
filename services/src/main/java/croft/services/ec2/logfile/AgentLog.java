package croft.services.ec2.logfile;

import croft.agent.LogFiles;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Shell;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CloudWatch agent's own log inside of an instance: what is wrong is said there, each thing
 * once until it is well again.
 */
final class AgentLog {
  static final String PATH = "/opt/aws/amazon-cloudwatch-agent/logs/amazon-cloudwatch-agent.log";

  private static final Logger LOG = LoggerFactory.getLogger(AgentLog.class);
  private static final int LONGEST = 1000;

  private final LogFiles files;
  private final InstantSource time;
  private final Map<String, String> said = new HashMap<>();

  AgentLog(LogFiles files, InstantSource time) {
    this.files = files;
    this.time = time;
  }

  /** Says what is wrong with a thing, unless that was the last said of it. */
  void fault(Shell shell, String thing, String what) {
    if (what.equals(said.put(thing, what))) {
      return;
    }
    String line =
        time.instant().truncatedTo(ChronoUnit.SECONDS)
            + " E! "
            + what.replaceAll("\\p{Cntrl}", " ").substring(0, Math.min(what.length(), LONGEST));
    try {
      files.tell(shell, PATH, line);
    } catch (ComputeException e) {
      LOG.debug("Its agent's log cannot be written: {}", e.getMessage());
    }
  }

  /** Nothing is wrong with it any more. */
  void well(String thing) {
    said.remove(thing);
  }
}
