"""Mustache (https://mustache.github.io/mustache.5.html), for files with a context; no partials."""

import html
import re

TAG = re.compile(r"\{\{\{\s*(?P<raw>[^}]+?)\s*\}\}\}|\{\{(?P<kind>[#^/!&]?)\s*(?P<name>[^}]*?)\s*\}\}")
ALONE = re.compile(r"^[ \t]*(\{\{[#^/!][^}]*\}\})[ \t]*\r?\n", re.MULTILINE)


def render(template, context):
    # A line with nothing but a section's or comment's tag does not show.
    text, _ = _render(ALONE.sub(r"\1", template), 0, [context], None)
    return text


def _render(template, at, contexts, section):
    """The text up to the section's end, and where that end is."""
    written = []
    while True:
        tag = TAG.search(template, at)
        if not tag:
            written.append(template[at:])
            return "".join(written), len(template)
        written.append(template[at : tag.start()])
        at = tag.end()
        kind, name = tag.group("kind"), tag.group("name")
        if tag.group("raw") or kind == "&":
            written.append(_text(_find(tag.group("raw") or name, contexts)))
        elif kind == "/":
            if name == section:
                return "".join(written), at
        elif kind in ("#", "^"):
            text, at = _section(template, at, contexts, (kind, name))
            written.append(text)
        elif kind == "":
            written.append(html.escape(_text(_find(name, contexts))))


def _section(template, at, contexts, opened):
    kind, name = opened
    value = _find(name, contexts)
    _, end = _render(template, at, contexts, name)
    if kind == "^":
        return (_render(template, at, contexts, name)[0] if not value else ""), end
    items = value if isinstance(value, list) else [value] if value else []
    return "".join(_render(template, at, contexts + [item], name)[0] for item in items), end


def _find(name, contexts):
    if name == ".":
        return contexts[-1]
    first, _, rest = name.partition(".")
    for context in reversed(contexts):
        if isinstance(context, dict) and first in context:
            value = context[first]
            for key in rest.split(".") if rest else []:
                value = value.get(key) if isinstance(value, dict) else None
            return value
    return None


def _text(value):
    return "" if value is None else str(value)
