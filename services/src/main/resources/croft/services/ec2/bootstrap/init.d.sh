#!/bin/sh
### BEGIN INIT INFO
# Provides:          cfn-hup
# Required-Start:    $network
# Required-Stop:     $network
# Default-Start:     2 3 4 5
# Default-Stop:      0 1 6
# Short-Description: Watches a stack's metadata and runs hooks when it changes
### END INIT INFO
pid=$(cat /run/cfn-hup.pid 2>/dev/null)
running() { [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; }
case "$1" in
  start) running || exec /opt/aws/bin/cfn-hup ;;
  stop) ! running || kill "$pid" ;;
  restart) ! running || kill "$pid"; sleep 1; exec /opt/aws/bin/cfn-hup ;;
  status) running && echo "cfn-hup runs" || { echo "cfn-hup is stopped"; exit 3; } ;;
  *) echo "usage: $0 start|stop|restart|status" >&2; exit 2 ;;
esac
