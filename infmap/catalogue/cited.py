"""The publications that rows cite, and how far each was read."""

from collections.abc import Mapping
from functools import cached_property

from infmap.arguments import checks_kinds
from infmap.catalogue.given import row_given
from infmap.catalogue.publications import Source
from infmap.catalogue.rows import Claim
from infmap.io.escaping import is_web_address
from infmap.looks.words import read_text


class Cited:
    """Base for a class with a table of publications, each of which rows may cite."""

    source_rows: tuple[Source, ...]

    @cached_property
    def source_by_id(self) -> dict[str, Source]:
        """The sources by id."""
        return {row.id: row for row in self.source_rows}

    @checks_kinds
    def source(self, text: str) -> Source:
        """Return the publication that a row cites.

        Parameters
        ----------
        text : str
            Its id, or any text: a caller's own row may cite a publication that is not listed.

        Returns
        -------
        Source
            For a text that is no id, a source with the text as its title, or as title and address.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> cat.source("geonames").publisher, cat.source("our own survey").citation
        ('GeoNames', 'our own survey')
        """
        address = text if is_web_address(text) else ""
        return self.source_by_id.get(text) or Source.model_construct(
            id=text, type="document", title=text, URL=address
        )

    @checks_kinds
    def is_unread(self, claim: Claim | Mapping[str, object]) -> bool:
        """Return whether nobody read the publication that a figure stands in.

        Parameters
        ----------
        claim : Claim or row of claims
            One party's figure, of `claim_rows`, or the same row of the table.

        Returns
        -------
        bool
            False too for a publication that is not listed, or of which nobody says.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> [claim.claimant for claim in cat.claims_by_system["ss-23"] if cat.is_unread(claim)]
        ['US DoD']
        """
        claim = row_given(claim, Claim, "claim")
        return self.source(claim.source_id).is_unread

    @checks_kinds
    def read_text(self, source: Source) -> str:
        """Return in words how far a publication was read.

        Parameters
        ----------
        source : Source
            From `source`.

        Returns
        -------
        str
            The publication that quotes it is written out; empty where nobody says.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> cat.read_text(cat.source("nasic-2017")), cat.read_text(cat.source("our own survey"))
        ('not read', '')
        """
        return read_text(source.read, source.quoted_by and self.source(source.quoted_by).citation)
