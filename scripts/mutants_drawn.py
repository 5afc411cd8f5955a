"""Draw faults to plant in the code: places that can be mutated, and what would stand there."""

import difflib
import random
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, WhitespaceInclusivePositionProvider
from mutmut.mutation.mutators import mutation_operators

#: What these are told matters to readers of the code only.
NOT_MUTATED = {"len", "isinstance", "cast"}


class Place(NamedTuple):
    """A node that can be mutated."""

    where: CodeRange
    mutations: list[cst.CSTNode]
    #: The lines of its statement, and the name of the function that holds it, if any.
    statement: range
    function: str


class Mutant(NamedTuple):
    """One fault: where it is, and the lines that it changes."""

    file: str
    place: Place
    before: str
    after: str
    code: str


class Places(cst.CSTVisitor):
    """Find each node that can be mutated."""

    METADATA_DEPENDENCIES = (WhitespaceInclusivePositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Place] = []
        self.statement = range(0)
        self.functions: list[str] = []

    def on_leave(self, original_node: cst.CSTNode) -> None:
        """Note that a function ends."""
        if isinstance(original_node, cst.FunctionDef):
            self.functions.pop()

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Note the node; go on to those in it."""
        if isinstance(node, cst.Annotation | cst.Decorator | cst.Import | cst.ImportFrom):
            return False
        # Blanks within a pattern of "case" have no place.
        if isinstance(node, cst.BaseParenthesizableWhitespace):
            return False
        if isinstance(node, cst.Call) and getattr(node.func, "value", "") in NOT_MUTATED:
            return False
        if isinstance(node, cst.If) and getattr(node.test, "value", "") == "TYPE_CHECKING":
            return False
        where = self.get_metadata(WhitespaceInclusivePositionProvider, node)
        if isinstance(node, cst.SimpleStatementLine | cst.BaseCompoundStatement):
            above = len(node.leading_lines) + len(getattr(node, "lines_after_decorators", ()))
            self.statement = range(where.start.line + above, where.end.line)
        if isinstance(node, cst.FunctionDef):
            self.functions.append(node.name.value)
        makers = [make for kind, make in mutation_operators if isinstance(node, kind)]
        mutations = [mutation for make in makers for mutation in make(node)]
        if isinstance(node, cst.FormattedStringText):
            mutations.append(node.with_changes(value=f"XX{node.value}"))
        if mutations:
            function = self.functions[0] if self.functions else ""
            self.found.append(Place(where, mutations, self.statement, function))
        return True


def draw(paths: Iterable[Path], number: int, seed: str) -> list[Mutant]:
    """Return so many mutants of the files."""
    mutants: list[Mutant] = []
    visited = []
    for path in paths:
        tree = MetadataWrapper(cst.parse_module(path.read_text("utf-8")), unsafe_skip_copy=True)
        tree.visit(places := Places())
        visited.append((str(path), tree.module, places.found))
    every = sum(len(found) for *_, found in visited)
    reached = 0
    for file, module, found in visited:
        # Each file has a draw of its own, which a change of another file leaves as it is.
        rng = random.Random(f"{seed} {file}")
        reached += len(found)
        for place in rng.sample(found, len(found)):
            if len(mutants) >= round(number * reached / every):
                break
            new = module.code_for_node(rng.choice(place.mutations))
            code = put(new, place.where, module.code)
            with suppress(SyntaxError):
                compile(code, file, "exec")
                mutants.append(Mutant(file, place, *changed(module.code, code), code))
    return mutants


def put(new: str, where: CodeRange, code: str) -> str:
    """Return the code with something new between two positions."""
    lines = code.splitlines(keepends=True)
    start, end = (
        sum(map(len, lines[: place.line - 1])) + place.column for place in (where.start, where.end)
    )
    return code[:start] + new + code[end:]


def changed(before: str, after: str) -> tuple[str, str]:
    """Return the lines that differ, as they were and as they are."""
    diff = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0))[2:]
    were, are = (" ".join(line[1:].strip() for line in diff if line[0] == sign) for sign in "-+")
    return were, are
