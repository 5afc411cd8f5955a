"""Plant faults in the code, one at a time, and see whether a test dies of each.

``make mutants`` draws places of the modules in `WATCHED`, of each in proportion to its size, and at
each place one of the mutations that mutmut knows. mutmut itself leaves decorated functions and
tables of words alone and draws no sample, so that only its mutations are used here. For each mutant
a process forks from one that has loaded every library; it reads the mutated module from memory and
runs the quickest tests that execute the line, then more of them and those that read finished
outputs, until one fails. Which tests those are is measured once for each file of tests, and kept in
``build/mutants`` until the file or the code changes; what pytest said of each mutant lies beside.
"""

import argparse
import gc
import hashlib
import importlib
import json
import os
import pkgutil
import re
import resource
import signal
import sys
import tomllib
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from importlib.machinery import SourceFileLoader
from itertools import accumulate
from pathlib import Path
from types import CodeType
from typing import NamedTuple, NoReturn

import coverage
import pytest
from mutants_drawn import Mutant, draw

ROOT = Path(__file__).parents[1]
CACHE = ROOT / "build" / "mutants"
#: Mutations that nobody could see: file, line, how it stands, how it was mutated, and why.
EQUIVALENT = ROOT / "scripts" / "mutants_equivalent.toml"
WATCHED = (
    *("treaty/*", "analysis/*", "looks/*", "tables/*", "report/*", "export/*"),
    *("story/*", "changes/*", "notebook/*", "catalogue/reading/*", "catalogue/reading/heads/*"),
    *("catalogue/values/*", "catalogue/names/*", "catalogue/cells", "catalogue/publications"),
    *("catalogue/rows", "catalogue/judged", "catalogue/selection"),
    *("maps/cases", "maps/embed", "maps/events", "maps/launched", "maps/opening", "maps/rows"),
    *("maps/saved", "maps/state", "maps/titles", "maps/words", "figures/inline"),
)
#: So many tests are run for a mutant at first; if it survives, more of them, for so many seconds.
QUICKEST = 40
MORE_SECONDS = 20
#: Tests that read finished outputs.
OF_OUTPUTS = "tests/test_seen_"
#: What works longer than this is in a loop without end.
ENDLESS_SECONDS = 90
#: Loaded once, before the forks.
LIBRARIES = (
    *("folium", "geopandas", "jinja2", "markdown_it", "matplotlib.pyplot", "mgrs", "pydantic"),
    *("pyogrio", "pyproj", "python_calamine", "rapidfuzz", "rich.table", "tabulate"),
    *("typer.testing", "xlsxwriter"),
)


def in_forks(tasks: dict[str, Callable[[], object]], jobs: int) -> Iterator[str]:
    """Do each task, by name, in a process of its own, some at once; yield its name as it ends."""
    waiting, running = list(tasks), dict[int, str]()
    while waiting or running:
        if waiting and len(running) < jobs:
            name = waiting.pop(0)
            if (pid := os.fork()) == 0:
                work(name, tasks[name])
            running[pid] = name
        else:
            yield running.pop(os.wait()[0])


def work(name: str, task: Callable[[], object]) -> NoReturn:
    """Do a task in this fork, which ends with it."""
    with open(CACHE / f"{name}.txt", "wb") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    try:
        task()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(0)


def run_pytest(options: Sequence[str], plugin: object) -> int:
    """Run pytest in this process."""
    ours = ["-o", "addopts=", "--doctest-modules", "-m", "not browser", "-q", "--tb=short"]
    # Plain, for pytest reads what it rewrites from disk, be it the mutated module.
    return pytest.main(
        ["--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist", *ours, *options], [plugin]
    )


