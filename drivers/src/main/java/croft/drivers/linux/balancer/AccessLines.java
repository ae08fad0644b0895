package croft.drivers.linux.balancer;

import croft.drivers.balancer.ListenerSpec;

/**
 * What is written of each request: fields between tabs, begun with a word nothing else begins with.
 */
final class AccessLines {
  static final String MARK = "croft-access";

  private AccessLines() {}

  /** The format, quoted as the configuration wants it. */
  static String format(ListenerSpec listener) {
    String tls = listener.protocol().secure() ? "%sslv\t%sslc" : "-\t-";
    String http =
        listener.protocol().http()
            ? "%ST\t%HM\t%[var(txn.host)]:%fp%HU\t%HV\t%[var(txn.agent)]\t%[var(txn.trace)]"
            : "0\t-\t-\t-\t-\t-";
    return ConfigText.word(
        MARK
            + "\t%Ts.%ms\t%ci:%cp\t%si:%sp\t%b\t%s\t%TR\t%Tw\t%Tc\t%Tr\t%Tt\t%U\t%B\t%rc\t"
            + http
            + "\t"
            + tls
            + "\t"
            + listener.id()
            + (listener.protocol().http() ? "\t%[var(txn.rule)]" : "\t0"));
  }
}
