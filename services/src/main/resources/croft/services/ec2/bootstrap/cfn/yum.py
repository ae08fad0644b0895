"""yum for user data of Amazon Linux, where the image has apt: install, remove and update."""

import subprocess
import sys

from cfn import amazonlinux, packages
from cfn.log import Failure, open_logs


def main(name, arguments):
    open_logs(name, False)
    words = [word for word in arguments if not word.startswith("-")]
    verb, names = (words[0], words[1:]) if words else ("", [])
    try:
        if verb == "install" and names:
            packages.install({"yum": {package: [] for package in names}})
        elif verb in ("remove", "erase") and names:
            _remove(names)
        elif verb in ("update", "upgrade"):
            _update(names)
        else:
            raise Failure("only install, remove and update are there: this image has apt")
    except Failure as e:
        print("yum: %s" % e, file=sys.stderr)
        return 1
    return 0


def _remove(names):
    here = []
    for name in names:
        here += [package for package in amazonlinux.debian_packages(name) if _is_known(package)]
    if here:
        packages.run(["apt-get", "-y", "remove"] + here, names)


def _is_known(package):
    return subprocess.call(
        ["dpkg-query", "-W", package], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) == 0


def _update(names):
    """The named ones, and only when they are there, as yum does; else everything."""
    wanted = [package for name in names for package in amazonlinux.debian_packages(name)]
    here = [package for package in wanted if _is_known(package)]
    if names and not here:
        return
    packages.run(["apt-get", "-q", "update"], ["apt's lists"])
    if here:
        packages.run(["apt-get", "-y", "install", "--only-upgrade"] + here, names)
    else:
        packages.run(["apt-get", "-y", "upgrade"], ["updates"])
