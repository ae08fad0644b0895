"""The logs of /var/log: what was done, and what commands said."""

import logging
import os
import sys

FORMAT = "%(asctime)s [%(levelname)s] %(message)s"
COMMAND_FORMAT = "%(asctime)s P%(process)d [%(levelname)s] %(message)s"

LOG = logging.getLogger("cfn")
COMMAND_LOG = logging.getLogger("cfn-cmd")


class Failure(Exception):
    """What a program ends with: its message goes to the user."""


def open_logs(name, verbose, commands=False):
    """Logs to /var/log/NAME.log; to standard error only where that cannot be written."""
    LOG.setLevel(logging.DEBUG if verbose else logging.INFO)
    LOG.addHandler(_handler("/var/log/%s.log" % name, FORMAT))
    if commands:
        COMMAND_LOG.setLevel(logging.INFO)
        COMMAND_LOG.addHandler(_handler("/var/log/%s-cmd.log" % name, COMMAND_FORMAT))


def _handler(path, form):
    try:
        # Commands and files may bear secrets.
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        handler = logging.FileHandler(path)
    except OSError:
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(form))
    return handler
