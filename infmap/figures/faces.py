"""The type of print: Source Sans and Source Serif, with DejaVu Sans for letters they lack.

The files come with packages, so that a figure has the same letters on every machine, and are
written into every PDF and SVG.
"""

import io
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, TypeAlias

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.font_manager import FontEntry, get_font

Weight: TypeAlias = Literal["normal", "semibold", "bold"]

_FALLBACK = "DejaVu Sans"  # comes with matplotlib
#: Families in the order in which a letter is looked for.
SANS = ("Source Sans Pro", _FALLBACK)
SERIF = ("Source Serif Pro", _FALLBACK)
WEIGHTS: dict[Weight, int] = {"normal": 400, "semibold": 600, "bold": 700}

# What a browser does to a line without being asked.
_FEATURES = ["calt", "ccmp", "fina", "init", "isol", "kern", "liga", "locl", "mark", "medi"]
_FEATURES += ["mkmk", "rlig"]


@dataclass(frozen=True)
class Face:
    """One cut of a family: a file."""

    family: str
    weight: int
    path: str


@cache
def all_faces() -> tuple[Face, ...]:
    """Return the faces that infmap prints with."""
    sans, serif = _folder("font_source_sans_pro"), _folder("font_source_serif_pro")
    dejavu = Path(mpl.get_data_path(), "fonts", "ttf")
    return tuple(
        Face(family, weight, str(path))
        for family, weight, path in (
            (SANS[0], 400, sans / "SourceSansPro-Regular.ttf"),
            (SANS[0], 600, sans / "SourceSansPro-Semibold.ttf"),
            (SANS[0], 700, sans / "SourceSansPro-Bold.ttf"),
            (SERIF[0], 600, serif / "SourceSerifPro-Semibold.ttf"),
            (_FALLBACK, 400, dejavu / "DejaVuSans.ttf"),
            (_FALLBACK, 700, dejavu / "DejaVuSans-Bold.ttf"),
        )
    )


def _folder(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "files"


def register() -> None:
    """Tell matplotlib of the faces, for all figures of this process; again changes nothing.

    Only its list of fonts is added to: the caller's settings and other fonts stay.
    """
    # Of two files of one name the first in the list is taken, so these stand before fonts of the
    # machine, which may be of another version.
    known, entries = font_manager.fontManager.ttflist, _entries()
    if known[: len(entries)] != list(entries):
        known[:0] = entries
        font_manager.fontManager._findfont_cached.cache_clear()  # type: ignore[attr-defined]


@cache
def _entries() -> tuple[FontEntry, ...]:
    """Return the faces as matplotlib lists them: a file for every weight of every family."""
    return tuple(
        FontEntry(
            fname=_nearest(family, weight).path,
            name=family,
            style="normal",
            variant="normal",
            weight=weight,
            stretch="normal",
            size="scalable",
        )
        for family in dict.fromkeys(SANS + SERIF)
        for weight in WEIGHTS.values()
    )


@cache
def _nearest(family: str, weight: int) -> Face:
    cuts = [face for face in all_faces() if face.family == family]
    return min(cuts, key=lambda cut: abs(cut.weight - weight))


def face_of(letter: str, families: Iterable[str], weight: int) -> Face | None:
    """Return the face that sets a letter, or None where no face has it.

    Families that are not infmap's are passed over; of weights the nearest is taken.

    Examples
    --------
    >>> [face_of(letter, SANS, 600).family for letter in "aљ✈"]
    ['Source Sans Pro', 'Source Sans Pro', 'DejaVu Sans']
    >>> face_of("東", SANS, 400) is None
    True
    """
    faces = faces_for(families, weight)
    return next((face for face in faces if ord(letter) in _letters(face.path)), None)


def faces_for(families: Iterable[str], weight: int) -> list[Face]:
    """Return the faces that set a text, in the order in which a letter is looked for."""
    return [_nearest(family, weight) for family in families if family in SANS + SERIF]


@cache
def _letters(path: str) -> frozenset[int]:
    return frozenset(get_font(path).get_charmap())


def css(letters_by_face: Mapping[Face, str]) -> str:
    """Return the ``@font-face`` rules that carry letters within a file, only those in use.

    Examples
    --------
    >>> face = face_of("a", SANS, 400)
    >>> css({face: "abc"})[:62]
    "@font-face{font-family:'Source Sans Pro';font-weight:400;src:u"
    """
    return "\n".join(
        f"@font-face{{font-family:'{face.family}';font-weight:{face.weight};"
        f"src:url(data:font/woff;base64,{_subset(face.path, ''.join(sorted(set(letters))))}) "
        "format('woff')}"
        for face, letters in sorted(
            letters_by_face.items(), key=lambda item: (item[0].family, item[0].weight)
        )
        if letters
    )


@cache
def _subset(path: str, letters: str) -> str:
    """Return a font of some letters, as WOFF in base64."""
    import uharfbuzz as hb
    from fontTools.ttLib import TTFont

    asked = hb.SubsetInput()
    asked.flags = hb.SubsetFlags.NO_HINTING
    asked.unicode_set.update(map(ord, letters))
    asked.layout_feature_tag_set.clear()
    asked.layout_feature_tag_set.update(map(_tag, _FEATURES))
    asked.drop_table_tag_set.add(_tag("FFTM"))  # of FontForge, not for readers
    face = hb.subset(hb.Face(hb.Blob.from_file_path(path)), asked)
    data = io.BytesIO()
    with TTFont(io.BytesIO(face.blob.data), lazy=True, recalcTimestamp=False) as font:
        font.flavor = "woff"
        font.save(data)
    return b64encode(data.getvalue()).decode()


def _tag(name: str) -> int:
    """Return a table's or a feature's name as the number that a font has for it."""
    return int.from_bytes(name.encode(), "big")


@contextmanager
def without_layout() -> Iterator[None]:
    """Have fonts embedded without the tables that place letters beside each other.

    In a PDF each letter stands where it is put; in a font, taking letters out of these tables takes
    longer than drawing the figure.

    Examples
    --------
    >>> from fontTools import subset
    >>> path = face_of("a", SANS, 400).path
    >>> with without_layout(), subset.load_font(path, subset.Options()) as font:
    ...     "GPOS" in font, "glyf" in font
    (False, True)
    """
    from fontTools import subset

    load_font = subset.load_font

    def load(*args: Any, **options: Any) -> Any:
        font = load_font(*args, **options)
        for table in {"GDEF", "GPOS", "GSUB"} & {*font.keys()}:
            del font[table]
        return font

    subset.load_font = load
    try:
        yield
    finally:
        subset.load_font = load_font
