"""Commands, in the alphabetical order of their names."""

import os
import subprocess

from cfn.log import COMMAND_LOG, LOG, Failure

RULE = "-" * 60


def run_commands(commands):
    """Runs commands; answers the names of those that ran well."""
    done = set()
    for name, wanted in sorted(commands.items()):
        if "command" not in wanted:
            raise Failure("The command %s has no command" % name)
        if _run(name, wanted):
            done.add(name)
    return done


def _run(name, wanted):
    COMMAND_LOG.info("Command %s", name)
    if "test" in wanted:
        code, said = _call(wanted["test"], wanted)
        LOG.debug("Test for command %s ended with %d: %s", name, code, said)
        if code:
            LOG.info("Command %s: its test failed with %d, so it is left out", name, code)
            COMMAND_LOG.info("Test failed with code %d", code)
            return False
        LOG.debug("Test for Command %s passed", name)
    code, said = _call(wanted["command"], wanted)
    COMMAND_LOG.info("-----------------------Command Output-----------------------")
    for line in said.splitlines():
        COMMAND_LOG.info("\t%s", line)
    COMMAND_LOG.info(RULE)
    if code == 0:
        COMMAND_LOG.info("Completed successfully.")
        LOG.info("Command %s succeeded", name)
        return True
    COMMAND_LOG.error("Exited with error code %d", code)
    LOG.error("Command %s (%s) failed", name, wanted["command"])
    LOG.debug("Command %s output: %s", name, said)
    if str(wanted.get("ignoreErrors", "false")).lower() in ("true", "yes", "1"):
        LOG.info("ignoreErrors set to true, continuing build")
        return False
    raise Failure("Command %s failed" % name)


def _call(command, wanted):
    """The exit code and what was said; text is for a shell, a list is a program and arguments."""
    env = wanted.get("env")
    if env is not None:
        # It stands instead of what the program has, as AWS documents.
        env = {str(name): str(value) for name, value in env.items()}
    try:
        said = subprocess.run(
            command if isinstance(command, str) else [str(part) for part in command],
            shell=isinstance(command, str),
            cwd=wanted.get("cwd") or os.getcwd(),
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as e:
        return 127, str(e)
    return said.returncode, said.stdout.decode("utf-8", "replace")
