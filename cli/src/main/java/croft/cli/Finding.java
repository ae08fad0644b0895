package croft.cli;

/**
 * What the doctor found about one capability of this machine.
 *
 * @param name the capability, a word or two
 * @param status whether it is there, and whether instances need it
 * @param detail what was seen
 * @param cost what does not work without it; empty when it is there
 * @param remedy one line that mends it; empty when it is there
 */
record Finding(String name, Status status, String detail, String cost, String remedy) {

  enum Status {
    /** It is there. */
    PRESENT,
    /** It is not there, and something that can be done without does not work. */
    LIMITED,
    /** It is not there, and no instance runs without it. */
    MISSING
  }

  static Finding present(String name, String detail) {
    return new Finding(name, Status.PRESENT, detail, "", "");
  }

  static Finding limited(String name, String detail, String cost, String remedy) {
    return new Finding(name, Status.LIMITED, detail, cost, remedy);
  }

  static Finding missing(String name, String detail, String cost, String remedy) {
    return new Finding(name, Status.MISSING, detail, cost, remedy);
  }
}
