"""The page of what was tried: made of each campaign's last rows at full size, with their day."""

import sys
from datetime import date
from types import SimpleNamespace

import pytest

from reliability import __main__ as campaigns
from reliability.__main__ import Run
from reliability.outcome import Outcome


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run campaigns of one row each, of which "two" loses a trial; return the page's text."""
    page = tmp_path / "page.md"
    monkeypatch.setattr(campaigns, "CAMPAIGNS", ("one", "two"))
    monkeypatch.setattr(campaigns, "PAGE", page)
    monkeypatch.setattr(campaigns, "KEPT", tmp_path / "kept")

    def run_with(*words, lost=("two: a line",)):
        def campaign(name):
            name = name.removeprefix("reliability.")
            row = Outcome(name, "all of it", 1234, lost if name == "two" else ())
            return SimpleNamespace(run=lambda size: [row])

        monkeypatch.setattr(campaigns, "import_module", campaign)
        monkeypatch.setattr(sys, "argv", ["reliability", *words])
        with pytest.raises(SystemExit) as end:
            campaigns.main()
        return end.value.code, page.read_text("utf-8") if page.exists() else None

    return run_with


def test_the_page_is_made_once_every_campaign_has_rows(run):
    assert run("one") == (0, None)
    code, page = run("two")
    assert code == 1
    today = f"{date.today():%d %B %Y}"
    assert f"| one | all of it | 1,234 | 0 | {today} |\n| two | all of it | 1,234 | 1 | " in page
    assert "\n- two: a line\n" in page
    assert f"with {campaigns.software()}." in page


def test_rows_are_kept_with_their_day_until_their_campaign_runs_again(run):
    run()
    older = Run("1 May 2026", 2.0, "infmap 0", (Outcome("one", "some", 5, ()),))
    campaigns.keep("one", older)
    _, page = run("two", lost=())
    assert "| one | some | 5 | 0 | 1 May 2026 |\n| two | all of it | 1,234 | 0 | " in page
    assert "a line" not in page
    assert f"All of it took 2 minutes, with infmap 0; {campaigns.software()}." in page


def test_a_smaller_run_is_printed_and_not_kept(run, capsys):
    assert run("--size", "0.5") == (1, None)
    assert capsys.readouterr().out.splitlines() == [
        "one: all of it: 0 of 1,234 lost",
        "two: all of it: 1 of 1,234 lost",
        "two: a line",
    ]
