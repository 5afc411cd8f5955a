"""hypothesis strategies for the command line and for the fragment of a link."""

from hypothesis import strategies as st

from reliability.strategies import edited, near_text, texts, tokens

TARGETS = ["Warsaw", "52.23,21.01", "-33.9, 151.2", "washington-d-c", "90,180", "0,0"]
LAUNCHERS = ["52.2,21,1000", "-90,180,9m729", "0,0,0.1", "52.2, 21, 19900", "10,-180,Iskander-M"]
DAYS = ["2018-10-20", "1987-12-08", "0001-01-01", "9999-12-31"]
NUMBERS = ["500", "5500", "0", "-0", "1e3", "nan", "inf", "1e400", "4.5"]
PROJECTIONS = [
    *("equidistant", "equal-area", "EPSG:3035", "EPSG:4326", "EPSG:3857", "ESRI:54030"),
    *("EPSG:5041", "EPSG:32634", "OGC:CRS84", "3035", "epsg:27700", "ESRI:102017", "EPSG:4978"),
    *("EPSG:5703", "EPSG:7409", "EPSG:2193", "IAU_2015:30110", "urn:ogc:def:crs:EPSG::3035"),
    "+proj=lcc +lat_1=40 +lat_2=60 +lat_0=50 +lon_0=20",
    "+proj=ortho +lat_0=54 +lon_0=20",
    "+proj=geos +h=35785831 +lon_0=20",
    "+proj=tmerc +lon_0=20 +k=0.9996 +x_0=500000",
    "+proj=gnom +lat_0=54 +lon_0=20",
    "+proj=ob_tran +o_proj=moll +o_lat_p=45 +o_lon_p=-90",
    "+proj=igh +lon_0=20",
    "+proj=stere +lat_0=90 +lat_ts=70 +ellps=bessel +towgs84=1,2,3",
    "+proj=merc +R=1e-3 +units=us-ft",
    "+proj=pipeline +step +proj=merc +step +proj=axisswap +order=2,1",
    "+init=epsg:3035",
    "+proj=longlat +datum=WGS84 +type=crs",
    "+proj=utm +zone=34 +south +nadgrids=null",
    "+proj=aea +lat_1=20 +lat_2=-20",
    "+proj=nsper +h=3e6 +lat_0=50",
    "+proj=bertin1953",
    "+proj=spilhaus",
    "+proj=isea",
    "+proj=s2",
    '{"type": "GeographicCRS", "name": "x"}',
    'LOCAL_CS["x",UNIT["m",1]]',
]  # fmt: skip
PARAMETERS = [
    *("+lon_0=999", "+lat_0=-90", "+lat_0=91", "+R=0", "+a=-1", "+k=0", "+x_0=1e300", "+h=1e300"),
    *("+units=km", "+units=none", "+to_meter=0", "+to_meter=1e-300", "+to_meter=1e300"),
    *("+pm=paris", "+axis=wsu", "+zone=99", "+vunits=m"),
    *("+over", "+lon_wrap=180", "+ellps=none", "+datum=none", "+nadgrids=@x", "+geoidgrids=x"),
    *("+proj=", "+type=crs", "+no_defs", "+ts=$HOME", "+lat_1=0", "+lat_2=0"),
]  # fmt: skip


def _given(*known: str) -> st.SearchStrategy[str]:
    """Return text that a shell can pass: no NUL, no lone surrogate except for invalid UTF-8."""
    return near_text(*known).map(
        lambda text: "".join(c for c in text if c != "\0" and not "\ud800" <= c < "\udc80")[
            :100_000
        ]
    )


