"""The publications that a brief cites, numbered in the order of first mention."""

from collections.abc import Iterable

from infmap.catalogue import Catalogue
from infmap.catalogue.publications import Source
from infmap.looks.words import read_text


class Citations:
    """Numbers for sources, in the order of first mention.

    Examples
    --------
    >>> import infmap
    >>> citations = Citations(infmap.load())
    >>> citations.numbers(["nasic-2017", "inf-treaty"]), citations.numbers(["inf-treaty"])
    ((1, 2), (2,))
    >>> citations.read
    ('not read', 'the passage read')
    """

    def __init__(self, cat: Catalogue) -> None:
        self._cat = cat
        self._cited: dict[str, Source] = {}

    def numbers(self, ids: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of publications, from 1; new ones are added."""
        named = [*filter(None, ids)]
        for ident in named:
            self._cited.setdefault(ident, self._cat.source(ident))
        order = list(self._cited)
        return tuple(sorted({order.index(ident) + 1 for ident in named}))

    @property
    def sources(self) -> tuple[Source, ...]:
        """The publications, in the order of their numbers."""
        return tuple(self._cited.values())

    @property
    def read(self) -> tuple[str, ...]:
        """How far each of them was read, in words; empty where nobody says.

        A publication that quotes it and is cited too is named by its number.
        """
        return tuple(map(self._read, self.sources))

    def _read(self, source: Source) -> str:
        order = list(self._cited)
        if source.quoted_by in order:
            return read_text(source.read, f"{order.index(source.quoted_by) + 1}")
        return self._cat.read_text(source)
