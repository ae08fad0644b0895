#!/bin/sh
# NAME: one of CloudFormation's programs on instances. It needs Python 3, which it fetches when an
# image has none.
found() {
  for python in /usr/bin/python3 /usr/local/bin/python3 /usr/libexec/platform-python; do
    [ -x "$python" ] && return 0
  done
  return 1
}
if ! found; then
  if command -v apt-get >/dev/null 2>&1; then
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install python3; } >&2
  elif command -v dnf >/dev/null 2>&1; then
    dnf -q -y install python3 >&2
  elif [ -x /usr/bin/yum ]; then
    /usr/bin/yum -q -y install python3 >&2
  fi
  found || { echo "NAME: this image has no python3, and none could be installed" >&2; exit 127; }
fi
exec "$python" -I -B /opt/aws/lib/cfn/start.py NAME "$@"
