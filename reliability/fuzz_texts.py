"""What a person may write on the command line: names, positions, days, launchers, projections."""

from random import Random

from reliability.fuzz_mutate import mutated_text

#: What is tried by running commands, by the name of its reader.
COMMANDS = {
    "target": "TARGET of infmap reach",
    "what-if": "--what-if, --view, --mode of infmap map",
    "as-of": "--as-of, --band",
    "names": "ids and names: sites, systems, themes, accounts, capitals, ID of infmap show",
}
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


def command(rng: Random, name: str) -> list[str]:
    """Return the words of a command, one of them strange; OUTPUT stands for a file to write."""
    if name == "target":
        form = rng.choice(("table", "csv", "json", "md", "html", "latex"))
        target = _strange(rng, TARGETS)
        return ["reach", *rng.choice(([], ["--"])), target, *_format(rng, form, target)]
    if name == "what-if":
        words = ["map", "-o", "OUTPUT", f"--what-if={_strange(rng, LAUNCHERS)}"]
        if rng.random() < 0.3:
            words = ["map", "-o", "OUTPUT", "--view", *(_strange(rng, NUMBERS) for _ in range(3))]
        return [*words, *(["--mode", _strange(rng, ["overview"])] if rng.random() < 0.2 else [])]
    if name == "as-of":
        if rng.random() < 0.3:
            band = [_strange(rng, NUMBERS) for _ in ("from", "to")]
            return ["coverage", "--site", "shuya", "--band", *band]
        return [*rng.choice((["coverage", "--json"], ["list", "sites"])),
                f"--as-of={_strange(rng, DAYS)}"]  # fmt: skip
    option, known = rng.choice(
        (("site", "kaliningrad"), ("system", "9M729"), ("theme", "debate"), ("account", "operator"),
         ("focus", "Deveselu (NSF Deveselu)"), ("capital", "warsaw"), ("", "9m729"))
    )  # fmt: skip
    said = _strange(rng, [known])
    if not option:
        return ["show", "--", said]
    if option in {"focus", "capital"}:
        return ["map", "-o", "OUTPUT", f"--{option}={said}"]
    return [*rng.choice((["coverage", "--json"], ["list", "claims"])), f"--{option}={said}"]


def _format(rng: Random, form: str, target: str) -> list[str]:
    # After "--" an option would be a second target.
    return ["--format", form] if rng.random() < 0.5 and target[:1] != "-" else []


def _strange(rng: Random, known: list[str]) -> str:
    text = rng.choice(known)
    for _ in range(rng.choice((0, 1, 1, 2))):
        text = mutated_text(rng, text)
    # No shell passes on a zero byte, and lone surrogates but those of bytes that are no UTF-8.
    return "".join(c for c in text if c != "\0" and not "\ud800" <= c < "\udc80")[:100_000]


def projection(rng: Random) -> str:
    """Return the name or the PROJ text of a projection, or what is none."""
    text = rng.choice(PROJECTIONS)
    what = rng.random()
    if what < 0.2:
        return f"{rng.choice(('EPSG', 'ESRI'))}:{rng.randrange(2000, 40_000)}"
    if what < 0.5 and text.startswith("+"):
        return " ".join([text, *rng.sample(PARAMETERS, rng.choice((1, 2)))])
    if what < 0.6:
        parts = text.split(" ")
        return " ".join(part for part in parts if rng.random() < 0.7)
    return mutated_text(rng, text) if what < 0.9 else text
