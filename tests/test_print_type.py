"""The type of printed figures: what a file says, in which letters, how wide and how small."""

import io
import os
import re
import shutil
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ET
import zlib
from base64 import b64decode
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pytest
import resvg_py
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.text import Text
from PIL import Image
from sample import examples

from infmap.errors import ReadingNote, printable
from infmap.figures import figure_bytes, plot_map
from infmap.figures.faces import SANS, SERIF, WEIGHTS, all_faces, css, face_of, register
from infmap.figures.inline import page_svg
from infmap.figures.lettering import text_width
from infmap.figures.paragraphs import TIE, Run, set_runs, tied, write_runs
from infmap.figures.written import describe, font_css, halo

SVG = "{http://www.w3.org/2000/svg}"
#: Sheets of one site in every size, and one of several sites.
SIZES = ("column", "page", "slide", "several")
HALF = "\ud800 \ufffe"  # no letters at all: matplotlib draws no such text
HOSTILE = (
    "</text><script>alert(1)</script>",
    "</title></desc><script/>",
    "]]> <![CDATA[ & &amp; &#0; <!-- -->",
    '" onload="alert(1)',
    "$x^2$ \\frac{1}{2}",
    "a\x00b\x1bc\x0bd",
    'url(#x) id="x" href="#x"',
)
NAMES = ("القاهرة", "ירושלים", "Київ", "Αθήνα", "Երևան", "თბილისი", "Hà Nội", "Åland", "e\u0301")


@pytest.fixture(scope="module")
def files(debate):
    """Draw a sheet of a size, in every format, once for all tests that look at it."""

    @cache
    def made(size):
        sites = ["shuya", "deveselu"] if size == "several" else ["shuya"]
        paper = "page" if size == "several" else size
        figure = plot_map(debate, site=sites, size=paper).figure
        return figure, *(figure_bytes(figure, suffix) for suffix in (".svg", ".pdf"))

    return made


def sheet_of(*names, **look):
    """Return a small sheet with some names on it."""
    figure = Figure(figsize=(4, 3))
    for k, name in enumerate(names):
        figure.text(0.1, 0.9 - 0.09 * k, name, family=SANS, fontsize=8, parse_math=False, **look)
    return figure


def svg_of(figure):
    return figure_bytes(figure, ".svg").decode()


def words_of(svg):
    """Return what each text of a drawing says, lines as they follow."""
    texts = ET.fromstring(svg).iter(f"{SVG}text")
    return Counter(" ".join("".join(text.itertext()).split()) for text in texts)


def opened(svg):
    png = resvg_py.svg_to_bytes(
        svg_string=svg, dpi=72, font_files=[face.path for face in all_faces()]
    )
    return np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGB"))


def streams(pdf):
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(packed)
        except zlib.error:
            yield packed


@pytest.mark.thorough
@pytest.mark.parametrize("size", SIZES)
def test_every_label_is_one_text_of_the_drawing(files, size):
    figure, svg, _ = files(size)
    drawn = Counter(
        " ".join(text.get_text().split())
        for text in figure.findobj(lambda artist: isinstance(artist, Text))
        if text.get_visible() and text.get_text().strip()
    )
    assert words_of(svg) == drawn
    assert sum(drawn.values()) > 40


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", SIZES)
def test_no_type_is_smaller_than_six_points(files, size):
    _, svg, pdf = files(size)
    sizes = {
        float(found) for found in re.findall(r"font(?:-size)?:[^;\"]*?([\d.]+)px", svg.decode())
    }
    in_pdf = {float(n) for page in streams(pdf) for n in re.findall(rb"/F\S+ ([\d.]+) Tf", page)}
    assert min(sizes) >= 6
    assert min(in_pdf) >= 6
    assert {round(number, 2) for number in in_pdf} == {round(number, 2) for number in sizes}


