"""`infmap.Widget`, or where anywidget is missing what to install."""

from typing import TYPE_CHECKING, Any

from infmap.errors import InfmapError

if TYPE_CHECKING:
    from infmap.maps.live import Widget
else:
    try:
        from infmap.maps.live import Widget
    except ModuleNotFoundError:

        class Widget:
            """Stands for the widget where anywidget is missing, so that importing works."""

            def __init__(self, *_: Any, **__: Any) -> None:
                raise InfmapError(
                    "infmap.Widget needs anywidget, which is not installed; "
                    "pip install 'infmap[widget]', or take infmap.make_map, which does without"
                ) from None


__all__ = ["Widget"]
