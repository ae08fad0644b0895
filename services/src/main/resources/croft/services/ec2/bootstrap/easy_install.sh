#!/bin/sh
# easy_install where an image has none: pip has taken its place.
[ -x /usr/bin/easy_install ] && exec /usr/bin/easy_install "$@"
if ! command -v pip3 >/dev/null 2>&1; then
  /usr/local/bin/yum -y install python-pip || exit 1
fi
export PIP_BREAK_SYSTEM_PACKAGES=1
exec pip3 install "$@"
