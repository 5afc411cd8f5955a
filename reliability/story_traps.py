"""Stories that are traps: Markdown that takes long to read, and what may lie beside a story."""

import os
from collections.abc import Callable
from pathlib import Path

HEAD = "# T\n\n## S {site=shuya}\n\n"
#: A little less than a story may have.
MOST = 290_000


def put_beside(folder: Path) -> None:
    """Put a picture beside a story, a link out of its folder, a pipe, and links to devices."""
    if (folder / "a.png").exists():
        return
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "out.png").symlink_to("/etc/hostname")
    (folder / "itself.png").symlink_to("itself.png")
    (folder / "endless.png").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.png")


def _full(piece: str) -> Callable[[], str]:
    return lambda: HEAD + piece * ((MOST - len(HEAD)) // len(piece.encode()))


def _many(piece: str, count: int, *, begin: str = HEAD, between: str = "") -> Callable[[], str]:
    """Return a text of numbered pieces: ``K`` is a number, ``N`` the next."""

    def text() -> str:
        return begin + between.join(
            piece.replace("K", str(k)).replace("N", str((k + 1) % count)) for k in range(count)
        )

    return text


#: The texts by what they do; each is made when it is needed.
TRAPS: dict[str, Callable[[], str]] = {
    **{
        f"many {piece!r}": _full(piece)
        for piece in (
            *("[", "![", "[a](", "[[]]", "![a", "*a_ ", "**", "_a", "a**b", "`a``", "<", "<a "),
            *("<a b='", "<!--", "<?", "<![CDATA[", "&", "&#x", "\\", "> ", "- ", "> - ", "{", "} "),
            *("a", " ", "\t", "\n", "\r", "| ", "- a\n", "> a\n\n", "---\n", "```\n", "    a\n\n"),
            *("a\n-\n", "### a\n", "<b>", "[a](b)\n", "![a](no.png)\n", "<a@b.c> ", "[^x]", "\0"),
            *("[@geonames] ", "[@nothing] ", "[@geonames;", "![a](a.png) ", "\u202e", "\u0301"),
        )
    },
    "quotes in each other": lambda: f"{HEAD}{'>' * 5000} a\n",
    "lists in each other": _many(
        "", 1, begin=HEAD + "\n".join("  " * k + "- a" for k in range(500))
    ),
    "ticks of every length": lambda: HEAD + " ".join("`" * k for k in range(1, 740)),
    "a wide table": lambda: f"{HEAD}{'|a' * 40_000}|\n{'|-' * 40_000}|\n" + "|b|\n" * 3000,
    "rows shorter than their table": lambda: (
        f"{HEAD}{'|a' * 1000}|\n{'|-' * 1000}|\n" + "b\n" * 90_000
    ),
    "footnotes": _many("[^K]\n\n[^K]: x\n\n", 12_000),
    "footnotes that cite each other": _many("[^K]: [^N]\n\n", 14_000, begin=f"{HEAD}[^0]\n\n"),
    "a footnote that cites itself": _many("[^a]\n\n[^a]: [^a]\n", 1),
    "footnotes in each other": lambda: f"{HEAD}[^a]\n\n{'[^a]: ' * 20_000}",
    "one footnote, often": _many("[^a]: x\n\n", 30_000, begin=f"{HEAD}[^a]\n\n"),
    "sources that are none": _many("[@nameK] ", 18_000),
    "addresses for one word": _many("[r]: https://a.b/K\n", 12_000),
    "one address, often": lambda: f"{HEAD}[r]: https://a.b\n\n{'[r] ' * 60_000}",
    "titles": _full("# T\n"),
    "sections": _many("## S {site=shuya}\n", 15_000, begin="# T\n\n"),
    "sections that are wrong": _many("## S {site=shuja}\n", 15_000, begin="# T\n\n"),
    "sections of all sites": _many("## S {mode=overview}\n", 13_000, begin="# T\n\n"),
    "sections with links": _many("## S {site=shuya}\n[a](b)\n", 11_000, begin="# T\n\n"),
    "keys": _many("keyK=v ", 25_000, begin="# T\n\n## S {site=shuya "),
    "a key, often": lambda: f"# T\n\n## S {{{'site=shuya ' * 20_000}}}\n",
    "a long state": lambda: f"# T\n\n## S {{site={'x' * 280_000}}}\n",
    "blanks at the end of a heading": lambda: f"# T\n\n## S {{a{' ' * 280_000}b\n",
    "a text of a megabyte": lambda: f"{HEAD}{'a' * 1_000_000}",
    **{
        f"the picture {name}": _many(f"![a]({name})\n", 1)
        for name in (
            *("out.png", "itself.png", "endless.png", "pipe.png", ".", "/", "/dev/zero", "%2e%2e"),
            *("file:///etc/passwd", "//a.b/c.png", "a.png%00", "a" * 5000, "%ff", "story.md"),
        )
    },
}
