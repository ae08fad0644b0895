package croft.drivers.network;

/** What passed an interface since it was attached, as the instance sees it. */
public record InterfaceCounters(
    long bytesIn, long bytesOut, long packetsIn, long packetsOut, long droppedIn) {}
