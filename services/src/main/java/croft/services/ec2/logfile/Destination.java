package croft.services.ec2.logfile;

/**
 * Where events of a file go.
 *
 * @param retentionDays of the group; 0 to leave it
 */
record Destination(String group, String stream, int retentionDays) {}