def _words(*words: str | st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.tuples(*[st.just(word) if isinstance(word, str) else word for word in words]).map(
        list
    )


def _option(name: str, *known: str) -> st.SearchStrategy[str]:
    return _given(*known).map(lambda text: f"--{name}={text}")


_map = ("map", "-o", "OUTPUT")
_forms = st.sampled_from(["table", "csv", "json", "md", "html", "latex"])
_asked = {"site": "kaliningrad", "system": "9M729", "theme": "debate", "account": "operator"}
#: Commands to run, by the name of their reader; OUTPUT is a file to write.
COMMANDS = {
    "target": (
        "TARGET of infmap reach",
        _words("reach", _given(*TARGETS))
        | _words("reach", "--format", _forms, "--", _given(*TARGETS)),
    ),
    "what-if": (
        "--what-if, --view, --mode of infmap map",
        _words(*_map, _option("what-if", *LAUNCHERS))
        | _words(*_map, "--view", *[_given(*NUMBERS)] * 3)
        | _words(*_map, _option("what-if", *LAUNCHERS), _option("mode", "overview")),
    ),
    "as-of": (
        "--as-of, --band",
        _words("coverage", "--site", "shuya", "--band", _given(*NUMBERS), _given(*NUMBERS))
        | _words("coverage", "--json", _option("as-of", *DAYS))
        | _words("list", "sites", _option("as-of", *DAYS)),
    ),
    "names": (
        "ids and names: sites, systems, themes, accounts, capitals, ID of infmap show",
        st.one_of(
            _words("show", "--", _given("9m729")),
            _words(*_map, _option("focus", "Deveselu (NSF Deveselu)")),
            _words(*_map, _option("capital", "warsaw")),
            *[_words("coverage", "--json", _option(*values)) for values in _asked.items()],
            *[_words("list", "claims", _option(*values)) for values in _asked.items()],
        ),
    ),
}


def projections() -> st.SearchStrategy[str]:
    """Return names and PROJ texts of projections, valid and invalid."""
    known = st.sampled_from(PROJECTIONS)
    codes = st.builds("{}:{}".format, st.sampled_from(["EPSG", "ESRI"]), st.integers(2000, 40_000))
    more = st.lists(st.sampled_from(PARAMETERS), min_size=1, max_size=2)
    fewer = known.flatmap(lambda text: edited(text.split(" "), more))
    return st.one_of(
        known, codes, st.builds(lambda text, more: " ".join([text, *more]), known, more),
        fewer.map(" ".join), near_text(*PROJECTIONS),
    )  # fmt: skip


# --- A story ----------------------------------------------------------------------------------

STORY = """# A *story*

Its lead [@geonames].

## Shuya {site=shuya date=2019-02-10}

A [link](#step-1), a [mail](mailto:a@b.c), <https://a.b>, a note[^1].

- one
  1. two

| a | b |
|---|--:|
| `c` | **d** |

## Two {site=deveselu mode=compare left=operator right=opponent}

> A quote [@inf-treaty, p. 5; @geonames].

```text
code
```

## No state

[^1]: Words.
"""
MARKDOWN = [
    *(
        "{",
        "}",
        "[",
        "]",
        "](",
        ")",
        "[@",
        "[^1]",
        "[^1]: ",
        "# ",
        "## ",
        "\n",
        "\n\n",
        "=",
        "&",
        "<",
    ),
    *(
        "<b>",
        "<!--",
        "```",
        "`",
        "|",
        "|---|",
        "***",
        "_",
        "\\",
        "![a](b)",
        "[a]: b\n",
        "    ",
        "> ",
    ),
    *("site=kaliningrad", "site=", "mode=overview", "date=", "left=", "account=user", "view=1/2/3"),
    *("javascript:a", "data:text/html,a", "&#x202e;", "&Tab;", "[@geonames]", "\r", "\u2028", "- "),
]


def story_texts() -> st.SearchStrategy[bytes]:
    """Return the Markdown of a story with something strange in it."""
    pieces = st.sampled_from(MARKDOWN) | texts
    return edited(STORY, pieces, 6).map(lambda text: text.encode("utf-8", "surrogatepass"))


# --- The fragment of a link -------------------------------------------------------------------

FRAGMENT = {
    "site": ["shuya", "kaliningrad", "deveselu", "what-if", "hypothetical"],
    "theme": ["debate", "eliminated", "third-parties", "after-inf", "all"],
    "account": ["all", "operator", "opponent", "independent", "user"],
    "date": ["1987-12-08", "2019-08-02", "0000-00-00", "9999-99-99", "2018-02-30", "2018-1-1"],
    "capital": ["warsaw", "london", "washington-d-c"],
    "mode": ["focus", "overview", "true-distance"],
    "pin": ["21,52.2,1000", "180,90,0.1", "-180,-90,19900", "0,0,9m729", "0,0,hypothetical",
            "0,0,__proto__", "1,1,constructor", "0,-0,1e-1", "0,90,19900", "179.9999,1,5500"],
    "view": ["3/52/21", "0/90/540", "12/-90/-540", "4.5/1/181", "1e-9/0/0", "-0/-0/-0", "9/85.1/0"],
}  # fmt: skip


@st.composite
def fragments(draw: st.DrawFn) -> str:
    """Return the fragment of a link, with something strange in it."""
    names = draw(st.lists(st.sampled_from([*FRAGMENT]), min_size=1, unique=True))
    names += draw(st.just([]) | st.lists(st.sampled_from([*FRAGMENT]) | tokens, max_size=1))
    parts = []
    for name in names:
        known = FRAGMENT.get(name, [""])
        value = draw(st.sampled_from(known) | near_text(*known))
        parts.append(f"{name}{draw(st.sampled_from(['=', '=', '=', '', '==']))}{value}")
    text = draw(st.sampled_from(["&", "&", "&", ";", "&&"])).join(parts)
    text = draw(st.just(text) | st.just(text) | edited(text, texts))
    # A message to the browser is UTF-8, which has no lone surrogates.
    return text.encode("utf-8", "replace").decode()[:20_000]
