"""Files and sources: what is written, linked and unpacked."""

import base64
import binascii
import io
import json
import os
import re
import tarfile
import tempfile
import zipfile

from cfn import accounts, mustache
from cfn.log import LOG, Failure

GITHUB = re.compile(r"^https?://(api\.|codeload\.)?github\.com/.*(tar|zip)(ball|\.gz|/)")


def write_files(files, downloads):
    """Writes files; answers the paths of those that changed."""
    changed = set()
    for path, wanted in sorted(files.items()):
        if not path.startswith("/"):
            raise Failure("The path of a file must be absolute: %s" % path)
        if _write(path, wanted, downloads):
            changed.add(path)
    return changed


def _write(path, wanted, downloads):
    try:
        mode = int(str(wanted.get("mode", "000644")), 8)
    except ValueError:
        raise Failure("The mode of %s is no octal number: %s" % (path, wanted.get("mode")))
    os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
    content = _content(path, wanted, downloads)
    if mode & 0o170000 == 0o120000:
        return _link(path, content.decode().strip())
    owner, group = accounts.numbers(wanted.get("owner", "root"), wanted.get("group", "root"))
    changed = _replace(path, content, mode & 0o7777, (owner, group))
    LOG.debug("%s %s", "Wrote" if changed else "Kept", path)
    return changed


def _content(path, wanted, downloads):
    if ("content" in wanted) == ("source" in wanted):
        raise Failure("The file %s must have either content or source" % path)
    if "source" in wanted:
        content = downloads.fetch(wanted["source"], wanted.get("authentication"))
    elif isinstance(wanted["content"], str):
        content = wanted["content"].encode()
        encoding = wanted.get("encoding", "plain")
        if encoding == "base64":
            try:
                content = base64.b64decode(content, validate=False)
            except binascii.Error as e:
                raise Failure("The content of %s is no Base64: %s" % (path, e))
        elif encoding != "plain":
            raise Failure("The encoding of %s must be plain or base64" % path)
    else:
        content = json.dumps(wanted["content"], indent=4).encode()
    if "context" in wanted:
        content = mustache.render(content.decode(), wanted["context"]).encode()
    return content


def _link(path, target):
    if os.path.islink(path) and os.readlink(path) == target:
        return False
    if os.path.lexists(path):
        os.remove(path)
    os.symlink(target, path)
    return True


def _replace(path, content, mode, owners):
    """Writes beside the file and moves over it: nobody reads half, and secrets are never open."""
    try:
        with open(path, "rb") as file:
            same = not os.path.islink(path) and file.read() == content
    except OSError:
        same = False
    if same:
        os.chown(path, *owners)
        os.chmod(path, mode)
        return False
    number, fresh = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".cfn-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        os.chown(fresh, *owners)
        os.chmod(fresh, mode)
        os.replace(fresh, path)
    except OSError:
        os.unlink(fresh)
        raise
    return True


def unpack_sources(sources, downloads):
    """Unpacks archives into folders; answers the folders."""
    for folder, url in sorted(sources.items()):
        archive = downloads.fetch(url)
        os.makedirs(folder, exist_ok=True)
        strip = bool(GITHUB.match(url))  # One folder, named by the commit, holds everything.
        if zipfile.is_zipfile(io.BytesIO(archive)):
            _unzip(archive, folder, strip)
        else:
            _untar(url, archive, folder, strip)
        LOG.info("Unpacked %s into %s", url, folder)
    return set(sources)


def _untar(url, archive, folder, strip):
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            members = []
            for member in tar.getmembers():
                member.name = _inside(member.name, strip)
                if member.name:
                    members.append(member)
            # What leads out of the folder is refused, where this Python knows how to.
            tar.extractall(folder, members, **({"filter": "tar"} if hasattr(tarfile, "tar_filter") else {}))
    except tarfile.TarError as e:
        raise Failure("%s is neither a tar nor a zip archive that can be unpacked: %s" % (url, e))


def _unzip(archive, folder, strip):
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        for member in packed.infolist():
            member.filename = _inside(member.filename, strip)
            if member.filename:
                path = packed.extract(member, folder)
                mode = member.external_attr >> 16 & 0o777
                if mode:
                    os.chmod(path, mode)


def _inside(name, strip):
    return name.partition("/")[2] if strip else name
