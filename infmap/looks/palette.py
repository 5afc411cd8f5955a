"""The one palette: what each colour stands for, on the page and in figures.

Distance bands run from dark to light, so that they hold in grey; accounts differ in hue and in
dash, after Okabe and Ito's colours for readers who see fewer hues. Steps of one hue tell how many
reach a place: the more, the farther from the paper. Checked in grey and for deuteranopia.
"""

from collections.abc import Mapping

#: Colours by role, for light and for dark surroundings.
LIGHT = {
    "paper": "#ffffff",
    "ink": "#1d262d",
    "quiet": "#59656e",
    "line": "#d9dee1",
    "wash": "#f3f5f6",
    "accent": "#0b5a8a",
    "sea": "#cddfea",
    "land": "#fbfaf5",
    "border": "#c9c0ae",
    "graticule": "#b9cedb",
    "below-500": "#3d1259",
    "shorter-range": "#b1266b",
    "intermediate-range": "#e0901a",
    "beyond-5500": "#75818a",
    "operator": "#0a5ea8",
    "opponent": "#bf3a08",
    "independent": "#067a63",
    "user": "#5b3fa0",
    "not-strike": "#6b7780",
    "step-1": "#e2daee",
    "step-2": "#c6b4e0",
    "step-3": "#a588cd",
    "step-4": "#7d56b1",
    "step-5": "#502d87",
}
DARK = {
    "paper": "#171c20",
    "ink": "#eceff1",
    "quiet": "#a5b0b8",
    "line": "#353e45",
    "wash": "#20272c",
    "accent": "#7cc0ee",
    "sea": "#12181c",
    "land": "#2b3339",
    "border": "#4d575e",
    "graticule": "#2a343a",
    "below-500": "#c99bf0",
    "shorter-range": "#f27fb6",
    "intermediate-range": "#f4b350",
    "beyond-5500": "#8d99a2",
    "operator": "#6db8f5",
    "opponent": "#ff8a5c",
    "independent": "#4fd0b3",
    "user": "#b9a2f5",
    "not-strike": "#9aa6ae",
    "step-1": "#3b3357",
    "step-2": "#564784",
    "step-3": "#7761b0",
    "step-4": "#9d87d6",
    "step-5": "#cbbaf6",
}


def css_variables(colours: Mapping[str, str]) -> str:
    """Return colours as CSS variables, each by its role.

    Examples
    --------
    >>> css_variables({"paper": "#ffffff", "ink": "#1d262d"})
    '--paper:#ffffff;--ink:#1d262d;'
    """
    return "".join(f"--{role}:{colour};" for role, colour in colours.items())