@pytest.mark.thorough(but=1)
@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="needs poppler's pdffonts")
@pytest.mark.parametrize("size", SIZES)
def test_a_pdf_carries_its_fonts(files, size, tmp_path):
    path = tmp_path / "figure.pdf"
    path.write_bytes(files(size)[2])
    lines = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    fonts = [line.split() for line in lines.splitlines()[2:]]
    names = {font[0].partition("+")[2] for font in fonts}
    assert {"SourceSansPro-Regular", "SourceSerifPro-Semibold"} <= names
    assert names <= {os.path.basename(face.path)[:-4] for face in all_faces()}
    assert all("TrueType" in font for font in fonts)  # not drawn by Type 3's procedures
    assert all(font[-5:-2] == ["yes", "yes", "yes"] for font in fonts)  # embedded, subset, unicode


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", SIZES)
def test_a_drawing_carries_the_letters_that_it_uses_and_no_others(files, size):
    svg = files(size)[1].decode()
    carried = {
        (family, int(weight)): {
            chr(code) for code in TTFont(io.BytesIO(b64decode(data))).getBestCmap()
        }
        for family, weight, data in re.findall(
            r"font-family:'([^']+)';font-weight:(\d+);src:url\(data:font/woff;base64,([^)]*)", svg
        )
    }
    said = set("".join(words_of(svg)))
    assert set().union(*carried.values()) == said
    assert (SANS[0], 400) in carried
    assert "http" not in "".join(re.findall(r"url\(([^#)][^)]{0,20})", svg))


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("face", all_faces(), ids=lambda face: f"{face.family} {face.weight}")
def test_letters_that_are_carried_stand_as_close_as_in_the_whole_face(face):
    (data,) = re.findall(r"base64,([^)]*)", css({face: "AV"}))
    carried, whole = TTFont(io.BytesIO(b64decode(data))), TTFont(face.path)
    closer = [
        {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
        for font in (carried, whole)
    ]
    assert "kern" in closer[0] <= closer[1]
    assert "FFTM" not in carried


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", SIZES)
def test_a_drawing_is_opened_by_another_program_than_a_browser(files, size):
    svg = files(size)[1].decode()
    picture = opened(svg)
    # Without its words it looks otherwise: they were painted.
    bare = opened(re.sub(r"<text.*?</text>", "", svg, flags=re.DOTALL))
    assert picture.shape == bare.shape
    assert (picture != bare).any(axis=-1).mean() > 0.01


@pytest.mark.thorough
def test_two_processes_write_the_same_bytes():
    code = (
        "import hashlib, infmap; from infmap.figures import figure_bytes;"
        "ax = infmap.plot_map(infmap.load(), focus='shuya', size='column');"
        "files = [figure_bytes(ax, suffix, dpi=60) for suffix in ('.svg', '.pdf', '.png')];"
        "print(*(hashlib.sha256(file).hexdigest() for file in files))"
    )
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | paths | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed in ("1", "2")
    )
    assert first == second
    assert len(set(first)) == 3


@pytest.mark.thorough
def test_one_figure_written_twice_is_the_same(files):
    figure, svg, pdf = files("column")
    assert figure_bytes(figure, ".svg") == svg
    assert figure_bytes(figure, ".pdf") == pdf


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("serif", [False, True])
@pytest.mark.parametrize("text", ["AVATAR To Te fi ffl", "Tbilisi 9M729, 2500 km", "Київ Åé"])
def test_a_text_is_drawn_as_wide_as_it_is_measured(text, serif, weight):
    figure, size, dpi = Figure(figsize=(6, 1)), 20, 400
    line = f"|{text}|"
    figure.text(0.02, 0.4, line, family=SERIF if serif else SANS, fontsize=size, fontweight=weight)
    picture = Image.open(io.BytesIO(figure_bytes(figure, ".png", dpi=dpi))).convert("L")
    # A bar goes deeper than every letter here: in the lowest row of ink there are the two alone.
    dark = np.asarray(picture) < 128
    lowest = dark[np.flatnonzero(dark.any(axis=1))[-3]]
    starts = np.flatnonzero(np.diff(lowest.astype(int)) == 1)
    assert len(starts) == 2
    drawn = (starts[1] - starts[0]) * 72 / dpi
    measured = text_width(line, size, weight, serif=serif) - text_width(
        "|", size, weight, serif=serif
    )
    assert drawn == pytest.approx(measured, abs=0.3)


