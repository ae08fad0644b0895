"""cfn-init: makes an instance what AWS::CloudFormation::Init of a resource's metadata says.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-init.html
"""

import json
import os
import sys
import traceback

from cfn import accounts, aws, commands, files, packages, services
from cfn.download import Downloads
from cfn.log import COMMAND_LOG, LOG, Failure, open_logs
from cfn.options import parse, parser

KEY = "AWS::CloudFormation::Init"
SECTIONS = ("packages", "groups", "users", "sources", "files", "commands", "services")
KEPT = "/var/lib/cfn-init/data/metadata.json"


def main(name, arguments):
    made = parser(name, "Installs, writes and starts what a resource's metadata says.")
    made.add_argument("-s", "--stack", help="the stack's name or id")
    made.add_argument("-r", "--resource", help="the resource's logical id")
    made.add_argument("-c", "--configsets", default="default", help="config sets, with commas")
    made.add_argument("file", nargs="?", help="a file with metadata instead of a stack; - reads them")
    options = parse(made, arguments)
    if not options.file and not (options.stack and options.resource):
        made.error("You must specify both a stack name and logical resource id")
    os.umask(0o022)
    open_logs(name, options.verbose, commands=True)
    try:
        cloudformation = aws.CloudFormation(options)
        metadata = _metadata(options, cloudformation)
        LOG.info("-----------------------Starting build-----------------------")
        _build(metadata, options.configsets.split(","), cloudformation)
        LOG.info("-----------------------Build complete-----------------------")
    except Failure as e:
        LOG.error("-----------------------BUILD FAILED!------------------------")
        LOG.error("%s", e)
        print("Error occurred during build: %s" % e, file=sys.stderr)
        return 1
    except Exception as e:  # Whatever it is, a template's script waits for an exit code.
        LOG.error("-----------------------BUILD FAILED!------------------------")
        LOG.error("Unhandled exception during build: %s", traceback.format_exc())
        print("Error occurred during build: %s: %s" % (type(e).__name__, e), file=sys.stderr)
        return 1
    return 0


def _metadata(options, cloudformation):
    if options.file:
        with sys.stdin if options.file == "-" else open(options.file) as file:
            metadata = json.load(file)
    else:
        metadata = cloudformation.metadata(options.stack, options.resource)
    if KEY not in metadata:
        raise Failure("Could not find '%s' key in template metadata" % KEY)
    os.makedirs(os.path.dirname(KEPT), mode=0o700, exist_ok=True)
    with open(os.open(KEPT, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        json.dump(metadata, file, indent=4)
    return metadata


def _build(metadata, names, cloudformation):
    init = metadata[KEY]
    downloads = Downloads(metadata.get("AWS::CloudFormation::Authentication"), cloudformation)
    LOG.info("Running configSets: %s", ", ".join(names))
    for name in names:
        LOG.info("Running configSet %s", name)
        for config in configs(init, name.strip(), ()):
            _run(config, init[config], downloads)
    LOG.info("ConfigSets completed")


def configs(init, name, above):
    """The configs of a set, in order; a set may hold names of configs and other sets."""
    if name in above:
        raise Failure("Circular dependency among config sets: %s" % " -> ".join(above + (name,)))
    sets = init.get("configSets")
    if not sets or name not in sets:
        if name == "default" and "config" in init:
            return ["config"]
        raise Failure("No ConfigSet found with the name %s" % name)
    found = []
    members = sets[name] if isinstance(sets[name], list) else [sets[name]]
    for member in members:
        if isinstance(member, dict) and set(member) == {"ConfigSet"}:
            found += configs(init, member["ConfigSet"], above + (name,))
        elif isinstance(member, str) and member in init and member != "configSets":
            found.append(member)
        else:
            raise Failure("ConfigSet %s names a config that is not there: %s" % (name, member))
    return found


def _run(name, config, downloads):
    LOG.info("Running config %s", name)
    COMMAND_LOG.info("=" * 60)
    COMMAND_LOG.info("Config %s", name)
    for section in config:
        if section not in SECTIONS:
            raise Failure("Config %s has an unknown section %s" % (name, section))
    changes = {"packages": packages.install(config.get("packages") or {})}
    accounts.make_groups(config.get("groups") or {})
    accounts.make_users(config.get("users") or {})
    changes["sources"] = files.unpack_sources(config.get("sources") or {}, downloads)
    changes["files"] = files.write_files(config.get("files") or {}, downloads)
    changes["commands"] = commands.run_commands(config.get("commands") or {})
    services.manage(config.get("services") or {}, changes)
