"""The sample of a test's cases: the same in every run, with the hard ones, whole when asked."""

import subprocess
import sys
from pathlib import Path

import pytest
import sample
from sample import sampled


def test_a_sample_is_the_same_in_every_run_and_holds_the_hard_cases(monkeypatch):
    monkeypatch.setattr(sample, "WHOLE", False)
    found = sampled(range(100), 8, always=[0, 99])
    assert found == sampled(range(100), 8, always=[0, 99])
    assert len(found) == len(set(found)) == 10
    assert found == sorted(found)
    assert {0, 99} <= set(found)
    assert sampled(range(100), 98, always=[0, 99]) == [*range(100)]
    assert sampled("abc", 0, always="b") == ["b"]


def test_the_whole_is_tried_when_asked(monkeypatch):
    monkeypatch.setattr(sample, "WHOLE", True)
    assert sampled("abc", 0, always="b") == ["a", "b", "c"]


def collected(*words):
    """Return the names of the tests that a run with these words tries."""
    root = Path(__file__).parents[1]
    line = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n0", "-Wdefault", *words]
    found = subprocess.run(line, cwd=root, text=True, capture_output=True, check=False)
    return [word for word in found.stdout.splitlines() if "::" in word]


@pytest.mark.thorough
def test_the_thorough_are_tried_where_they_are_asked_for():
    module = "tests/test_strokes.py"
    every = collected("-m", "thorough", module)
    always = collected(module)
    assert len(every) > 1
    assert len({*every} & {*always}) == 1
    assert collected(f"{module}::test_a_pair_of_looks_is_found_in_the_pixels") == every
