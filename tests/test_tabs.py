"""Tabs that go from test to test are given as new."""

from tabs import Tabs

WINDOW = {"viewport": {"width": 600, "height": 400}, "color_scheme": "dark"}
LOOKS = """() => [location.href, history.length, innerWidth, innerHeight, window.left ?? null,
  ...["print", "(forced-colors: active)", "(prefers-color-scheme: dark)",
    "(prefers-reduced-motion: reduce)"]
    .map((one) => matchMedia(one).matches)]"""
NEW = ["about:blank", 1, 600, 400, None, False, False, True, False]


def test_a_tab_that_was_given_back_is_as_new(browser, tmp_path):
    tabs = Tabs(browser)
    page = tabs.take(**WINDOW)
    assert page.evaluate(LOOKS) == NEW
    for k in range(3):
        path = tmp_path / f"{k}.html"
        path.write_text("<script>window.left = 1; console.log('complaint');</script>", "utf-8")
        page.goto(path.as_uri())
    page.set_viewport_size({"width": 300, "height": 300})
    page.emulate_media(
        media="print", forced_colors="active", color_scheme="light", reduced_motion="reduce"
    )
    assert page.evaluate(LOOKS) == [path.as_uri(), 4, 300, 300, 1, True, True, False, True]
    assert page.complaints == ["complaint"] * 3
    assert len(page.requests) == 3
    other = tabs.take(**WINDOW)
    assert other is not page
    tabs.give_back(page)
    tabs.give_back(page)
    again = tabs.take(**WINDOW)
    assert again is page
    assert again.evaluate(LOOKS) == NEW
    assert again.complaints == again.requests == []
    third = tabs.take(**WINDOW)
    assert third not in (page, other)
    for one in (page, other, third):
        one.context.close()
