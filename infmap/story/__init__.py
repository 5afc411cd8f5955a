"""Stories: Markdown whose headings turn the map, written as one scrolling page."""

from pathlib import Path

from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue, load
from infmap.catalogue.values.units import read_units
from infmap.io.files import refuse_inputs, write_whole
from infmap.io.formats import PageFormat
from infmap.looks.distances import Units


@checks_kinds
def save_story(
    source: str | Path, path: str | Path, cat: Catalogue | None = None, *, units: str = Units.KM
) -> None:
    r"""Write a story from Markdown as one HTML file: its text, beside it a map that follows.

    Parameters
    ----------
    source : path
        A Markdown file: ``# Title``, then ``##`` headings. Each may end in a state of the map, as
        in ``## The charge {site=shuya account=opponent date=2019-02-10}``. ``[@id]`` cites a
        publication that ``infmap list sources`` has; pictures lie beside the file.
    path : path
        Where to write; it ends in ``.html``.
    cat : Catalogue, optional
        From `infmap.load`, not filtered: each state says what is shown. Without it infmap's own.
    units : {"km", "mi", "nmi"}
        What distances are told in where a state does not say.

    Raises
    ------
    InfmapError
        With every fault of the file, by line; or if the page cannot be written.

    Examples
    --------
    >>> import infmap, pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "story.md")
    >>> _ = file.write_text("# Whose number?\n\n## Shuya {site=shuya date=2019-02-10}\n\nA town.\n")
    >>> infmap.save_story(file, file.with_suffix(".html"))
    >>> "<h1>Whose number?</h1>" in file.with_suffix(".html").read_text("utf-8")
    True
    """
    from infmap.story.document import story_text
    from infmap.story.reading import read_story

    PageFormat.of(Path(path).suffix)
    refuse_inputs(path, [source])
    story = read_story(source, load() if cat is None else cat, read_units(units))
    write_whole(path, story_text(story))