class Measure:
    """A plugin that sees which lines of infmap each test executes, and how long it works."""

    def __init__(self) -> None:
        self.coverage = coverage.Coverage(data_file=None, source=[str(ROOT / "infmap")])
        self.now = ""
        self.seconds: dict[str, float] = defaultdict(float)
        self.fixtures: dict[str, list[str]] = {}
        self.unfit: set[str] = set()

    def switch(self, context: str) -> str:
        """Count what is executed from now on for this; return for what it was before."""
        before, self.now = self.now, context
        self.coverage.switch_context(context)
        return before

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object]
    ) -> Generator[None, object, object]:
        """Count what a fixture of many tests executes for each that has it."""
        if fixturedef.scope == "function":
            return (yield)
        before = self.switch(f"fixture {fixturedef.argname}")
        try:
            return (yield)
        finally:
            self.switch(before)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        """Count what is executed from now on for this test."""
        self.switch(item.nodeid)
        names = getattr(item, "fixturenames", ())
        self.fixtures[item.nodeid] = [f"fixture {name}" for name in names]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up its seconds; leave out what fails, or is skipped, as the code stands."""
        self.seconds[report.nodeid] += report.duration
        if not report.passed:
            self.unfit.add(report.nodeid)

    def run(self, tests: Path, kept: Path) -> None:
        """Measure the tests of a file or folder, and keep what was measured."""
        self.coverage.start()
        # Now, lest the first test that needs a module should seem to be one of its tables.
        for module in pkgutil.walk_packages([str(ROOT / "infmap")], "infmap."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        status = run_pytest([str(tests)], self)
        self.coverage.stop()
        if status not in (
            pytest.ExitCode.OK,
            pytest.ExitCode.TESTS_FAILED,
            pytest.ExitCode.NO_TESTS_COLLECTED,
        ):
            raise RuntimeError(f"{tests}: pytest ends with status {status}")
        data = self.coverage.get_data()
        lines = {
            os.path.relpath(path, ROOT): data.contexts_by_lineno(path)
            for path in data.measured_files()
        }
        seconds = {test: self.seconds[test] for test in self.seconds.keys() - self.unfit}
        kept.write_text(json.dumps({"seconds": seconds, "fixtures": self.fixtures, "lines": lines}))


class Tests:
    """What was measured of all tests: how long each takes, and which execute a line."""

    def __init__(self, jobs: int) -> None:
        code = sorted([*ROOT.glob("infmap/**/*.py"), *ROOT.glob("tests/*.py")])
        shared = [path.read_bytes() for path in code if not path.name.startswith("test_")]
        tasks: dict[str, Callable[[], object]] = {}
        kept: dict[str, Path] = {}
        for tests in sorted([*ROOT.glob("tests/test_*.py"), *ROOT.glob("infmap/[!_]*/")]):
            own = [tests.read_bytes()] if tests.is_file() else []
            digest = hashlib.sha256(b"\0".join([*shared, *own])).hexdigest()[:16]
            path = kept[tests.stem] = CACHE / f"{tests.stem}-{digest}.json"
            if not path.exists():
                tasks[tests.stem] = partial(Measure().run, tests, path)
        for name in in_forks(tasks, jobs):
            if not kept[name].exists():
                sys.exit(f"{name} cannot be measured; {CACHE / name}.txt says why")
            print(f"measured {name}", flush=True)
        self.seconds: dict[str, float] = {}
        self.at: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for measured in (json.loads(path.read_text()) for path in kept.values()):
            self.seconds |= measured["seconds"]
            users = defaultdict(set)
            for test in measured["seconds"]:
                for context in [test, *measured["fixtures"][test]]:
                    users[context].add(test)
            for file, lines in measured["lines"].items():
                for line, contexts in lines.items():
                    self.at[file][int(line)].update(*(users[context] for context in contexts))
        self.source = {file: (ROOT / file).read_text("utf-8").splitlines() for file in self.at}
        #: Where each word stands.
        self.places: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for file, source in self.source.items():
            for number, line in enumerate(source, 1):
                for word in {*re.findall(r"\w+", line)}:
                    self.places[word].append((file, number))

    def of(self, mutant: Mutant) -> tuple[list[str], list[str]]:
        """Return tests that execute a mutant's lines: the quickest, and more with outputs'."""
        file, (where, _, statement, function) = mutant.file, mutant.place
        lines = range(where.start.line, where.end.line + 1)
        tests, of_outputs = set[str](), set[str]()
        if function:
            tests = self.union((file, line) for line in lines) or self.union(
                (file, line) for line in statement
            )
        if not tests:
            # A table, or what else is executed on import, counts where it is named.
            tests = self.that_name(function or name_at(self.source[file], statement[0]), file)
            of_outputs = {test for test in self.seconds if test.startswith(OF_OUTPUTS)}
        ranked = sorted(tests, key=lambda test: (self.seconds[test], test))
        first, later = ranked[:QUICKEST], ranked[QUICKEST:]
        spent = accumulate(self.seconds[test] for test in later)
        more = [test for test, seconds in zip(later, spent, strict=True) if seconds < MORE_SECONDS]
        of_outputs |= {test for test in later if test.startswith(OF_OUTPUTS)}
        return first, [*more, *sorted(of_outputs - {*first, *more})]

    def that_name(self, name: str, file: str) -> set[str]:
        """Return the tests that execute a line with a name, or with one that is made of it."""
        tests, known, waiting = set[str](), {(name, file)}, [(name, file)]
        while waiting:
            name, file = waiting.pop()
            for other, number in self.places[name]:
                if name.startswith("_") and other != file:
                    continue
                if found := self.union([(other, number)]):
                    tests |= found
                elif (made := (name_at(self.source[other], number), other)) not in known:
                    known.add(made)
                    waiting.append(made)
        return tests

    def union(self, places: Iterable[tuple[str, int]]) -> set[str]:
        """Return the tests that execute any of these lines."""
        return set[str]().union(*(self.at[file].get(line, ()) for file, line in places))


def name_at(source: Sequence[str], line: int) -> str:
    """Return the name that the statement of a line defines: its own, or else that above it."""
    defined = re.compile(r"\s*(?:(?:def|class) (\w+)|(\w+)(?:: [^=]+)? \|?= ?)")
    for text in reversed(source[:line]):
        if (match := defined.match(text)) and not (match[2] and text.endswith(",")):
            return match[1] or match[2]
    return "__none__"


class Chosen:
    """A plugin that runs these tests of the files, in this order, and notes which fail."""

    def __init__(self, tests: Iterable[str]) -> None:
        self.order = {test: number for number, test in enumerate(tests)}
        self.failed: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the others."""
        chosen = [item for item in items if item.nodeid in self.order]
        items[:] = sorted(chosen, key=lambda item: self.order[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what fails."""
        if report.failed:
            self.failed.append(report.nodeid)


class Outcome(NamedTuple):
    """What pytest returned, and which tests failed; one in an endless loop says nothing."""

    status: int = 1
    failed: Sequence[str] = ()

    @classmethod
    def of(cls, result: Path) -> "Outcome":
        """Return what became of a run."""
        return cls(*json.loads(result.read_text())) if result.exists() else cls()


def run(stages: Iterable[Sequence[str]], result: Path, mutant: Mutant | None = None) -> None:
    """Run tests till some fail, with one module read from memory; write what became of them."""
    resource.setrlimit(resource.RLIMIT_CPU, (ENDLESS_SECONDS, ENDLESS_SECONDS + 5))
    signal.alarm(6 * ENDLESS_SECONDS)
    get_code = SourceFileLoader.get_code

    def get_mutated(loader: SourceFileLoader, name: str) -> CodeType | None:
        if mutant and loader.path == str(ROOT / mutant.file):
            return compile(mutant.code, loader.path, "exec")
        return get_code(loader, name)

    pytest.MonkeyPatch().setattr(SourceFileLoader, "get_code", get_mutated)
    status, failed = int(pytest.ExitCode.OK), list[str]()
    for tests in filter(None, stages):
        chosen = Chosen(tests)
        files = dict.fromkeys(test.split("::")[0] for test in tests)
        status = run_pytest(["-x" if mutant else "--maxfail=999", *files], chosen)
        failed += chosen.failed
        # A fault that leaves none of the tests there has not been seen by them.
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            break
        status = pytest.ExitCode.OK
    result.write_text(json.dumps(Outcome(status, failed)))


def table(mutants: list[Mutant], fates: list[str]) -> Iterator[str]:
    """Return how many mutants of each module were killed, in lines."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, fate in zip(mutants, fates, strict=True):
        for name in (mutant.file, "all"):
            counts[name].update([fate, "mutants"])
    heads = ("mutants", "killed", "survived", "equivalent")
    yield "".join([f"{'module':<43}", *(f"{head:>11}" for head in heads)])
    for name in sorted(counts, key=lambda name: (name == "all", name)):
        count = counts[name]
        cells = [f"{count[head]:>11}" for head in heads]
        yield "".join([f"{name:<43}", *cells, f"{count['killed'] / count['mutants']:>6.0%}"])


def main() -> None:
    """Draw the mutants, run them, and print what became of them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--number", type=int, default=400, help="of mutants")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("only", nargs="*", default=WATCHED, help="modules, such as treaty/*")
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    CACHE.mkdir(parents=True, exist_ok=True)
    for library in LIBRARIES:
        importlib.import_module(library)
    gc.freeze()

    tests = Tests(asked.jobs)
    paths = [path for glob in asked.only for path in sorted(Path().glob(f"infmap/{glob}.py"))]
    mutants = draw(paths, asked.number, asked.seed)
    equivalent = {
        (one["file"], one["before"], one["after"])
        for one in tomllib.loads(EQUIVALENT.read_text("utf-8"))["mutation"]
    }
    fates, killers = ["equivalent"] * len(mutants), set[str]()
    tasks: dict[str, Callable[[], object]] = {}
    for number, mutant in enumerate(mutants):
        if (mutant.file, mutant.before, mutant.after) not in equivalent:
            result = CACHE / f"{number}.result"
            result.unlink(missing_ok=True)
            tasks[str(number)] = partial(run, tests.of(mutant), result, mutant)
    for name in in_forks(tasks, asked.jobs):
        status, failed = Outcome.of(CACHE / f"{name}.result")
        fates[int(name)] = "killed" if status else "survived"
        killers.update(failed)
    # What fails without a fault has killed nothing.
    for _ in in_forks({"none": partial(run, [sorted(killers)], CACHE / "none.result")}, 1):
        if broken := Outcome.of(CACHE / "none.result").failed:
            sys.exit(f"fails as the code stands: {', '.join(broken)}")

    print("\n".join(table(mutants, fates)))
    for number, (mutant, fate) in enumerate(zip(mutants, fates, strict=True)):
        if fate == "survived":
            print(f"\n{mutant.file}:{mutant.place.where.start.line} (mutant {number})")
            print(f"- {mutant.before}\n+ {mutant.after}")


if __name__ == "__main__":
    main()
