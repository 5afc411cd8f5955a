"""Degrees under the reference system of a projection: refused, and never put at its origin."""

import geopandas as gpd
import pandas as pd
import pytest

import infmap
from infmap.errors import DataError

DEGREES = "a projection is declared for what are plainly degrees"
DECLARE = "declare WGS 84 (EPSG:4326) for them, or correct the positions"


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:25833", "EPSG:2263", "ESRI:102100"])
@pytest.mark.parametrize("kind", ["frame", "geojson", "gpkg", "fgb", "shp", "parquet"])
def test_degrees_under_a_projection_are_refused_and_not_put_at_its_origin(tmp_path, kind, crs):
    points = gpd.points_from_xy([10.2, 20.5], [54.1, -4.7])
    frame = gpd.GeoDataFrame({"name": ["A", "B"], "range_km": [500, 600]}, geometry=points, crs=crs)
    path = tmp_path / f"sites.{kind}"
    if kind == "parquet":
        frame.to_parquet(path)
    elif kind != "frame":
        frame.to_file(path)
    with pytest.raises(DataError) as refused:
        infmap.load(deployments=frame if kind == "frame" else path)
    (fault,) = refused.value.faults
    assert (fault.problem, fault.remedy) == (DEGREES, DECLARE)


@pytest.mark.parametrize(
    "cell",
    ["SRID=3857;POINT (10.2 54.1)", '{"x":10.2,"y":54.1,"spatialReference":{"wkid":102100}}'],
)
def test_degrees_under_a_projection_in_a_cell_are_refused(cell):
    with pytest.raises(DataError) as refused:
        infmap.load_places(pd.DataFrame({"name": ["A"], "position": [cell]}))
    (fault,) = refused.value.faults
    assert (fault.problem, fault.remedy) == (DEGREES, DECLARE)


@pytest.mark.parametrize(
    ("crs", "points", "place"),
    [
        ("EPSG:3857", [(10.2, 54.1), (2_282_049.6, 7_303_970.0)], (20.5, 54.7)),
        ("+proj=aeqd +lat_0=54 +lon_0=20.5 +datum=WGS84", [(90, 15), (0, 1)], (20.5, 54)),
        ("+proj=utm +zone=33 +units=km +datum=WGS84", [(100, 80), (120, 85)], None),
        ("EPSG:3031", [(0, 0), (0, 0)], (0, -90)),
        ("EPSG:4284", [(20.5, 54.7), (20.5, 54.7)], (20.5, 54.7)),
    ],
    ids=["one of them", "somebody's own", "kilometres", "the South Pole", "degrees of old"],
)
def test_what_may_be_metres_is_brought_to_degrees(crs, points, place):
    geometry = gpd.points_from_xy(*zip(*points, strict=True))
    rows = infmap.load_places(gpd.GeoDataFrame({"name": ["A", "B"]}, geometry=geometry, crs=crs))
    assert len(rows) == 2
    assert place is None or (rows[1].lon, rows[1].lat) == pytest.approx(place, abs=0.01)
