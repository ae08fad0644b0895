"""Starts the program that the first argument names, with the rest."""

import importlib
import sys

PROGRAMS = {
    "cfn-init": "cfn.init",
    "cfn-signal": "cfn.signal",
    "cfn-get-metadata": "cfn.get_metadata",
    "cfn-hup": "cfn.hup",
    "yum": "cfn.yum",
}


def main():
    sys.path.insert(0, "/opt/aws/lib")
    name = sys.argv[1]
    try:
        sys.exit(importlib.import_module(PROGRAMS[name]).main(name, sys.argv[2:]))
    except KeyboardInterrupt:
        sys.exit(130)


main()
