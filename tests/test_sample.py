"""The sample of a test's cases: the same in every run, with the hard ones, whole when asked."""

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
