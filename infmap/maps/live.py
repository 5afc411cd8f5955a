"""The page as a notebook's widget: Python turns it, and knows what the reader turned it to."""

from collections.abc import Mapping
from importlib.resources import files
from threading import RLock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import anywidget
import traitlets

from infmap.analysis.compare import sides_of
from infmap.analysis.coverage_table import coverage
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.asked import ALL_THEMES
from infmap.catalogue.names.ids import one_of
from infmap.catalogue.rows import Capital
from infmap.catalogue.values.date_texts import as_day
from infmap.catalogue.values.launchers import launcher_of
from infmap.catalogue.values.units import read_units
from infmap.errors import CombinationError, InfmapError, NothingLeftError
from infmap.looks.distances import Units
from infmap.maps import page_text
from infmap.maps.embed import SANDBOX
from infmap.maps.launched import launched
from infmap.maps.opening import opened
from infmap.maps.saved import note_html, still_html
from infmap.maps.state import (
    WHAT_IF,
    Mode,
    Projection,
    account_on,
    look_of,
    pin_of,
    pin_text,
    read_fragment,
    theme_on,
    units_text,
    write_fragment,
)

if TYPE_CHECKING:
    import pandas as pd

STATIC = files("infmap.maps") / "static"
STATE = (
    *("site", "theme", "account", "date", "capital", "mode", "left", "right"),
    *("projection", "pin", "units"),
)
#: What the page tells beside, which Python has no attribute for: it is given back as it came.
BESIDE = ("fit", "doubt", "holder", "count", "at", "system")
HEIGHT = "min(80vh, 760px)"
VIEW = "application/vnd.jupyter.widget-view+json"


