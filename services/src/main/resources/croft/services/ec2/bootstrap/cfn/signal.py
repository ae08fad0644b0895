"""cfn-signal: tells a stack that an instance is ready, or that it failed."""

import base64
import binascii
import json
import socket
import sys
import urllib.request

from cfn import aws
from cfn.log import LOG, Failure, open_logs
from cfn.options import parse, parser


def main(name, arguments):
    made = parser(name, "Signals a wait condition or a resource of a stack.")
    made.add_argument("-s", "--success", help="true or false; true when neither this nor -e is said")
    made.add_argument("-e", "--exit-code", help="an exit code: 0 is success")
    made.add_argument("-i", "--id", help="what tells this signal from others")
    made.add_argument("-d", "--data", default="", help="data for a wait condition")
    made.add_argument("-r", "--reason", default="", help="why")
    made.add_argument("--stack", help="the stack's name or id")
    made.add_argument("--resource", help="the logical id of the resource to signal")
    made.add_argument("handle", nargs="?", help="the URL of a wait condition's handle")
    options = parse(made, arguments)
    if options.success is not None and options.exit_code is not None:
        made.error("--success and --exit-code exclude each other")
    if bool(options.stack) != bool(options.resource):
        made.error("--stack and --resource must be specified together")
    if bool(options.stack) == bool(options.handle):
        made.error("Either a wait condition's URL or --stack and --resource must be specified")
    open_logs(name, options.verbose)
    success = _success(made, options)
    try:
        if options.stack:
            unique = options.id or aws.metadata("meta-data/instance-id")
            aws.CloudFormation(options).signal(options.stack, options.resource, unique, success)
        else:
            _put(_url(made, options.handle), options, success)
    except Failure as e:
        LOG.error("%s", e)
        print("Error signaling CloudFormation: %s" % e, file=sys.stderr)
        return 1
    LOG.info("CloudFormation signaled successfully with %s.", _word(success))
    return 0


def _word(success):
    return "SUCCESS" if success else "FAILURE"


def _success(made, options):
    if options.exit_code is not None:
        try:
            return int(options.exit_code) == 0
        except ValueError:
            made.error("The exit code must be a number: %s" % options.exit_code)
    return options.success is None or options.success.lower() in ("true", "yes", "y", "1", "t")


def _url(made, handle):
    """The URL itself; it may be given in Base64."""
    if not handle.startswith("http"):
        try:
            handle = base64.b64decode(handle, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            pass
    if not handle.startswith(("http://", "https://")):
        made.error("Not the URL of a wait condition's handle: %s" % handle)
    return handle


def _put(url, options, success):
    body = {
        "Status": _word(success),
        "Reason": options.reason or ("" if success else "No reason given"),
        "UniqueId": options.id or socket.gethostname(),
        "Data": options.data or "Application has completed configuration.",
    }
    # The handle's signature covers an empty content type.
    request = urllib.request.Request(
        url, data=json.dumps(body).encode(), method="PUT", headers={"Content-Type": ""}
    )
    aws.send(request, "The wait condition's handle")
