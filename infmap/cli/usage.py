"""Checks of a command line: its words are sorted by option, and a fault is reported in one line.

Typer's parser takes the sorted words. It would report faults on several lines, so these are
reported here first: an option that is unknown, given twice or without its value, a word too many
or too few.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from infmap.errors import CombinationError, InfmapError, printable, shorten

#: Typer's versions use different packages for parsing, so the error class comes from a subclass.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]
#: A word that begins like this is a number or a position, not an option.
NUMBER = re.compile(r"[-\u2212]\.?\d")
_LETTERS = 40


class MisuseError(typer.BadParameter):
    """A faulty command line, as one line with what to write instead."""


class Command(TyperCommand):
    """A command that checks its words by the rules of this module."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Sort the words: the options with their values, then the arguments."""
        if not ctx.resilient_parsing:
            args = _Words(self.get_params(ctx), ctx.command_path).in_order(args)
        return super().parse_args(ctx, args)


class Group(TyperGroup):
    """The commands; a fault in a command line is one line on standard error."""

    def make_context(self, *args: Any, **more: Any) -> Any:
        """Read the words before the command."""
        with one_line():
            return super().make_context(*args, **more)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse an option that stands before the command."""
        if not args and not ctx.resilient_parsing:
            print(ctx.get_help(), file=sys.stderr)
            raise typer.Exit(2)
        first = args[0] if args else ""
        known = {name for param in self.get_params(ctx) for name in param.opts}
        if first.startswith("-") and first not in known and not ctx.resilient_parsing:
            raise MisuseError(_no_option(first, known, ctx.command_path))
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that is named."""
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            known = self.list_commands(ctx)
            near = get_close_matches(args[0].casefold(), known, 1)
            remedy = f"did you mean {near[0]}?" if near else f"write one of {', '.join(known)}"
            raise MisuseError(f"no command {_told(args[0])}; {remedy}")
        return super().resolve_command(ctx, args)


@contextmanager
def one_line() -> Iterator[None]:
    """End the run with one line on standard error if its input is at fault."""
    try:
        yield
    except InfmapError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2 if isinstance(error, CombinationError) else 1) from None
    except UsageError as error:
        print(printable(_line(error)), file=sys.stderr)
        raise typer.Exit(2) from None


