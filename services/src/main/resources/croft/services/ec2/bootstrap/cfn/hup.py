"""cfn-hup: looks at resources of a stack again and again, and runs hooks when they change.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-hup.html
"""

import configparser
import fcntl
import glob
import json
import os
import pwd
import subprocess
import sys
import time
import traceback

from cfn import aws
from cfn.get_metadata import inside
from cfn.log import LOG, Failure, open_logs
from cfn.options import Parser

TRIGGERS = ("post.add", "post.update", "post.remove")
PID_FILE = "/run/cfn-hup.pid"
SEEN = "/var/lib/cfn-hup/data/metadata_db.json"


class Settings:
    """[main] of cfn-hup.conf; named as the options of the other programs."""

    def __init__(self, folder):
        path = os.path.join(folder, "cfn-hup.conf")
        parsed = _parse([path])
        if not parsed.has_section("main") or not parsed.has_option("main", "stack"):
            raise Failure("%s must have a section [main] with a stack" % path)
        main = dict(parsed.items("main"))
        self.stack = main["stack"]
        self.region = main.get("region")
        self.url = main.get("url")
        self.credential_file = main.get("credential-file")
        self.role = main.get("role")
        self.access_key = self.secret_key = None
        self.verbose = main.get("verbose", "false").lower() in ("true", "yes", "1")
        try:
            self.interval_seconds = float(main.get("interval", "15")) * 60
            self.umask = int(main.get("umask", "022"), 8)
        except ValueError as e:
            raise Failure("%s: %s" % (path, e))
        if self.interval_seconds <= 0:
            raise Failure("%s: the interval must be positive" % path)
        self.hooks = _hooks(folder)


class Hook:
    def __init__(self, name, parts):
        self.name = name
        for key in ("triggers", "path", "action"):
            if not parts.get(key):
                raise Failure("Hook %s has no %s" % (name, key))
        self.triggers = [trigger.strip() for trigger in parts["triggers"].split(",")]
        for trigger in self.triggers:
            if trigger not in TRIGGERS:
                raise Failure("Hook %s has a trigger that is not supported: %s" % (name, trigger))
        words = parts["path"].split(".", 3)
        if len(words) < 2 or words[0] != "Resources":
            raise Failure("The path of hook %s must begin with Resources.: %s" % (name, parts["path"]))
        self.resource = words[1]
        self.kind = words[2] if len(words) > 2 else "Metadata"
        if self.kind not in ("Metadata", "PhysicalResourceId"):
            raise Failure("The path of hook %s must go to Metadata or PhysicalResourceId" % name)
        self.inside = words[3] if len(words) > 3 else ""
        self.action = parts["action"]
        self.runas = parts.get("runas", "root")


def _parse(paths):
    parsed = configparser.RawConfigParser(strict=False)
    try:
        parsed.read(paths)
    except configparser.Error as e:
        raise Failure(str(e))
    return parsed


def _hooks(folder):
    paths = [os.path.join(folder, "hooks.conf")]
    paths += sorted(glob.glob(os.path.join(folder, "hooks.d", "*.conf")))
    parsed = _parse(paths)
    hooks = [Hook(name, dict(parsed.items(name))) for name in parsed.sections()]
    if not hooks:
        raise Failure("No hooks in %s" % ", ".join(paths))
    return hooks


def main(name, arguments):
    made = Parser(prog=name, description="Runs hooks when a stack's resources change.")
    made.add_argument("-c", "--config", default="/etc/cfn", help="the folder of cfn-hup.conf")
    made.add_argument("--no-daemon", action="store_true", help="stay, instead of in the background")
    made.add_argument("-v", "--verbose", action="store_true", help="log more")
    options = made.parse_args(arguments)
    try:
        settings = Settings(options.config)
    except Failure as e:
        print("Error: %s" % e, file=sys.stderr)
        return 1
    lock = open(PID_FILE, "a+")
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        print("cfn-hup already running", file=sys.stderr)
        return 1
    if not options.no_daemon:
        lock.close()  # The lock is the process's, and the one that stays takes it.
        if not _detach():
            return 0
        lock = open(PID_FILE, "a+")
        fcntl.lockf(lock, fcntl.LOCK_EX)
    lock.truncate(0)
    lock.write("%d\n" % os.getpid())
    lock.flush()
    os.umask(settings.umask)
    open_logs(name, options.verbose or settings.verbose)
    return _watch(options.config, settings)


def _detach():
    """Whether this is the process that stays."""
    if os.fork():
        return False
    os.setsid()
    if os.fork():
        os._exit(0)
    os.chdir("/")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    return True


def _watch(folder, settings):
    LOG.info("cfn-hup watches stack %s", settings.stack)
    while True:
        try:
            settings = Settings(folder)  # A hook may have written others.
            look(settings)
        except Failure as e:
            LOG.error("%s", e)
        except Exception:  # It stays, whatever one look ran into.
            LOG.error("Unhandled exception: %s", traceback.format_exc())
        time.sleep(settings.interval_seconds)


def look(settings):
    """Looks once at what the hooks name, and runs those whose triggers came."""
    seen = _load()
    cloudformation = aws.CloudFormation(settings)
    details = {}
    for hook in settings.hooks:
        if hook.resource not in details:
            details[hook.resource] = _detail(cloudformation, settings.stack, hook.resource)
        now = _value(hook, details[hook.resource])
        before = seen.get(hook.name)
        trigger = _trigger(before, now)
        if trigger in hook.triggers:
            LOG.info("%s of hook %s", trigger, hook.name)
            if not _run(hook, before, now):
                continue  # It is run again at the next look.
        seen[hook.name] = now
        _keep(seen)


def _trigger(before, now):
    if before == now:
        return None
    return "post.add" if before is None else "post.remove" if now is None else "post.update"


def _detail(cloudformation, stack, resource):
    try:
        return cloudformation.resource(stack, resource)
    except aws.ApiError as e:
        if e.code == "ValidationError" and "does not exist" in str(e):
            return {}
        raise


def _value(hook, detail):
    if hook.kind == "PhysicalResourceId":
        return detail.get("PhysicalResourceId") or None
    return inside(json.loads(detail.get("Metadata") or "{}"), hook.inside) or None


def _run(hook, before, now):
    surroundings = dict(
        os.environ,
        CFN_OLD_METADATA=json.dumps(before),
        CFN_NEW_METADATA=json.dumps(now),
    )
    surroundings.setdefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    command = ["/bin/sh", "-c", hook.action]
    if pwd.getpwuid(os.getuid()).pw_name != hook.runas:
        command = ["su", "-s", "/bin/sh", hook.runas, "-c", hook.action]
    said = subprocess.run(
        command,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    text = said.stdout.decode("utf-8", "replace")
    if said.returncode:
        LOG.error("Action of hook %s failed with %d: %s", hook.name, said.returncode, text)
        return False
    LOG.info("Action of hook %s succeeded: %s", hook.name, text)
    return True


def _load():
    try:
        with open(SEEN) as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def _keep(seen):
    os.makedirs(os.path.dirname(SEEN), mode=0o700, exist_ok=True)
    fresh = SEEN + ".new"
    with open(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        json.dump(seen, file)
    os.replace(fresh, SEEN)
