"""Writes tests/data/cell_area.csv: areas of geographic cells to 50 digits, by Snyder's equation 3-12 as it stands.

Made with mpmath 1.4.1. Origin and step are taken as the binary numbers that a grid holds, so that the last digits
compare too; the difference that the crate must not lose by cancelling is plain here.
"""

import csv
import pathlib

from mpmath import atanh, mp, mpf, pi, sin, sqrt

mp.dps = 50
ELLIPSOIDS = {4326: ("6378137", "298.257223563"), 4490: ("6378137", "298.257222101"), 4214: ("6378245", "298.3"),
              4610: ("6378140", "298.257")}


def area(epsg, origin, step):
    a, inverse = (mpf(text) for text in ELLIPSOIDS[epsg])
    e = sqrt((2 - 1 / inverse) / inverse)

    def q(latitude):
        s = sin(latitude * pi / 180)
        return s / (1 - (e * s) ** 2) + atanh(e * s) / e

    south, north = sorted([mpf(origin), mpf(origin) + mpf(step)])
    return a * a * (1 - e * e) / 2 * abs(mpf(step)) * pi / 180 * (q(north) - q(south))


lines = [[epsg, repr(origin), repr(step), mp.nstr(area(epsg, origin, step), 20)]
         for epsg in ELLIPSOIDS
         for size in [1e-5, 1e-4, 1 / 240, 0.05, 1.0, 5.0]
         for origin, step in [(90.0, -size), (-90.0, size), (90.0 - size, -size), (60.0, -size), (29.83, -size),
                              (29.83, size), (0.4 * size, -size), (0.0, -size), (-45.0, -size), (-80.0, size)]]
path = pathlib.Path(__file__).resolve().parents[1] / "data" / "cell_area.csv"
with open(path, "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["epsg", "origin", "step", "area_m2"])
    writer.writerows(lines)