def reading(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return a parser of an option whose errors are reported as faults of the command line.

    Examples
    --------
    >>> reading(int)("5")
    5
    """

    def parse(text: str) -> Any:
        try:
            return read(text)
        except InfmapError as error:
            raise MisuseError(str(error)) from None

    # Older versions of Typer show its name in the help, as the option's type.
    parse.__name__ = "text"
    return parse


@contextmanager
def told_of(option: str, text: str) -> Iterator[None]:
    """Report in one line, with the option's name, a text that a reader of tables refuses."""
    from infmap.catalogue.values.refused import RefusedError

    try:
        yield
    except RefusedError as refused:
        told = f"{option}: {refused.problem} ({_told(text)}); {refused.remedy}"
        raise MisuseError(told) from None


def number_of(option: str) -> Callable[[str], float]:
    """Return a parser of an option's number."""

    def read(text: str | float) -> float:
        from infmap.catalogue.values.numbers import read_number

        if not isinstance(text, str):
            return text  # the option's default
        with told_of(option, text):
            return read_number(text)

    return read


def day_of(option: str) -> Callable[[str], Any]:
    """Return a parser of an option's day."""

    def read(text: str) -> Any:
        from infmap.catalogue.values.date_texts import as_day

        return as_day(text, option)

    return reading(read)


def _line(error: Any) -> str:
    if isinstance(error, MisuseError):
        return str(error.message)
    param = getattr(error, "param", None)
    where = f"{_name(param)}: " if param is not None else ""
    path = error.ctx.command_path if error.ctx is not None else "infmap"
    return f"{where}{shorten(error.format_message(), 90)}; {path} --help says what it takes"


class _Words:
    """The words after a command, each assigned to its option or argument."""

    def __init__(self, params: Sequence[Any], path: str) -> None:
        self.path = path
        self.options = {
            name: param
            for param in params
            if param.param_type_name == "option"
            for name in (*param.opts, *param.secondary_opts)
        }
        self.arguments = [param for param in params if param.param_type_name == "argument"]
        self.required = [param for param in params if param.required]
        self.given: dict[str, list[str]] = {}
        self.positional: list[str] = []

    def in_order(self, words: Iterable[str]) -> list[str]:
        """Return the options, each with its values, then the arguments."""
        left = list(words)
        ordered: list[str] = []
        while left:
            word = left.pop(0)
            if word == "--":
                self.positional += left
                break
            if not self._is_option(word):
                self.positional.append(word)
                continue
            name, values = self._option(word, left)
            if name in {"--help", "-h"}:
                return [name]
            ordered += [name, *values]
        self._check_arguments()
        return [*ordered, "--", *self.positional] if self.positional else ordered

    def _is_option(self, word: str) -> bool:
        if word[:1] in {"\u2013", "\u2014"} and word[1:2].isalpha():
            return True  # a word processor's dash
        return word.startswith("-") and word != "-" and NUMBER.match(word) is None

    def _option(self, word: str, left: list[str]) -> tuple[str, list[str]]:
        """Take an option, and its values from the words left."""
        name, equals, value = word.partition("=")
        if name not in self.options and word[:1] == "-" != word[1:2]:
            # A value may directly follow a single letter.
            name, equals, value = word[:2], word[2:3], word[2:].removeprefix("=")
            if f"-{word}" in self.options:
                name = word
        param = self.options.get(name)
        if param is None:
            raise MisuseError(_no_option(word.partition("=")[0], self.options, self.path))
        if param.is_flag:
            if equals:
                raise MisuseError(f"{name} takes no value ({_told(value)}); write {name} alone")
            return name, []
        values = self._values(name, param, [value, *left] if equals else left)
        del left[: len(values) - bool(equals)]
        self._check_once(name, param, " ".join(values))
        return name, [*values, *[""] * (param.nargs - len(values))]

    def _values(self, name: str, param: Any, words: Sequence[str]) -> list[str]:
        whole = IN_ONE_WORD.get(param.name)
        wanted = 1 if whole and words and whole(words[0]) else param.nargs
        values = list(words[:wanted])
        lacking = [value for value in values if value in self.options]
        if len(values) < wanted or lacking:
            got = values.index(lacking[0]) if lacking else len(values)
            number = "a value" if wanted == 1 else f"{wanted} values (got {got})"
            raise MisuseError(f"{name} needs {number}; write {name} {param.metavar or 'VALUE'}")
        return values

    def _check_once(self, name: str, param: Any, value: str) -> None:
        before = self.given.setdefault(param.name, [])
        before.append(value)
        if len(before) > 1 and not param.multiple:
            both = ", ".join(shorten(word, _LETTERS) for word in before)
            raise MisuseError(f"{name} is given twice ({both}); write it once")

    def _check_arguments(self) -> None:
        many = any(param.nargs == -1 for param in self.arguments)
        if len(self.positional) > len(self.arguments) and not many:
            extra = self.positional[len(self.arguments)]
            takes = ", ".join(map(_name, self.arguments)) or "no word but options"
            remedy = f"write its option before it, one that {self.path} --help lists"
            if self.arguments:
                remedy = self._wanted() if self._lacks_option() else "put several words in quotes"
            told = f"{_told(extra)} is one too many: {self.path} takes {takes}"
            raise MisuseError(f"{told}; {remedy}")
        for param in self.required:
            is_given = param.name in self.given
            if param.param_type_name == "argument":
                is_given = len(self.positional) > self.arguments.index(param)
            if not is_given:
                raise MisuseError(f"{_name(param)} is missing; {self._wanted()}")

    def _lacks_option(self) -> bool:
        options = (param for param in self.required if param.param_type_name == "option")
        return any(param.name not in self.given for param in options)

    def _wanted(self) -> str:
        return f"write {self.path} {' '.join(map(_example, self.required))}"


def _no_option(word: str, known: Iterable[str], path: str) -> str:
    bare = word.lstrip("-\u2013\u2014").casefold().replace("_", "-")
    names = {name.lstrip("-"): name for name in known}
    near = [bare] if bare in names else get_close_matches(bare, names, 1)
    near = near or [name for name in names if len(bare) > 1 and name.startswith(bare)][:1]
    remedy = f"did you mean {names[near[0]]}?" if near else f"{path} --help lists them"
    return f"no option {_told(word)}; {remedy}"


def _is_band(word: str) -> bool:
    from infmap.catalogue.values.bands import is_band

    return is_band(word)


#: Options of two values, with the test for one word that gives both.
IN_ONE_WORD: dict[str, Callable[[str], bool]] = {"band": _is_band}


def _name(param: Any) -> str:
    """Return the name of an option or argument for a message."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name).strip("[]")
    return str(max(param.opts, key=len))


def _example(param: Any) -> str:
    if param.param_type_name == "argument":
        return _name(param)
    return f"{min(param.opts, key=len)} {param.metavar}"


def _told(word: str) -> str:
    return repr(shorten(word, _LETTERS))
