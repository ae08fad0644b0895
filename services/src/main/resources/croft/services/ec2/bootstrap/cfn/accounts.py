"""Groups and users."""

import grp
import pwd
import shutil
import subprocess

from cfn import amazonlinux
from cfn.log import LOG, Failure


def make_groups(groups):
    for name, wanted in sorted(groups.items()):
        number = (wanted or {}).get("gid")
        try:
            found = grp.getgrnam(name).gr_gid
            if number is not None and int(number) != found:
                raise Failure("Group %s exists with the gid %d, not %s" % (name, found, number))
            continue
        except KeyError:
            pass
        _run(["groupadd", "-r"] + (["-g", str(number)] if number is not None else []) + [name])
        LOG.info("Created group %s", name)


def make_users(users):
    for name, wanted in sorted(users.items()):
        wanted = wanted or {}
        number, groups = wanted.get("uid"), wanted.get("groups") or []
        groups = [groups] if isinstance(groups, str) else groups
        try:
            found = pwd.getpwnam(name).pw_uid
            if number is not None and int(number) != found:
                raise Failure("User %s exists with the uid %d, not %s" % (name, found, number))
            if groups:
                _run(["usermod", "-a", "-G", ",".join(groups), name])
            continue
        except KeyError:
            pass
        # Users of a service, who do not log in.
        command = ["useradd", "-r", "-M", "-s", shutil.which("nologin") or "/sbin/nologin"]
        command += ["-u", str(number)] if number is not None else []
        command += ["-G", ",".join(groups)] if groups else []
        command += ["-d", wanted["homeDir"]] if wanted.get("homeDir") else []
        _run(command + [name])
        LOG.info("Created user %s", name)


def numbers(owner, group):
    """The ids of a user and a group, by name or number."""
    return _number(owner, False), _number(group, True)


def _number(name, group):
    amazonlinux.ensure_account(name, group)
    try:
        return grp.getgrnam(name).gr_gid if group else pwd.getpwnam(name).pw_uid
    except KeyError:
        if name.isdigit():
            return int(name)
        raise Failure("There is no %s %s" % ("group" if group else "user", name))


def _run(command):
    said = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    )
    if said.returncode:
        raise Failure("Failed: %s: %s" % (" ".join(command), said.stdout.strip()))
