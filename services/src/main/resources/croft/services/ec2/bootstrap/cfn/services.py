"""Services of systemd and of System V's init: enabled, running, started anew after changes."""

import os
import shutil
import subprocess

from cfn import amazonlinux
from cfn.log import LOG, Failure

KINDS = ("sysvinit", "systemd")
TRIGGERS = ("files", "sources", "commands")


def manage(services, changes):
    """Brings services to where they shall be.

    changes: what this run changed: sets of files, sources and commands, and of packages by kind
    """
    for kind, wanted in services.items():
        if kind not in KINDS:
            raise Failure("Unsupported service manager: %s" % kind)
        for name, state in wanted.items():
            _manage(name, state or {}, changes)


def _manage(name, state, changes):
    # A name that exists is meant: mapping is for what the image calls otherwise.
    service = name if _exists(name) else amazonlinux.debian_service(name)
    enabled, running = _truth(state.get("enabled")), _truth(state.get("ensureRunning"))
    if not _exists(service):
        if enabled or running:
            raise Failure("Could not manage service %s: this image has none of that name" % name)
        LOG.info("There is no service %s to disable or stop", name)
        return
    if enabled is not None:
        _enable(service, enabled)
        LOG.info("%s service %s", "Enabled" if enabled else "Disabled", name)
    due = _is_due(state, changes)
    if running is False:
        if _is_running(service):
            _do(service, "stop")
            LOG.info("Stopped %s", name)
    elif due and (running or _is_running(service)):
        _do(service, "restart")
        LOG.info("Restarted %s, for what it depends on changed", name)
    elif running and not _is_running(service):
        _do(service, "start")
        LOG.info("Started %s successfully", name)


def _is_due(state, changes):
    if any(set(_list(state.get(kind))) & changes[kind] for kind in TRIGGERS):
        return True
    return any(
        set(_list(names)) & changes["packages"].get(kind, set())
        for kind, names in (state.get("packages") or {}).items()
    )


def _systemd():
    return os.path.isdir("/run/systemd/system")


def _exists(service):
    if _systemd():
        # systemctl knows System V's scripts as well.
        return _call(["systemctl", "cat", service]) == 0
    return os.path.exists("/etc/init.d/" + service)


def _is_running(service):
    if _systemd():
        return _call(["systemctl", "is-active", "--quiet", service]) == 0
    return _call(["service", service, "status"]) == 0


def _enable(service, enabled):
    if _systemd():
        command = ["systemctl", "enable" if enabled else "disable", "--quiet", _real(service)]
    elif shutil.which("chkconfig"):
        command = ["chkconfig", service, "on" if enabled else "off"]
    else:
        command = ["update-rc.d", service, "enable" if enabled else "disable"]
    _must(command, "Could not %s service %s" % ("enable" if enabled else "disable", service))


def _real(service):
    """The unit's own name: systemctl enables no unit by an alias."""
    said = subprocess.run(
        ["systemctl", "show", "-p", "Id", service], stdout=subprocess.PIPE, universal_newlines=True
    )
    return said.stdout.strip().partition("=")[2] or service


def _do(service, verb):
    command = ["systemctl", verb, service] if _systemd() else ["service", service, verb]
    _must(command, "Could not %s %s" % (verb, service))


def _must(command, message):
    said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if said.returncode:
        text = said.stdout.decode("utf-8", "replace").strip()
        LOG.error("%s failed with %d: %s", " ".join(command), said.returncode, text)
        raise Failure("%s: %s" % (message, text))


def _call(command):
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _truth(value):
    return None if value is None else str(value).lower() in ("true", "yes", "1")


def _list(value):
    return value if isinstance(value, list) else [value] if value else []
