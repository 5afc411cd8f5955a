"""The sample of a test's cases: the same each time, with what is hard, and whole when asked."""

import pytest
from samples import sampled


def test_a_sample_is_the_same_each_time_and_holds_the_hard_cases(monkeypatch):
    monkeypatch.delenv("INFMAP_WHOLE", raising=False)
    found = sampled(range(100), 10, always=[0, 99])
    assert found == sampled(range(100), 10, always=[0, 99])
    assert len(found) == len(set(found)) == 10
    assert found == sorted(found)
    assert {0, 99} <= set(found)
    assert sampled(range(100), 11, always=[0, 99]) != found
    assert sampled("ab", 3) == ["a", "b"]


def test_the_whole_is_tried_when_asked(monkeypatch):
    monkeypatch.setenv("INFMAP_WHOLE", "1")
    assert sampled("abc", 1) == ["a", "b", "c"]


def test_a_hard_case_that_is_none_is_told():
    with pytest.raises(ValueError, match=r"no cases: \['d'\]"):
        sampled("abc", 2, always=["d"])