def test_a_word_is_as_wide_in_a_browser_as_it_is_measured(browser):
    words = ("AVATAR To Ty", "Warsaw, Vilnius", "9M729, 2500 km", "Київ", "✈ plane")
    svg = svg_of(sheet_of(*words, fontweight="semibold"))
    page = browser.new_page()
    page.set_content(svg[svg.index("<svg") :])
    page.evaluate("document.fonts.ready")
    drawn = page.evaluate(
        "[...document.querySelectorAll('text')].map(text => text.getComputedTextLength())"
    )
    page.close()
    # Before matplotlib 3.11 pairs of letters are not set closer, in a browser they are.
    looser = 0.3 if mpl.__version_info__ >= (3, 11) else 2.5
    assert drawn == pytest.approx([text_width(word, 8, "semibold") for word in words], abs=looser)


@pytest.mark.parametrize("name", NAMES)
def test_names_in_other_letters_are_said_in_order_and_measured(name, recwarn):
    svg = svg_of(sheet_of(name, f"near {name}", fontweight="bold"))
    assert words_of(svg) == Counter([name, f"near {name}"])
    assert not recwarn.list
    assert text_width(name, 8, "bold") > 4
    assert all(face_of(letter, SANS, 700) for letter in name)


@pytest.mark.parametrize(
    ("suffix", "fate"), [(".svg", "left to a font of the reader's"), (".png", "drawn as boxes")]
)
def test_letters_that_no_face_has_are_told_once_with_what_becomes_of_them(suffix, fate):
    figure = sheet_of("東京", "near 東京", fontweight="bold")
    with pytest.warns(ReadingNote) as told:
        data = figure_bytes(figure, suffix)
    said = "no letter for '東', '京' in Source Sans Pro or DejaVu Sans: " + fate
    assert [str(note.message) for note in told] == [said]
    if suffix == ".svg":
        assert words_of(data) == Counter(["東京", "near 東京"])


@pytest.fixture(scope="module")
def harmless():
    """The elements of a drawing that says nothing, as a file and within a page."""
    figure = sheet_of("Riga")
    halo(figure.texts[0], "white", 1)
    describe(figure, title="A title", description="What it shows.")
    drawings = svg_of(figure), page_svg(figure, "")
    return [{node.tag for node in ET.fromstring(one).iter()} for one in drawings]


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(
    ("where", "text"),
    [(where, text) for where in ("label", "halo") for text in HOSTILE]
    + [(where, text) for where in ("title", "description") for text in (*HOSTILE, HALF)],
)
def test_hostile_text_is_words_of_a_drawing_and_nothing_else(harmless, where, text):
    figure = sheet_of("Riga" if where in ("title", "description") else text)
    if where == "halo":
        halo(figure.texts[0], "white", 1)
    parts = {"title": "A title", "description": "What it shows."}
    describe(figure, **parts | ({where: text} if where in parts else {}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReadingNote)
        drawings = [svg_of(figure), page_svg(figure, "one-")]
        if text != HALF:
            figure_bytes(figure, ".pdf")
            figure_bytes(figure, ".png", dpi=30)
    said = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe]", "", text)
    for drawing, tags in zip(drawings, harmless, strict=True):
        root = ET.fromstring(drawing)
        assert {node.tag for node in root.iter()} <= tags
        assert not [key for node in root.iter() for key in node.attrib if key.startswith("on")]
        found = {
            "title": root.findtext(f"{SVG}title"),
            "description": root.findtext(f"{SVG}desc"),
        }
        words = found.get(where, next(iter(words_of(drawing))))
        assert squeezed(words).replace("?", "") == squeezed(said)


def squeezed(text):
    return "".join(text.split())


