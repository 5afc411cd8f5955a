"""A figure as the SVG that is saved, but for its fonts: to cut them takes half the time."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infmap.figures import written


def drawn_svg(figure: Axes | Figure) -> str:
    """Return the drawing of a figure."""
    whole = figure.get_figure(root=True)
    assert isinstance(whole, Figure)
    return written._drawing(whole, written.words_of(whole))
