"""Parses a KML or GPX with limits, and passes its elements to a function one by one."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from infmap.catalogue.reading.faults import CUT_IT, MOST_UNPACKED_BYTES, Reading
from infmap.catalogue.values.refused import RefusedError

#: The deepest nesting of elements.
MOST_DEPTH = 100
#: The most elements and attributes of one placemark. All corners of an area are in one element.
MOST_ELEMENTS = 100_000
_FOLDER = "Folder"
SAVE_PLACES = "save the places again from Google Earth, or as GeoJSON"


class FullError(Exception):
    """Raised when there are too many rows, after the fault."""


def take_elements(
    reading: Reading,
    data: bytes,
    root: str,
    namespace: re.Pattern[str],
    wanted: set[str],
    take: Callable[[Element], None],
    *,
    folders: list[str] | None = None,
) -> bool:
    """Call `take` with each element that has a wanted name; return False after a fault.

    `folders` holds, while `take` is called, the names of the folders around the element.
    """
    if len(data) > MOST_UNPACKED_BYTES:
        problem = f"is larger than {MOST_UNPACKED_BYTES / 1e6:.0f} MB"
        reading.fault(None, None, problem, None, CUT_IT)
        return False
    form = root.upper()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    builder: TreeBuilder | None = None
    depth = began = elements = 0
    # Of each element that is open and not wanted, its own name.
    around: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal builder, depth, began, elements
        if depth == 0 and not _is_root(name, attributes, root, namespace):
            raise RefusedError(f"is XML and no {form}", f"export the places as {form} or GeoJSON")
        depth += 1
        if depth > MOST_DEPTH:
            raise RefusedError("is nested too deeply", "save only the places in it")
        if builder is None:
            if local(name) not in wanted:
                around.append(local(name))
                if folders is not None and around[-1] == _FOLDER:
                    folders.append("")
                return
            builder, began, elements = TreeBuilder(), depth, 0
        elements += 1 + len(attributes)
        if elements > MOST_ELEMENTS:
            raise RefusedError("holds a place of too many pieces", "save only the places in it")
        builder.start(name, attributes)

    def end(name: str) -> None:
        nonlocal builder, depth
        if builder is not None:
            builder.end(name)
            if depth == began:
                whole, builder = builder.close(), None
                take(whole)
        elif around.pop() == _FOLDER and folders is not None:
            folders.pop()
        depth -= 1

    def text(written: str) -> None:
        if builder is not None:
            builder.data(written)
        elif folders is not None and around[-2:] == [_FOLDER, "name"]:
            folders[-1] += written

    def no_doctype(*_: object) -> None:
        raise RefusedError("holds a DOCTYPE", f"delete it, or save the places again as {form}")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = no_doctype
    try:
        parser.Parse(data, True)
    except FullError:
        return False
    except RefusedError as refused:
        reading.fault(None, None, refused.problem, None, refused.remedy)
        return False
    except expat.ExpatError as error:
        problem = f"is no {form} that can be read, from line {error.lineno} on"
        reading.fault(None, None, problem, expat.ErrorString(error.code), SAVE_PLACES)
        return False
    except (ValueError, LookupError):  # an encoding that Python or expat does not support
        reading.fault(None, None, "is in an encoding that is not read", None, "save it in UTF-8")
        return False
    return True


def _is_root(name: str, attributes: dict[str, str], root: str, namespace: re.Pattern[str]) -> bool:
    prefix, _, local = name.rpartition(":")
    declared = attributes.get(f"xmlns:{prefix}" if prefix else "xmlns")
    return local == root and (declared is None or bool(namespace.match(declared.strip())))


def local(name: str) -> str:
    """Return a name without its prefix, which some files use without declaring it."""
    return name.rpartition(":")[2]
