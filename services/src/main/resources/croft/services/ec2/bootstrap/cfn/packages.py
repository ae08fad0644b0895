"""Packages: of apt, yum or dnf, rpm, RubyGems and Python; in that order, as AWS documents."""

import os
import shutil
import subprocess

from cfn import amazonlinux
from cfn.log import LOG, Failure

KINDS = ("rpm", "yum", "dnf", "apt", "rubygems", "python")
SAID_LETTERS = 2000


def install(packages):
    """Installs what is missing; answers what it installed, by kind, for services to know."""
    changed = {}
    for kind in packages:
        if kind not in KINDS:
            raise Failure("Unsupported package manager: %s" % kind)
    for kind in KINDS:
        wanted = packages.get(kind)
        if wanted:
            changed[kind] = INSTALLERS[kind](_versions(kind, wanted))
            LOG.info("%s installed %s", kind.capitalize(), sorted(changed[kind]))
    return changed


def _versions(kind, wanted):
    """Lists of versions by name; an empty list asks for any. URLs are versions of rpm."""
    found = {}
    for name, versions in wanted.items():
        if isinstance(versions, str):
            versions = [versions] if versions else []
        if not isinstance(versions, list):
            raise Failure("Versions of the %s package %s must be a list" % (kind, name))
        found[name] = [str(version) for version in versions if version != ""]
    return found


def install_apt(wanted):
    names = {}
    for name, versions in wanted.items():
        names[name] = [name if not versions else "%s=%s" % (name, versions[-1])]
    return apt(names)


def install_yum(wanted):
    if shutil.which("dnf") or os.path.exists("/usr/bin/yum"):
        program = "/usr/bin/yum" if os.path.exists("/usr/bin/yum") else "dnf"
        return _by_rpm([program, "-y", "install"], wanted)
    names = {}
    for name, versions in wanted.items():
        debian = amazonlinux.debian_packages(name)
        names[name] = [
            package if not versions else "%s=%s*" % (package, versions[-1]) for package in debian
        ]
    changed = apt(names)
    amazonlinux.settle({package for name in wanted for package in amazonlinux.debian_packages(name)})
    return changed


def apt(names):
    """Installs apt's packages by the names they were asked for; answers those that were missing."""
    if not shutil.which("apt-get"):
        raise Failure("This image has no apt-get for the packages %s" % ", ".join(sorted(names)))
    missing = {
        name: packages
        for name, packages in names.items()
        if any("=" in package or not _is_installed(package) for package in packages)
    }
    if not missing:
        return set()
    packages = [package for name in sorted(missing) for package in missing[name]]
    _fetch_lists()
    unknown = _unknown(packages)
    for name in sorted(missing):
        lacking = sorted({package.partition("=")[0] for package in missing[name]} & unknown)
        if lacking:
            raise Failure(
                "Failed to install the package %s: apt has no %s" % (name, ", ".join(lacking))
            )
    run(["apt-get", "-y", "--no-install-recommends", "install"] + packages, sorted(missing))
    return set(missing)


def _fetch_lists():
    """Lists are fetched each time something is missing: old ones name files that are gone."""
    try:
        run(["apt-get", "-q", "update"], ["apt's lists"])
    except Failure as e:
        LOG.warning("%s", e)  # One source of several may be out of reach.


def _is_installed(package):
    said = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Status}", package],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return b"install ok installed" in said.stdout


def _unknown(packages):
    """Those of which apt knows none, or none that can be installed."""
    said = subprocess.run(
        ["apt-cache", "policy"] + [package.partition("=")[0] for package in packages],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        universal_newlines=True,
        env=dict(os.environ, LC_ALL="C.UTF-8"),
    ).stdout
    known, name = set(), None
    for line in said.splitlines():
        if not line.startswith(" "):
            name = line.rstrip(":")
        elif line.strip().startswith("Candidate:") and not line.endswith("(none)"):
            known.add(name)
    names = {package.partition("=")[0] for package in packages}
    return {one for one in names - known if not _is_virtual(one)}


def _is_virtual(name):
    """Whether other packages provide it."""
    said = subprocess.run(
        ["apt-cache", "showpkg", name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ).stdout
    return bool(said.partition(b"Reverse Provides:")[2].strip())


def install_dnf(wanted):
    if not shutil.which("dnf"):
        return install_yum(wanted)
    return _by_rpm(["dnf", "-y", "install"], wanted)


def _by_rpm(command, wanted):
    missing = {
        name: versions
        for name, versions in wanted.items()
        if versions or subprocess.call(["rpm", "-q", "--quiet", name]) != 0
    }
    for name in sorted(missing):
        versions = missing[name]
        run(command + [name if not versions else "%s-%s" % (name, versions[-1])], [name])
    return set(missing)


def install_rpm(wanted):
    if not shutil.which("rpm"):
        raise Failure("This image has no rpm for the packages %s" % ", ".join(sorted(wanted)))
    for name, urls in sorted(wanted.items()):
        for url in urls:
            run(["rpm", "-U", "--quiet", "--nosignature", "--replacepkgs", url], [name])
    return set(wanted)


def install_rubygems(wanted):
    if not shutil.which("gem"):
        raise Failure("There is no gem for the packages %s: rubygems is missing" % ", ".join(wanted))
    changed = set()
    for name, versions in wanted.items():
        for version in versions or [None]:
            exact = ["-v", version] if version else []
            if subprocess.call(["gem", "list", "-i", "^%s$" % name] + exact, stdout=subprocess.DEVNULL):
                run(["gem", "install", "--no-document", name] + exact, [name])
                changed.add(name)
    return changed


def install_python(wanted):
    if not shutil.which("pip3"):
        apt({"python-pip": ["python3-pip"]})
    for name, versions in sorted(wanted.items()):
        package = name if not versions else "%s==%s" % (name, versions[-1])
        command = ["pip3", "install", "-q"]
        if os.path.exists("/etc/debian_version"):
            command.append("--break-system-packages")
        run(command + [package], [name])
    return set(wanted)


def run(command, names):
    """Runs an installer, whose last words are the failure's."""
    surroundings = dict(os.environ, DEBIAN_FRONTEND="noninteractive", LC_ALL="C.UTF-8")
    surroundings.setdefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    LOG.debug("Running %s", command)
    said = subprocess.run(
        command,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    text = said.stdout.decode("utf-8", "replace")
    LOG.debug("It said:\n%s", text)
    if said.returncode:
        LOG.error("%s failed with %d:\n%s", " ".join(command), said.returncode, text[-SAID_LETTERS:])
        last = [line for line in text.splitlines() if line.strip()][-3:]
        raise Failure("Failed to install %s: %s" % (", ".join(names), " ".join(last)))


INSTALLERS = {
    "apt": install_apt,
    "dnf": install_dnf,
    "python": install_python,
    "rpm": install_rpm,
    "rubygems": install_rubygems,
    "yum": install_yum,
}
