"""Plots draw what the account says, and the scripts of the gallery run in time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import ecovalue
from places import BEIBEI, SICHUAN_OPTIONS, sichuan

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

from matplotlib.axes import Axes  # noqa: E402
from matplotlib.patches import Rectangle  # noqa: E402

import ecovalue.plot  # noqa: E402


def rectangles(axes: Axes) -> list[Rectangle]:
    """The bars of some axes."""
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


GALLERY = Path(__file__).resolve().parents[1] / "gallery"


@pytest.fixture(scope="module")
def beibei() -> ecovalue.Account:
    return ecovalue.run(BEIBEI / "run.toml", progress=False)


def test_bars_are_as_long_as_the_values(beibei: ecovalue.Account) -> None:
    axes = ecovalue.plot.bars(beibei)
    drawn = sum(bar.get_width() for bar in rectangles(axes))
    assert drawn == pytest.approx((beibei.gep or 0.0) / 1e8, rel=1e-9)


def test_bars_name_ecosystem_types(beibei: ecovalue.Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def named(language: str) -> list[str]:
        legend = ecovalue.plot.bars(beibei, language=language).get_legend()
        assert legend is not None
        return [text.get_text() for text in legend.get_texts()]

    # Types 13, 33 and 52 of HJ 1166-2021, Table A.1, and what is of a whole zone.
    assert sorted(named("en")) == ["Mixed forest", "Orchard/garden", "Tussock/herbaceous", "not allotted"]
    monkeypatch.setattr(ecovalue.plot, "chinese_font", lambda: "DejaVu Sans")
    assert sorted(named("zh")) == sorted(["草丛", "针阔混交林", "园地", "未分摊"])


def test_the_tornado_has_the_changes_of_the_switches(beibei: ecovalue.Account) -> None:
    axes = ecovalue.plot.tornado(beibei)
    drawn = [bar.get_width() for bar in rectangles(axes)]
    changes = (beibei.table("switches")["change"] / 1e8).tolist()
    assert drawn == pytest.approx(sorted(changes, key=abs, reverse=True))
    marked = [label.get_text() for label in axes.get_yticklabels() if label.get_text().endswith("(below 0)")]
    assert marked == ["water_retention: quantity: water_balance_runoff_producing (below 0)"]


def test_bars_and_the_tornado_are_of_one_year_at_one_kind_of_prices() -> None:
    account = ecovalue.run(BEIBEI.parent / "constructed_district_2019_2020" / "run.toml", progress=False)
    for basis, value in ((None, 268_944_397.0), ("current", 268_944_397.0), ("constant 2019", 262_384_778.0)):
        axes = ecovalue.plot.bars(account, year=2020, price_basis=basis)
        assert sum(bar.get_width() for bar in rectangles(axes)) * 1e8 == pytest.approx(value, abs=1.0)
        assert axes.get_title() == f"2020, {basis or 'current'} prices"
    switches = account.table("switches")
    for year in (2019, 2020):
        axes = ecovalue.plot.tornado(account, year=year, largest=100)
        assert len(rectangles(axes)) == (switches["year"] == year).sum() > 0
        assert axes.get_title() == str(year)
    with pytest.raises(ecovalue.AccountError, match="2021"):
        ecovalue.plot.bars(account, year=2021)


def test_a_map_says_its_unit_and_a_change_begins_and_ends_at_the_values() -> None:
    pytest.importorskip("rasterio")
    land = sichuan()
    before = ecovalue.account(land, **SICHUAN_OPTIONS, maps=["water_retention"])
    axes = ecovalue.plot.service_map(before, "water_retention")
    assert axes.get_title() == "Water retention"
    assert "[m3]" in axes.figure.axes[-1].get_ylabel()
    with pytest.raises(ecovalue.InputError, match="no map of `tourism`"):
        ecovalue.plot.service_map(before, "tourism")
    dry = land.assign(precipitation=land["precipitation"] * 0.98)
    after = ecovalue.account(dry, **SICHUAN_OPTIONS)
    bars = rectangles(ecovalue.plot.change(before.compare(after)))
    first, last = before.total() or 0.0, after.total() or 0.0
    assert bars[0].get_height() == pytest.approx(first / 1e8, rel=1e-9)
    assert bars[-1].get_height() == pytest.approx(last / 1e8, rel=1e-9)
    steps = sum(bar.get_height() for bar in bars[1:-1])
    assert steps == pytest.approx((last - first) / 1e8, rel=1e-6)


def test_no_letter_becomes_a_box(beibei: ecovalue.Account, recwarn: pytest.WarningsRecorder) -> None:
    axes = ecovalue.plot.bars(beibei, language="zh")
    axes.figure.canvas.draw()
    missing = [str(warning.message) for warning in recwarn if "missing from" in str(warning.message)]
    assert missing == []
    if ecovalue.plot.chinese_font() is None:
        assert axes.get_xlabel() == "value, 10^8 CNY"
    else:
        assert axes.get_xlabel() == "价值量（亿元）"


@pytest.mark.parametrize("script", sorted(path.name for path in GALLERY.glob("*.py")))
def test_scripts_of_the_gallery_run_in_time_and_leave_a_picture(script: str) -> None:
    picture = GALLERY / "out" / script.replace(".py", ".png")
    picture.unlink(missing_ok=True)
    begin = time.monotonic()
    made = subprocess.run(
        [sys.executable, str(GALLERY / script)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"},
    )
    assert made.returncode == 0, made.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert time.monotonic() - begin < 10 * (1 if os.environ.get("CI") is None else 3)
