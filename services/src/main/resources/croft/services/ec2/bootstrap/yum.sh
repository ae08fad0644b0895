#!/bin/sh
# yum where an image has none, for user data that was written for Amazon Linux.
for real in /usr/bin/yum /usr/bin/dnf; do
  [ -x "$real" ] && exec "$real" "$@"
done
exec /opt/aws/bin/yum "$@"
