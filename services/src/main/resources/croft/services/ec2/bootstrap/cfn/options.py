"""The options that the programs have in common."""

import argparse
import os
import sys


class Parser(argparse.ArgumentParser):
    """Ends with 1, as AWS's programs do, where Python's own ends with 2."""

    def error(self, message):
        self.print_help(sys.stderr)
        self.exit(1, "Error: %s\n" % message)


def parser(name, description):
    made = Parser(prog=name, description=description)
    made.add_argument("-f", "--credential-file", help="a file with AWSAccessKeyId= and AWSSecretKey=")
    made.add_argument("--role", help="the instance's role to call as")
    made.add_argument("--access-key", help="an access key to call as")
    made.add_argument("--secret-key", help="the access key's secret")
    made.add_argument("--region", help="CloudFormation's region")
    made.add_argument("-u", "--url", help="CloudFormation's endpoint")
    made.add_argument("--http-proxy", help="a proxy for HTTP")
    made.add_argument("--https-proxy", help="a proxy for HTTPS")
    made.add_argument("-v", "--verbose", action="store_true", help="log more")
    return made


def parse(made, arguments):
    options = made.parse_args(arguments)
    if options.access_key and not options.secret_key:
        made.error("An access key needs a secret key")
    for scheme in ("http", "https"):
        proxy = getattr(options, scheme + "_proxy")
        if proxy:
            os.environ[scheme + "_proxy"] = proxy
            os.environ["no_proxy"] = "169.254.169.254"
    return options