@pytest.mark.thorough
def test_a_file_says_what_it_is_to_those_who_list_it(files):
    figure = sheet_of("Riga")
    describe(figure, "By Russia's figure no capital", "Rings at Шуя, (alleged)")
    root = ET.fromstring(svg_of(figure))
    # A title that is not the first child is none.
    assert [root[0].tag, root[0].text] == [f"{SVG}title", "By Russia's figure no capital"]
    assert root.findtext(f"{SVG}desc") == "Rings at Шуя, (alleged)"
    pdf = figure_bytes(figure, ".pdf")
    assert b"/Title (By Russia's figure no capital)" in pdf
    assert b"/Subject" in pdf
    png = Image.open(io.BytesIO(figure_bytes(figure, ".png", dpi=30)))
    assert png.text["Title"] == "By Russia's figure no capital"
    for _, svg, _ in map(files, SIZES):
        root = ET.fromstring(svg)
        assert root.findtext(f"{SVG}title")
        assert "Shuya" in root.findtext(f"{SVG}title") + root.findtext(f"{SVG}desc")


def test_a_halo_is_seen_in_every_format_and_leaves_letters_letters():
    plain, haloed = sheet_of("Riga", color="black"), sheet_of("Riga", color="black")
    halo(haloed.texts[0], "#ff0000", 2)
    reds = []
    for figure in (plain, haloed):
        for picture in (
            np.asarray(Image.open(io.BytesIO(figure_bytes(figure, ".png", dpi=72))).convert("RGB")),
            opened(svg_of(figure)),
        ):
            red, green, _ = picture.astype(int).transpose(2, 0, 1)
            reds.append(int(((red > 200) & (green < 100)).sum()))
    assert reds[:2] == [0, 0]
    assert min(reds[2:]) > 60
    assert reds[2] == pytest.approx(reds[3], rel=0.25)
    shown = [
        len(re.findall(rb" T[jJ]\b", b"".join(streams(figure_bytes(f, ".pdf")))))
        for f in (plain, haloed)
    ]
    assert shown[0] == shown[1] > 0
    assert not haloed.texts[0].get_path_effects()


def test_a_label_of_two_lines_is_one_text_with_its_lines_apart():
    figure = Figure(figsize=(4, 3))
    figure.text(0.5, 0.5, "9M729,\nat least 2000 km", family=SANS, ha="center")
    (text,) = ET.fromstring(svg_of(figure)).iter(f"{SVG}text")
    heights = [float(line.get("y")) for line in text]
    assert [line.text for line in text] == ["9M729,", "at least 2000 km"]
    assert heights[1] - heights[0] > 9


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", SIZES)
def test_no_two_parts_of_a_drawing_have_one_id(files, size):
    figure, svg, _ = files(size)
    ids = Counter(node.get("id") for node in ET.fromstring(svg).iter() if node.get("id"))
    assert set(ids.values()) == {1}
    gids = {artist.get_gid() for artist in figure.findobj() if artist.get_gid()}
    rings = {gid for gid in gids if gid.startswith("ring-")}
    assert rings
    assert rings <= set(ids)


def test_parts_of_one_name_are_counted_past_names_in_use():
    figure = Figure()
    for gid in ("a", "a-2", "a", "a"):
        figure.text(0.5, 0.5, gid, gid=gid)
    ids = [node.get("id") for node in ET.fromstring(svg_of(figure)).iter() if node.get("id")]
    assert ids[-4:] == ["a", "a-2", "a-3", "a-4"]


def test_two_figures_of_a_page_share_no_id_and_point_at_their_own(files):
    first, second = (page_svg(files("column")[0], prefix) for prefix in ("a-", "b-"))
    ids = [
        {node.get("id") for node in ET.fromstring(svg).iter()} - {None} for svg in (first, second)
    ]
    assert not ids[0] & ids[1]
    for svg, own in zip((first, second), ids, strict=True):
        pointed = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
        assert pointed
        assert pointed <= own
        assert "<style" not in svg
    assert font_css([first]) == font_css([first, second])
    assert font_css([first]) in files("column")[1].decode()


