"""Tables of the reference systems of the EPSG dataset, from the database of PROJ (pyproj 3.7, PROJ 9.5.1):

    python3 tests/oracle/reference_systems.py src/input/grid/crs

writes `datums.csv` (ellipsoid, prime meridian, names and geographic systems of each datum) and `projected.csv`
(runs of projected systems whose codes follow each other and whose meridians and false eastings go up in even steps).
"""

import re
import sys

from pyproj import CRS
from pyproj.database import query_crs_info
from pyproj.enums import PJType

# Methods whose parameters are kept; all others are named only.
METHODS = {
    "Transverse Mercator": "transverse Mercator",
    "Transverse Mercator 3D": "transverse Mercator",
    "Transverse Mercator (South Orientated)": "transverse Mercator, south orientated",
    "Cassini-Soldner": "Cassini-Soldner",
    "Albers Equal Area": "Albers equal area",
    "Lambert Azimuthal Equal Area": "Lambert azimuthal equal area",
    "Lambert Azimuthal Equal Area (Spherical)": "Lambert azimuthal equal area",
    "Lambert Cylindrical Equal Area": "cylindrical equal area",
    "Lambert Cylindrical Equal Area (Spherical)": "cylindrical equal area",
    "Equal Earth": "Equal Earth",
    "Bonne": "Bonne",
    "Bonne (South Orientated)": "Bonne",
    "Mercator (variant A)": "Mercator",
    "Mercator (variant B)": "Mercator",
    "Mercator (1SP) (Spherical)": "Mercator",
    "Popular Visualisation Pseudo Mercator": "Web Mercator",
    "Equidistant Cylindrical": "equidistant cylindrical",
    "Equidistant Cylindrical (Spherical)": "equidistant cylindrical",
}
LATITUDE = ["Latitude of natural origin", "Latitude of false origin"]
LONGITUDE = ["Longitude of natural origin", "Longitude of false origin"]
FIRST = ["Latitude of 1st standard parallel"]
SECOND = ["Latitude of 2nd standard parallel"]
SCALE = ["Scale factor at natural origin"]
EASTING = ["False easting", "Easting at false origin"]
NORTHING = ["False northing", "Northing at false origin"]


def plain(name):
    """The letters and digits of a name, as the crate compares them."""
    name = re.sub(r"\bensemble\b", "", name.lower())
    return re.sub("[^a-z0-9]", "", re.sub("^d_", "", name))


def text(number):
    return repr(round(number, 12) + 0.0).removesuffix(".0")


def datums(folder):
    rows = {}
    for info in query_crs_info("EPSG", [PJType.GEOGRAPHIC_2D_CRS, PJType.GEOGRAPHIC_3D_CRS], allow_deprecated=True):
        crs = CRS.from_authority("EPSG", info.code)
        names = {crs.datum.name}
        # A name of a whole system stands for its datum where that is not named.
        for version in ("WKT1_GDAL", "WKT1_ESRI"):
            try:
                names.update(re.findall(r'DATUM\["([^"]+)"', crs.to_wkt(version)))
            except Exception:
                pass
        key = plain(crs.datum.name)
        unit = {a.unit_name for a in crs.axis_info if a.unit_name != "metre"}
        row = rows.setdefault(key, [crs.ellipsoid, crs.prime_meridian, set(), [], set()])
        row[4].add(str(crs.datum.to_json_dict()["id"]["code"]))
        row[2].update(map(plain, names))
        row[3].append(info.code + ("" if unit <= {"degree", "degree (supplier to define representation)"} else "!"))
    with open(f"{folder}/datums.csv", "w") as file:
        file.write("semi_major,inverse_flattening,meridian,names,datums,systems\n")
        for key, (ellipsoid, meridian, names, codes, datums) in sorted(rows.items(), key=lambda row: row[0]):
            flattening = 0 if ellipsoid.inverse_flattening in (0, float("inf")) else ellipsoid.inverse_flattening
            names = "|".join([key, *sorted(names - {key})])
            degrees = meridian.longitude * meridian.unit_conversion_factor / 0.017453292519943295
            codes = " ".join(sorted(codes, key=lambda code: int(code.strip("!"))))
            own = [repr(ellipsoid.semi_major_metre), repr(flattening), text(degrees), names, " ".join(sorted(datums))]
            file.write(",".join([*own, codes]) + "\n")


def parameter(parameters, names, default):
    for own in parameters:
        if own.name in names:
            factor = own.unit_conversion_factor
            if "asting" not in own.name and "orthing" not in own.name and own.unit_name != "unity":
                factor /= 0.017453292519943295
            return own.value if own.unit_name == "degree" else own.value * factor
    return default


def projected():
    for info in query_crs_info("EPSG", [PJType.PROJECTED_CRS], allow_deprecated=True):
        crs = CRS.from_authority("EPSG", info.code)
        operation = crs.coordinate_operation
        units = {axis.unit_name for axis in crs.axis_info}
        code = int(info.code)
        method = operation.method_name
        base = int(crs.geodetic_crs.to_authority(min_confidence=100)[1]) if crs.geodetic_crs.to_authority(min_confidence=100) else 0
        if units != {"metre"}:
            yield code, [f"unit {sorted(units)[0]}", 0] + [None] * 7
        elif method not in METHODS:
            yield code, [f"not {method}", 0] + [None] * 7
        else:
            own = operation.params
            first = parameter(own, FIRST, 0.0)
            yield code, [
                METHODS[method], base, parameter(own, LONGITUDE, 0.0), parameter(own, EASTING, 0.0),
                parameter(own, LATITUDE, 0.0), parameter(own, SCALE, 1.0), parameter(own, NORTHING, 0.0),
                first, parameter(own, SECOND, 0.0),
            ]


def even(run, code, row):
    """Whether a system goes on a run: (first, last, row, last row, steps)."""
    if code != run[1] + 1 or row[:2] != run[2][:2] or row[4:] != run[2][4:]:
        return None
    if row[2] is None:
        return (0.0, 0.0)
    steps = (row[2] - run[3][2], row[3] - run[3][3])
    if run[4] is None:
        return steps
    return steps if all(abs(a - b) < 1e-9 for a, b in zip(steps, run[4])) else None


def write_projected(folder):
    runs = []
    for code, row in sorted(dict(projected()).items()):
        steps = even(runs[-1], code, row) if runs else None
        if steps is None:
            runs.append([code, code, row, row, None])
        else:
            runs[-1][1], runs[-1][3], runs[-1][4] = code, row, steps
    with open(f"{folder}/projected.csv", "w") as file:
        file.write("first,last,method,geographic,longitude,step,easting,step,latitude,scale,northing,parallel_1,parallel_2\n")
        for first, last, row, _, steps in runs:
            method = row[0].replace(",", ";")
            if row[2] is None:
                file.write(f"{first},{last},{method}\n")
                continue
            steps = steps or (0.0, 0.0)
            numbers = [row[2], steps[0], row[3], steps[1], *row[4:]]
            # Zeros at the end are left out.
            numbers = re.sub("(,0)+$", "", ",".join(map(text, numbers)))
            file.write(f"{first},{last},{method},{row[1]},{numbers}\n")


if __name__ == "__main__":
    datums(sys.argv[1])
    write_projected(sys.argv[1])
