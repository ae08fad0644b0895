"""cfn-get-metadata: prints a resource's metadata, or one key of it."""

import json
import sys

from cfn import aws
from cfn.log import Failure
from cfn.options import parse, parser


def main(name, arguments):
    made = parser(name, "Prints the metadata of a stack's resource.")
    made.add_argument("-s", "--stack", required=True, help="the stack's name or id")
    made.add_argument("-r", "--resource", required=True, help="the resource's logical id")
    made.add_argument("-k", "--key", help="a key of the metadata, with dots for what is inside")
    options = parse(made, arguments)
    try:
        found = aws.CloudFormation(options).metadata(options.stack, options.resource)
    except Failure as e:
        print("Error retrieving metadata: %s" % e, file=sys.stderr)
        return 1
    if options.key:
        found = inside(found, options.key)
        if found is None:
            print("Error: No metadata found for key %s" % options.key, file=sys.stderr)
            return 1
    print(found if isinstance(found, str) else json.dumps(found, indent=4))
    return 0


def inside(value, path):
    """What is at a path of keys with dots between them; None when nothing is."""
    for key in path.split(".") if path else []:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return value