def test_matplotlib_is_told_of_the_faces_once_and_nothing_else_is_changed():
    register()
    settings, fonts = dict(mpl.rcParams), list(fontManager.ttflist)
    register()
    text_width("Riga", 8)
    assert dict(mpl.rcParams) == settings
    assert fontManager.ttflist == fonts
    for family in (SANS[0], SERIF[0]):
        assert os.path.basename(fontManager.findfont(family)).startswith("SourceS")


def test_rules_of_fonts_do_not_depend_on_the_order_of_letters():
    face, other = face_of("a", SANS, 400), face_of("a", SERIF, 600)
    assert css({face: "abc", other: "x"}) == css({other: "xx", face: "cabba"})
    assert css({face: ""}) == ""


WORDS = st.text("abcdefghij ACM,.é", min_size=1, max_size=40)
PARAGRAPHS = st.lists(st.builds(Run, WORDS, st.sampled_from(list(WEIGHTS))), min_size=1, max_size=6)


@settings(max_examples=examples(60))
@given(PARAGRAPHS, st.floats(20, 300))
def test_a_paragraph_keeps_its_words_and_its_width(runs, width):
    lines = set_runs(runs, width, 8)
    before = "".join(run.text for run in runs)
    assert squeezed("".join(run.text for line in lines for run in line)) == squeezed(before)
    for line in lines:
        wide = sum(text_width(run.text, 8, run.weight) for run in line)
        one_word = " " not in "".join(run.text for run in line).strip()
        assert wide <= width + 1e-6 or one_word
        assert all(one.weight != next_.weight for one, next_ in pairwise(line))


@settings(max_examples=examples(40))
@given(
    st.lists(st.sampled_from(["San Marino", "Andorra la Vella", "Riga", "The Hague"]), min_size=1),
    st.floats(80, 200),
)
def test_a_name_stays_on_one_line(names, width):
    runs = [Run(f"{tied(name)}, ", "bold" if len(name) > 8 else "normal") for name in names]
    lines = ["".join(run.text for run in line) for line in set_runs(runs, width, 7)]
    assert TIE not in "".join(lines)
    assert sum(line.count(name) for line in lines for name in set(names)) == len(names)


def test_runs_of_a_line_follow_each_other_as_one_text_would():
    figure = Figure(figsize=(4, 3))
    runs = [Run("Warsaw, ", "semibold"), Run("Minsk"), Run(", Riga", "semibold", "#ff0000")]
    bottom = write_runs(figure, set_runs(runs, 250, 8), 10, 20, 8, color="#222222", gid="names")
    assert bottom == pytest.approx(20 + 8 * 1.28)
    assert [text.get_text() for text in figure.texts] == ["Warsaw,", "Minsk", ", Riga"]
    assert [text.get_gid() for text in figure.texts] == ["names", "names-2", "names-3"]
    assert figure.texts[2].get_color() == "#ff0000"
    lefts = [text.get_position()[0] * 288 for text in figure.texts]
    gap = text_width("a b", 8) - text_width("ab", 8)
    assert lefts[0] == pytest.approx(10)
    assert lefts[1] == pytest.approx(10 + text_width("Warsaw,", 8, "semibold") + gap, abs=0.2)
    assert lefts[2] == pytest.approx(lefts[1] + text_width("Minsk", 8))


def test_a_name_of_other_letters_is_in_a_figure_as_it_is_in_the_table(debate):
    rows = tuple(
        row.model_copy(update={"site": "Київ ירושלים"})
        for row in debate.deployment_rows
        if row.site.startswith("Shuya")
    )
    ax = plot_map(replace(debate, deployment_rows=rows), size="column")
    assert any("Київ ירושלים" in words for words in words_of(svg_of(ax)))


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    "title", ["\udcff end", "a\x1b[2Jb\x00", "two\nlines \t end", "\u202egnp.exe"]
)
def test_a_title_of_no_letters_is_escaped_as_everywhere(debate, title):
    ax = plot_map(debate, focus="shuya", size="column", title=title)
    said = printable(" ".join(title.split()))
    assert said in words_of(svg_of(ax))
    assert ET.fromstring(svg_of(ax)).findtext(f"{SVG}title") == said
