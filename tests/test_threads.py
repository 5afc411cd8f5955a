"""Several threads at once: each gets what it gets alone, and what is the whole process's stays."""

import re
import sys
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path
from threading import Barrier, Event, Thread

import geopandas as gpd
import matplotlib as mpl
import pyogrio
import pytest
from fontTools import subset

import infmap
from infmap.catalogue.reading.formats.gdal import _isolation
from infmap.export import rings_bytes
from infmap.figures.inline import page_svg
from infmap.figures.written import figure_bytes, own_look, settings_of
from infmap.io.alone import gdal_options
from infmap.io.formats import FigureFormat

OF_GDAL = ("OGR_CURRENT_DATE", "GDAL_HTTP_TIMEOUT", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS")


def together(calls):
    """Return what calls return that begin at one moment, threads being switched at every step."""
    gate, interval = Barrier(len(calls)), sys.getswitchinterval()

    def begun(call):
        gate.wait()
        return call()

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(len(calls)) as pool:
            return [task.result() for task in [pool.submit(begun, call) for call in calls]]
    finally:
        sys.setswitchinterval(interval)


def settings():
    """Return what is the whole process's: of matplotlib, of warnings, of fontTools and of GDAL."""
    return (
        dict(mpl.rcParams),
        [*warnings.filters],
        warnings.showwarning,
        subset.load_font,
        [pyogrio.get_gdal_config_option(name) for name in OF_GDAL],
    )


@pytest.fixture
def callers():
    """Settings of a caller's own, which are to stay and to change no figure."""
    with mpl.rc_context({"font.size": 31, "svg.fonttype": "path", "pdf.fonttype": 3}):
        yield settings()


def drawn(cat, suffix, focus):
    ax = infmap.plot_map(cat, focus=focus, size="column", key=False)
    return page_svg(ax, "p-") if suffix == "page" else figure_bytes(ax, suffix, dpi=50)


@pytest.mark.thorough
def test_figures_drawn_at_once_have_the_bytes_they_have_alone(cat, callers):
    calls = [
        lambda what=what: drawn(cat, *what)
        for what in product([".svg", ".pdf", ".png", "page"], ["shuya", "deveselu"])
    ]
    alone = [call() for call in calls]
    assert together(calls) == alone
    assert settings() == callers


@pytest.mark.thorough
def test_one_figure_is_saved_by_several_at_once(cat, callers, tmp_path):
    ax = infmap.plot_map(cat, focus="shuya", size="column", key=False)
    suffixes = [".svg", ".pdf", ".png", ".svg"]
    alone = [figure_bytes(ax, suffix, dpi=50) for suffix in suffixes]
    assert together([lambda s=s: figure_bytes(ax, s, dpi=50) for s in suffixes]) == alone
    assert settings() == callers


@pytest.mark.thorough
def test_letters_that_are_lacking_are_told_of_each_figure(cat, callers):
    letters = "東京大阪"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        before = [*warnings.filters]
        together(
            [
                lambda letter=letter: figure_bytes(
                    infmap.plot_map(cat, focus="shuya", size="column", key=False, title=letter),
                    ".png",
                    dpi=50,
                )
                for letter in letters
            ]
        )
        assert warnings.filters == before
    told = sorted(str(one.message).partition(" in ")[0] for one in caught)
    assert told == sorted(f"no letter for {letter!r}" for letter in letters)


def test_layers_read_and_written_at_once_are_those_alone(cat, callers, tmp_path):
    path = tmp_path / "places.gpkg"
    layer = gpd.GeoDataFrame({"name": ["A"]}, geometry=gpd.points_from_xy([20], [54]), crs=4326)
    layer.to_file(path)
    rings = infmap.range_rings(cat, site="shuya")
    alone = rings_bytes(rings, ".gpkg")
    calls = [lambda: rings_bytes(rings, ".gpkg"), lambda: infmap.load_places(path)] * 2
    assert together(calls)[::2] == [alone] * 2
    assert settings() == callers


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    "changed",
    [own_look, partial(settings_of, FigureFormat.SVG), _isolation, partial(gdal_options, {})],
    ids=["drawing", "saving", "reading by GDAL", "writing by GDAL"],
)
def test_while_one_thread_has_settings_of_its_own_another_waits(changed):
    entered = Event()

    def enter():
        with gdal_options({}):
            entered.set()

    other = Thread(target=enter)
    with changed(), changed():  # the same thread may go on
        other.start()
        assert not entered.wait(0.3)
    other.join()
    assert entered.is_set()


#: What changes a setting of the whole process for a while.
CHANGES = ("warnings.catch_warnings(", "mpl.rc_context(", "set_gdal_config_options(", "load_font =")
#: A command is a process: it may hold its warnings while threads of its own read.
A_PROCESS = "cli/__init__.py"
#: Changed within what holds the lock.
HELD = {"io/alone.py": 2, "figures/faces.py": 3}


def test_whatever_changes_a_setting_of_the_process_is_alone():
    package = Path(infmap.__file__).parent
    found = Counter()
    for path in package.rglob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            if any(change in line for change in CHANGES) and not re.search(
                r"with (ALONE|gdal_options\(\w+\)), |^ *>>> ", line
            ):
                found[path.relative_to(package).as_posix()] += 1
    assert found == HELD | {A_PROCESS: 1}
