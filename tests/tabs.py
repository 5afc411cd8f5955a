"""Tabs that go from test to test: a window of its own costs a third of what opening a page does."""

from typing import Any


class Tabs:
    """The tabs of a browser, each in a window of its own, by how the window is made.

    A tab is given as new: empty, at its size, without a history, and with notes of its own of what
    goes wrong in it and what it asks for.
    """

    def __init__(self, browser: Any) -> None:
        self.browser = browser
        self.idle: dict[str, list[Any]] = {}

    def take(self, **window: Any) -> Any:
        """Return a tab that nobody has; its window is made with options of the browser's."""
        key = repr(sorted(window.items()))
        idle = self.idle.setdefault(key, [])
        page = idle.pop() if idle else self._made(key, window)
        page.complaints, page.requests = [], []
        return page

    def _made(self, key: str, window: dict[str, Any]) -> Any:
        page = self.browser.new_context(**window).new_page()
        page.key, page.window = key, window
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (page.complaints.append("dialog"), dialog.dismiss()))
        page.on("request", lambda request: page.requests.append(request.url))
        return page

    def give_back(self, page: Any) -> None:
        """Empty a tab, for whoever takes it next; one that was given back already stays so."""
        if page in self.idle[page.key]:
            return
        page.goto("about:blank")
        page.set_viewport_size(page.window["viewport"])
        scheme = page.window.get("color_scheme", "light")
        motion = page.window.get("reduced_motion", "null")
        page.emulate_media(
            media="null", forced_colors="null", color_scheme=scheme, reduced_motion=motion
        )
        session = page.context.new_cdp_session(page)
        session.send("Page.resetNavigationHistory")
        session.detach()
        self.idle[page.key].append(page)
