"""Work grows with what it is given, not with its square."""

import sys
import tracemalloc
from collections import Counter

import numpy as np
import pytest

import infmap
from infmap.catalogue.names.ids import _Table
from infmap.figures import boxes
from infmap.figures.written import figure_bytes
from infmap.proximity.bounds import only_nearest, unit_vectors
from infmap.proximity.cells import caps

CLAIMANTS = [("operator", "Maker"), ("opponent", "Foreign staff"), ("independent", "Institute")]


def catalogue(folder, count):
    """Return a site with so many systems, each with a figure of its own."""
    ids = [f"own-{k}" for k in range(count)]
    systems = [f"{one},{one.title()},Russia,GLBM,ground-mobile,weapon-delivery" for one in ids]
    sites = [f"camp-{one},Camp,52,40,Russia,{one},reported" for one in ids]
    claims = [
        f"{one},{','.join(CLAIMANTS[k % 3])},{300 + k * 4700 // count},2019-01-01"
        for k, one in enumerate(ids)
    ]
    tables = {
        "systems": ["id,name,operator,kind,basing,purpose", *systems],
        "deployments": ["id,name,lat,lon,country,system_id,status", *sites],
        "claims": ["system_id,account,claimant,up_to_km,as_of", *claims],
    }
    paths = {name: folder / f"{name}-{count}.csv" for name in tables}
    for name, lines in tables.items():
        paths[name].write_text("\n".join(lines) + "\n", "utf-8")
    return infmap.load(**paths)


def calls_of(cat):
    """Return how often each function of infmap is called for a brief with its figure."""
    calls = Counter()

    def count(frame, event, _):
        if event == "call" and "infmap" in frame.f_code.co_filename:
            calls[frame.f_code.co_name] += 1

    sys.setprofile(count)
    try:
        infmap.make_report(cat, focus="camp")
        infmap.plot_map(cat, focus="camp")
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.thorough
def test_the_work_of_a_brief_grows_with_its_figures_and_not_with_their_square(tmp_path):
    sizes = (16, 32, 64)
    infmap.plot_map(infmap.load(), focus="shuya")  # what is read once
    calls = few, more, most = [calls_of(catalogue(tmp_path, size)) for size in sizes]
    # Twice as many figures add twice as much; with their square it would be four times.
    added, then_added = more.total() - few.total(), most.total() - more.total()
    assert added > 10_000
    assert then_added < 2.6 * added
    # Where a ring lies is worked out once, whoever asks; so it is for the few limits.
    assert all(0 <= one["_circle"] - size < 10 for one, size in zip(calls, sizes, strict=True))


def test_the_places_of_labels_are_sought_near_their_rings_and_not_along_all(tmp_path, monkeypatch):
    compared, drawn = [], set()
    squares, distances = boxes._squares_each, boxes.NearLines.distances

    def counted(corners, x, y):
        compared[-1] += np.broadcast(corners[0], x).size
        return squares(corners, x, y)

    def everywhere(lines, corners, reach, but):
        return distances(lines, corners, reach + 1e9, but)

    monkeypatch.setattr(boxes, "_squares_each", counted)
    cat = catalogue(tmp_path, 24)
    for asked in (distances, everywhere):
        compared.append(0)
        monkeypatch.setattr(boxes.NearLines, "distances", asked)
        drawn.add(figure_bytes(infmap.plot_map(cat, focus="camp"), ".svg"))
    near, along_all = compared
    assert 0 < near < along_all / 5
    assert len(drawn) == 1


def bytes_for(count):
    """Return the most memory that the bound for the nearest of so many sites takes, for a row."""
    sites = unit_vectors(np.linspace(-180.0, 179.0, count), np.linspace(-80.0, 80.0, count))
    cap = next(iter(caps()))
    tracemalloc.start()
    try:
        only_nearest(sites, *cap)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_the_memory_for_the_nearest_site_grows_with_the_sites_and_not_with_their_square():
    assert bytes_for(4000) < 2.5 * bytes_for(2000)


def test_infmaps_names_are_looked_up_in_tables_that_are_made_once(monkeypatch):
    made = []
    make = _Table._by
    monkeypatch.setattr(_Table, "_by", lambda table, keys: made.append(table) or make(table, keys))

    def tables_for(count):
        made.clear()
        infmap.load(systems=[{"name": f"Own {k}", "range_km": 500} for k in range(count)])
        return len(made)

    assert tables_for(40) == tables_for(2)
