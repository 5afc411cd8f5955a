"""Finds coordinates that are spread over columns: degrees, minutes, seconds and side of the earth.

They are joined where the heads say plainly which column holds what of which coordinate. Any other
column that may be a piece of one is left for `checks` to refuse: degrees without their minutes are
another place, and degrees without their side may be on the other side of the earth.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from infmap.catalogue.reading.heads.forms import form_of
from infmap.catalogue.reading.heads.meanings import Meaning, Part
from infmap.catalogue.reading.heads.words import phrases, plain_words
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.values.degrees import Axis, axis_of_side
from infmap.catalogue.values.footnote_marks import without_marks_of_position
from infmap.catalogue.values.unmarked_degrees import Form

#: Two words of a head that are written as one: ``latd``, ``LONDEG``, ``latNS``.
_FUSED = re.compile(r"(lat|latitude|long?|lng|longitude)(d|deg|m|min|s|sec|ns|ew|dir|hemi|ref)")
#: A mark of seconds, or of minutes, at the end of a head.
_MARK = re.compile(r"""[\s(\[](?:(''|["\u2033\u201d]|\u2032\u2032)|['\u2032\u2019])[)\]]?$""")
#: Letters that mean a piece only beside degrees that say so: ``lat_d, lat_m, lat_s``.
_LETTERS = {"m", "s"}
_SIGN_OR_TWO = re.compile(r"[+\u2212-]1?|1|[NS][EWO]", re.IGNORECASE)
#: What a column of sides holds: of one coordinate, or of both.
_LETTERS_OF_SIDES = [re.compile(letters) for letters in ("[NS]", "[EWO]", "[NS][EWO]")]
#: Meanings that a head has by itself and that its table may show to be a piece's.
_MAY_BE_PIECES = {"lon", "lat", Part.OTHER_SIDE, Part.MINIMUM, Part.PIECE}


class Kind(StrEnum):
    """What a column holds of a coordinate."""

    DEGREES = "degrees"
    MINUTES = "minutes"
    SECONDS = "seconds"
    SIDE = "side"


@dataclass(frozen=True)
class Piece:
    """What the head of a column says that it holds."""

    kind: Kind
    #: ``lon`` or ``lat``, or an empty text where the head does not say it.
    axis: str
    #: Whether a single letter says it.
    by_letter: bool = False


@dataclass(frozen=True)
class Pieces:
    """The places of what belongs to the degrees in another column."""

    minutes: int | None = None
    seconds: int | None = None
    side: int | None = None

    @property
    def places(self) -> list[int]:
        """The columns that there are, in this order."""
        return [at for at in (self.minutes, self.seconds, self.side) if at is not None]


@lru_cache(maxsize=4096)
def _piece_of(head: str) -> Piece | None:
    """Return the piece that a head alone may mean, or None."""
    words = plain_words(head)
    if len(words) == 1 and (fused := _FUSED.fullmatch(words[0])):
        words = [fused[1], fused[2]]
    axes = {axis for axis in ("lon", "lat") for word in words if word in phrases(axis)}
    # Programs tell columns of one name apart by a number.
    rest = [
        word
        for word in words
        if not word.isdecimal() and word not in phrases("lon") | phrases("lat")
    ]
    both = _axis_of_both_sides(rest)
    if both and not axes - {both}:
        beside = {*rest} - _sides_of(both) - phrases("side_piece") - {"or"}
        return Piece(Kind.SIDE, both) if not beside else None
    if len(axes) > 1:
        return None
    axis = next(iter(axes), "")
    rest = [word for word in rest if word not in {"gps", "geo", "wgs84", "coordinate", "coord"}]
    mark = _MARK.search(head) if not rest else None
    if mark and axis:
        return Piece(Kind.SECONDS if mark[1] else Kind.MINUTES, axis)
    for kind in Kind:
        if rest and {*rest} <= phrases(f"{kind}_piece"):
            return Piece(kind, axis, by_letter=bool({*rest} & _LETTERS))
    return None


def _sides_of(axis: str) -> frozenset[str]:
    both = {"lat": {"ns", "sn"}, "lon": {"ew", "we", "o"}}[axis]
    names = ("north", "south") if axis == "lat" else ("east", "west")
    return frozenset(both).union(*map(phrases, names))


def _axis_of_both_sides(words: Sequence[str]) -> str:
    """Return the axis of which words name both sides, as in N/S or east-west, or an empty text."""
    named = {*words}
    if named & {"ns", "sn"} or (named & phrases("north") and named & phrases("south")):
        return "lat"
    east = phrases("east") | {"o"}
    return "lon" if named & {"ew", "we"} or (named & east and named & phrases("west")) else ""


def pieces_of(sheet: Sheet, meanings: Sequence[Meaning | None]) -> dict[int, Piece]:
    """Return the columns that are, or may be, pieces of coordinates beside their degrees.

    What the other heads and the cells tell is taken into account: ``lat min`` beside ``lat max`` is
    the least latitude, and a column without a side of the earth is none.
    """
    found = {place: piece for place, head in enumerate(sheet.heads) if (piece := _piece_of(head))}
    degrees = {piece.axis for piece in found.values() if piece.kind is Kind.DEGREES}
    found = {at: piece for at, piece in found.items() if piece.kind is not Kind.DEGREES}
    whole = {
        meaning.what
        for place, meaning in enumerate(meanings)
        if meaning is not None and place not in found
    }
    most = {_axis_of_most(head) for head in sheet.heads}

    def is_one(place: int, piece: Piece) -> bool:
        meaning = meanings[place]
        if meaning is not None and meaning.what not in _MAY_BE_PIECES:
            return False
        if meaning is not None and meaning.what in {"lon", "lat"} and meaning.what not in whole:
            return False  # the only column of its coordinate, such as Lat (N/S)
        if piece.by_letter and not (piece.axis and piece.axis in degrees):
            return False
        if piece.kind is not Kind.SIDE:
            return piece.kind is not Kind.MINUTES or piece.axis not in most
        cells = sheet.filled(place)
        return not cells or any(map(_may_be_side, cells))

    return {place: piece for place, piece in found.items() if is_one(place, piece)}


def bounds_in(sheet: Sheet) -> set[int]:
    """Return the columns of the least of a coordinate: ``lat_deg_min`` beside ``lat_deg_max``."""
    most = {_axis_of_most(head) for head in sheet.heads} - {None}
    return {
        place
        for place, head in enumerate(sheet.heads)
        if form_of(head) is Form.MINUTES
        and "min" in plain_words(head)
        and any(axis and {*plain_words(head)} & phrases(axis) for axis in most)
    }


def _axis_of_most(head: str) -> str | None:
    """Return the axis of which a head is the most, or an empty text for a bare ``max``, or None."""
    words = {*plain_words(head)}
    if not words & phrases("maximum"):
        return None
    axes = [axis for axis in ("lon", "lat") if words & phrases(axis)]
    return axes[0] if axes else "" if words <= phrases("maximum") else None


def degrees_with_pieces(
    sheet: Sheet, found: Mapping[int, Piece], degrees: Mapping[Axis, Sequence[int]]
) -> dict[int, Pieces]:
    """Return what belongs to the degrees in each column, where the heads say it plainly.

    Parameters
    ----------
    sheet : Sheet
    found : mapping
        The result of `pieces_of`.
    degrees : mapping
        The columns of each coordinate, ``lon`` and ``lat``.
    """
    joined = {}
    for axis, places in degrees.items():
        by_kind = [
            [at for at, piece in found.items() if piece.axis == axis and piece.kind is kind]
            for kind in (Kind.MINUTES, Kind.SECONDS, Kind.SIDE)
        ]
        # Decimal degrees may stand beside degrees that say that they are of several columns.
        said = [at for at in places if _kind_of(sheet.heads[at]) is Kind.DEGREES]
        owner = said if by_kind[0] and len(said) == 1 else places
        pieces = Pieces(*(next(iter(at), None) for at in by_kind))
        if not pieces.places or len(owner) != 1 or max(map(len, by_kind)) > 1:
            continue
        plainly = bool(said) or pieces.seconds is not None or pieces.side is not None
        if (pieces.minutes is None or plainly) and (pieces.seconds is None or by_kind[0]):
            joined[owner[0]] = pieces
    return joined


def _kind_of(head: str) -> Kind | None:
    piece = _piece_of(head)
    return None if piece is None else piece.kind


def may_be_piece(
    sheet: Sheet, place: int, found: Mapping[int, Piece], coordinates: set[int]
) -> bool:
    """Return whether an unread column may be a piece of the coordinates in other columns.

    Its head says so; or says minutes, seconds or side, and it stands beside a coordinate or
    another piece; or all that it holds are letters of sides. North and east change nothing
    where they are alone, and N may be a no.
    """
    beside = {place - 1, place + 1} & {*coordinates, *found}
    if place in found and (found[place].axis or beside):
        return True
    letters = [str(cell).strip().upper() for cell in sheet.filled(place)]
    are_sides = any(all(map(pattern.fullmatch, letters)) for pattern in _LETTERS_OF_SIDES)
    return are_sides and any({*letter} & {"S", "W"} for letter in letters)


def _may_be_side(cell: object) -> bool:
    """Return whether a cell is a side of the earth, two of them, or the sign of one."""
    text = without_marks_of_position(str(cell)).strip(' "')
    return bool(_SIGN_OR_TWO.fullmatch(text)) or axis_of_side(text) is not None