class Widget(anywidget.AnyWidget):
    """The page in a notebook, tied to Python in both directions.

    Set an attribute and the page follows; click in the page and the attribute changes. What goes
    between them is the fragment that the page's address would have, and nothing else. A saved
    notebook, and what nbconvert makes of it, keep the page in the state that it had.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`: what the page holds and can be turned to.
    site : str or Site, optional
        Id or name of the site that it opens on; Shuya, or else the first one.
    theme, account, capital, mode, projection, pin, units : optional
        As in `make_map`.
    date : date or str, optional
        The day; without it every report is shown, whatever its date.

    Attributes
    ----------
    site, theme, account, mode : str
        What the page shows; with a launcher in focus the site is ``what-if``.
    left, right : str or None
        What is compared where the mode is ``compare``, as in `infmap.compare`; refused in another
        mode, so that mode and sides are set by one call of `show`.
    date, capital : str or None
        The day as ``YYYY-MM-DD``, and the id of the place that is open.
    projection : str or None
        How it draws the Earth, where that was chosen.
    pin : dict or None
        The launcher: ``lat``, ``lon``, and ``range_km`` or ``system``.
    units : str or None
        What distances are shown in, ``mi`` or ``nmi``; None stands for kilometres.

    Raises
    ------
    InfmapError
        If anywidget is missing (``pip install 'infmap[widget]'``), or as in `make_map`.

    Notes
    -----
    While a cell runs, nothing comes back from the page: use ``observe``, not a loop that waits.

    Examples
    --------
    >>> import infmap
    >>> w = infmap.Widget(infmap.load(), site="shuya")
    >>> w.show(account="operator", date="10 Feb 2019")
    >>> w
    <infmap.Widget: site=shuya, theme=debate, account=operator, date=2019-02-10, mode=focus>
    >>> w.coverage.iloc[0]["target"]
    'Moscow'
    """

    _esm = (STATIC / "widget.js").read_text("utf-8")
    #: What tells this widget from others in the notebook's document.
    _id = traitlets.Unicode().tag(sync=True)
    #: What the page is to show. The revision counts what Python asked for, so that a page's answer
    #: to an older wish is known as such.
    _asked = traitlets.Dict().tag(sync=True)

    site = traitlets.Unicode()
    theme = traitlets.Unicode()
    account = traitlets.Unicode()
    date = traitlets.Any(allow_none=True)
    capital = traitlets.Unicode(allow_none=True)
    mode = traitlets.Unicode()
    left = traitlets.Unicode(allow_none=True)
    right = traitlets.Unicode(allow_none=True)
    projection = traitlets.Unicode(allow_none=True)
    pin = traitlets.Any(allow_none=True)
    units = traitlets.Unicode(allow_none=True)

    _is_setting = True
    _is_shown = False

    def __init__(
        self,
        cat: Catalogue,
        *,
        site: str | Site | None = None,
        theme: str | None = None,
        account: str | None = None,
        date: Any = None,
        capital: str | Capital | None = None,
        mode: str | None = None,
        projection: str | None = None,
        pin: Any = None,
        units: str = Units.KM,
    ) -> None:
        self._page = opened(
            cat,
            focus=site,
            theme=theme,
            account=account,
            as_of=date,
            capital=capital,
            mode=mode,
            projection=projection,
            pin=pin,
            units=units,
        )
        self._cat = cat
        self._beside: dict[str, str] = {}
        # Messages of the page may come in a thread of their own, between two steps of a cell.
        self._lock = RLock()
        given = read_fragment(self._page.data["fragment"])
        super().__init__(
            _id=uuid4().hex,
            _asked={"revision": 1, "fragment": self._page.data["fragment"]},
            **self._read(given),
        )
        self._is_setting = False
        self.on_msg(self._hear)

    @property
    def coverage(self) -> "pd.DataFrame":
        """What `infmap.coverage` gives for the site, theme, account and day that are shown."""
        cat = self._cat
        account: str | None = self.account
        if self.site == WHAT_IF:
            cat = launched(cat, self.pin)
            # A range of one's own is on nobody's account, and shown on each.
            account = account if "system" in self.pin else None
        try:
            return coverage(cat, site=self.site, theme=self.theme, account=account, as_of=self.date)
        except NothingLeftError:
            # The page shows the site and says that nothing is reported there.
            return coverage(cat, site=self.site).iloc[:0]

    def show(self, **state: Any) -> None:
        """Change several things in one step; the page moves once.

        Parameters
        ----------
        **state
            Any of the attributes, as they may be given to `Widget`; None for the opening's own.

        Raises
        ------
        InfmapError
            If a name is unknown or is not on the page. Nothing has changed then.
        """
        with self._lock:
            self._set(self._resolved(state))
            fragment = self._fragment()
            if fragment == self._asked["fragment"]:
                return
            self._asked = {"revision": self._asked["revision"] + 1, "fragment": fragment}
            self._note()

    def _resolved(self, changes: Mapping[str, object]) -> dict[str, object]:
        """Return the whole state after some changes, each checked."""
        unknown = [name for name in changes if name not in STATE]
        if unknown:
            raise InfmapError(f"a widget has no {unknown[0]}; write one of {', '.join(STATE)}")
        state = {name: getattr(self, name) for name in STATE} | dict(changes)
        if state["pin"] is not None:
            state["pin"] = pin_of(pin_text(self._cat, launcher_of(state["pin"])))
        # A launcher that is put somewhere comes into focus; without it, a site does.
        if "site" not in changes and "pin" in changes:
            state["site"] = WHAT_IF if state["pin"] else state["site"]
        if changes.get("site") == WHAT_IF and not state["pin"]:
            raise InfmapError(
                f"{WHAT_IF} is the site of a launcher; set pin, with lat, lon and range"
            )
        if state["site"] in (None, "") or (state["site"] == WHAT_IF and not state["pin"]):
            state["site"] = self._page.data["first_site"]
        if state["site"] != WHAT_IF:
            state["site"] = self._cat.site(state["site"]).id
        state["theme"] = theme_on(self._page.data["themes"], state["theme"] or ALL_THEMES)
        if "theme" not in changes and not self._tells(state["site"], state["theme"]):
            state["theme"] = ALL_THEMES
        state["account"] = account_on(self._page.data["accounts"], state["account"])
        day = as_day(state["date"])
        state["date"] = day and day.isoformat()
        state["capital"] = state["capital"] and self._place(state["capital"])
        mode, projection = look_of(state["mode"], state["projection"])
        state["mode"] = one_of(mode or Mode.FOCUS, tuple(Mode), "mode")
        given = [name for name in ("left", "right") if changes.get(name)]
        if given and state["mode"] != Mode.COMPARE:
            raise CombinationError(
                f"{given[0]} is of the mode {Mode.COMPARE} (it is {state['mode']}); set both at "
                f"once: show(mode={str(Mode.COMPARE)!r}, left=..., right=...)"
            )
        state["left"], state["right"] = self._sides(state)
        state["projection"] = projection and one_of(projection, tuple(Projection), "projection")
        state["units"] = units_text(read_units(state["units"] or Units.KM))
        return state

    def _sides(self, state: Mapping[str, object]) -> tuple[str | None, str | None]:
        """Return the ids of what is compared; with one side alone, the page chooses the pair."""
        if state["mode"] != Mode.COMPARE:
            return None, None
        left, right = (str(state[name]) if state[name] else None for name in ("left", "right"))
        if left is None or right is None:
            return left, right
        sides = sides_of(self._cat, left, right)
        return sides.left, sides.right

    def _tells(self, site: str, theme: str) -> bool:
        """Return whether a theme has a report of a site."""
        if site == WHAT_IF or theme == ALL_THEMES:
            return True
        rows = self._cat.site(site).deployments
        return any(row.theme in (None, theme) for row in rows)

    def _place(self, name: str) -> str:
        """Return the id of a place that is on the page."""
        known = {row["id"] for row in self._page.data["capitals"]}
        place = name if name in known else self._cat.place(name).id
        if place not in known:
            raise InfmapError(
                f"{place} is not on this page, which was made with the capitals and the place it "
                "opened on; make another: infmap.Widget(cat, capital=...)"
            )
        return place

    def _set(self, state: Mapping[str, object]) -> None:
        self._is_setting = True
        try:
            with self.hold_trait_notifications():
                for name, value in state.items():
                    setattr(self, name, value)
        finally:
            self._is_setting = False

    @traitlets.validate(*STATE)
    def _checked(self, proposal: Any) -> Any:
        if self._is_setting:
            return proposal.value
        name = proposal.trait.name
        return self._resolved({name: proposal.value})[name]

    @traitlets.observe(*STATE)
    def _follow(self, change: Any) -> None:
        if not self._is_setting:
            self.show(**{change.name: change.new})

    def _fragment(self) -> str:
        pin = None if self.pin is None else pin_text(self._cat, launcher_of(self.pin))
        told = {name: getattr(self, name) for name in STATE} | {"pin": pin}
        return write_fragment(told | self._beside)

    def _read(self, given: Mapping[str, str]) -> dict[str, object]:
        """Return the state that a page told, a name for every field."""
        state: dict[str, object] = {name: given.get(name) for name in STATE}
        return state | {"pin": pin_of(given["pin"]) if "pin" in given else None}

    def _hear(self, _: Any, content: Any, __: Any) -> None:
        """Take a message of the notebook's: it wants the page, or tells what the page shows."""
        if content.get("wanted") == "page":
            page = {"html": self._html(), "title": self._page.title}
            self.send(page | {"sandbox": SANDBOX, "height": HEIGHT})
            return
        with self._lock:
            # What the page said before it knew of the newest wish is out of date.
            if content.get("revision") != self._asked["revision"]:
                return
            given = read_fragment(str(content["fragment"]))
            if given.get("mode") != Mode.COMPARE:
                given = {name: given[name] for name in given if name not in ("left", "right")}
            try:
                state = self._resolved(self._read(given))
            except InfmapError:
                return
            self._beside = {name: given[name] for name in BESIDE if name in given}
            self._set(state)
            self._asked = self._asked | {"fragment": self._fragment()}
            self._note()

    def _html(self) -> str:
        """Return the page, opening on the present state."""
        self._page.data["fragment"] = self._asked["fragment"]
        return page_text(self._page)

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)}" for name in STATE if getattr(self, name))
        return f"<infmap.Widget: {shown}>"

    def _ipython_display_(self, **_: Any) -> None:
        """Put three outputs into the notebook: a copy that needs no kernel, its state, the widget.

        One output with both forms would not do: where the widget's state is saved with the
        notebook, as nbclient does, nbconvert takes the widget and drops the copy.
        """
        from IPython.display import display

        still = still_html(self._html(), self._page.title, self._id)
        display({"text/html": still, "text/plain": repr(self)}, raw=True)
        display({"text/html": self._note_html()}, raw=True, display_id=self._id)
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        display({VIEW: view, "text/html": ""}, raw=True)
        self._is_shown = True

    def _note_html(self) -> str:
        return note_html(self._id, self._asked["fragment"])

    def _note(self) -> None:
        """Renew the state beside the copy, which is all of a saved notebook that has to follow."""
        if self._is_shown:
            from IPython.display import update_display

            update_display({"text/html": self._note_html()}, raw=True, display_id=self._id)
