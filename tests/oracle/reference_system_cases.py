"""Writes tests/data/reference_systems/: areas of cells on planes, and one system in many spellings.

Made with pyproj 3.7 (PROJ 9.5.1) and rasterio (GDAL 3.10.3). An area is that of the outline of a cell, 400 points a
side, brought to longitude and latitude by PROJ and measured by Karney's geodesic polygons on the ellipsoid.
"""

import pathlib
import struct

import rasterio
from pyproj import CRS, Geod, Transformer
from rasterio.io import MemoryFile
from rasterio.transform import from_origin

FOLDER = pathlib.Path(__file__).parents[1] / "data" / "reference_systems"
ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lat_0={} +lon_0={} +x_0=0 +y_0=0 +units=m {}"
MODIS = "+proj=sinu +lon_0=0 +x_0=0 +y_0=0 +R=6371007.181 +units=m"

# System, longitude and latitude of the corner, side of the cell.
AREAS = [
    ("EPSG:3395", 105, 30, 1000), ("EPSG:3395", -60, -67, 1000), ("EPSG:3395", 12, 0.1, 30), ("EPSG:3395", 100, 84, 30000),
    ("EPSG:3857", 105, 30, 1000), ("EPSG:3857", 0, 60, 38.2), ("EPSG:3857", 179, -45, 100000), ("EPSG:3832", 150, 20, 500),
    ("ESRI:54004", 105, 36, 1000), ("+proj=merc +lat_ts=33 +lon_0=110 +datum=WGS84", 116, 40, 1000),
    ("+proj=merc +k_0=0.9996 +lon_0=110 +x_0=5e5 +y_0=1e6 +ellps=krass", 116, 40, 1000), ("+proj=merc +R=6371229", 90, 50, 5000),
    ("EPSG:4087", 104, 31, 1000), ("EPSG:32662", 20, -55, 250), ("ESRI:54001", 104, 31, 1000), ("ESRI:54002", 10, 60, 1000),
    ("+proj=eqc +lat_ts=35 +lon_0=105 +datum=WGS84", 110, 36, 900), ("ESRI:54003", 104, 31, 1000), ("ESRI:54003", 15, 69, 10000),
    ("ESRI:54009", 104, 31, 1000), ("ESRI:54009", -70, -52, 5000), ("ESRI:54012", 104, 31, 1000), ("ESRI:54012", 30, 65, 1000),
    ("ESRI:54010", 104, 31, 1000), ("ESRI:54010", -30, 70, 1000), ("ESRI:53009", 104, 31, 1000),
    (ALBERS.format(0, 105, "+datum=WGS84"), 104, 31, 30), (ALBERS.format(0, 110, "+ellps=krass"), 120, 45, 1000),
    ("ESRI:102025", 104, 31, 1000), ("ESRI:102028", 104, 31, 1000), ("EPSG:3035", 10, 52, 100), ("EPSG:5070", -96, 40, 30),
    ("EPSG:6350", -80, 30, 30), ("EPSG:3577", 132, -20, 25), ("EPSG:6933", 104, 31, 9000), ("EPSG:6931", 100, 65, 9000),
    ("EPSG:3410", 104, 31, 25000), ("EPSG:3408", 104, 71, 25000), ("EPSG:8857", 104, 31, 1000), ("ESRI:54008", 104, 31, 1000),
    (MODIS, 104, 31, 463.3127165), (MODIS, -60, -3, 463.3127165), ("ESRI:54017", 104, 31, 1000), ("ESRI:54034", 104, 31, 1000),
    ("+proj=bonne +lat_1=45 +lon_0=105 +datum=WGS84", 110, 40, 1000), ("+proj=laea +lat_0=35 +lon_0=100 +datum=WGS84", 85, 28, 1000),
    ("EPSG:4523", 105.9, 31, 30), ("EPSG:4545", 109.5, 30, 30), ("EPSG:2334", 120.9, 45, 100), ("EPSG:21418", 108.1, 22, 100),
    ("EPSG:32648", 107.9, 30, 30), ("EPSG:32750", 117.2, -33, 30), ("EPSG:32633", 19.5, 60, 1000), ("EPSG:27700", 1.5, 52, 1000),
    ("EPSG:25832", 12.9, 48, 1000), ("EPSG:2193", 177, -39, 100), ("EPSG:3067", 31, 65, 1000), ("EPSG:5179", 129, 36, 100),
    ("EPSG:6677", 140.5, 36, 100), ("EPSG:24500", 103.9, 1.4, 100), ("+proj=tmerc +lon_0=105 +k=0.9999 +x_0=2e5 +y_0=-3e6 +ellps=GRS80", 107, 33, 90),
    ("EPSG:3414", 103.9, 1.3, 10), ("EPSG:2039", 35.5, 32, 100),
]
# One system in many words: a code, and PROJ strings without a datum's name.
SPELLINGS = [
    (4523, "+proj=tmerc +lon_0=105 +x_0=35500000 +ellps=GRS80"), (4545, "+proj=tmerc +lon_0=108 +x_0=500000 +ellps=GRS80"),
    (4509, "+proj=tmerc +lon_0=117 +x_0=500000 +ellps=GRS80"), (2343, "+proj=tmerc +lon_0=105 +x_0=500000 +a=6378140 +rf=298.257"),
    (2367, None), (2412, "+proj=tmerc +lon_0=108 +x_0=36500000 +ellps=krass"), (21418, None), (21478, None),
    (32648, "+proj=utm +zone=48 +ellps=WGS84"), (32750, "+proj=utm +zone=50 +south +ellps=WGS84"), (25832, "+proj=utm +zone=32 +ellps=GRS80"),
    (26915, None), (3035, "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80"), (5070, None), (3577, None),
    (6350, None), (6933, "+proj=cea +lat_ts=30 +ellps=WGS84"), (6931, None), (3395, "+proj=merc +ellps=WGS84"), (3857, None),
    (4087, None), (27700, None), (2193, None), (3067, None), (4326, "+proj=longlat +ellps=WGS84"), (4490, "+proj=longlat +ellps=GRS80"),
    (4214, "+proj=longlat +ellps=krass"), (4610, "+proj=longlat +a=6378140 +rf=298.257"), (4269, None), (4258, None),
]
FORMS = ["WKT1_GDAL", "WKT1_ESRI", "WKT2_2015", "WKT2_2019", "WKT2_2019_SIMPLIFIED"]


def area(crs, x, y, step):
    geographic = crs.geodetic_crs
    ellipsoid = geographic.ellipsoid
    back = Transformer.from_crs(crs, geographic, always_xy=True)
    side = [index / 400 for index in range(400)]
    xs = [x + step * t for t in side] + [x + step] * 400 + [x + step * (1 - t) for t in side] + [x] * 400
    ys = [y] * 400 + [y - step * t for t in side] + [y - step] * 400 + [y - step * (1 - t) for t in side]
    longitudes, latitudes = back.transform(xs, ys)
    geod = Geod(a=ellipsoid.semi_major_metre, b=ellipsoid.semi_minor_metre)
    return abs(geod.polygon_area_perimeter(longitudes, latitudes)[0])


def areas():
    lines = ["system\tx\ty\tstep\tarea\ttext"]
    for index, (name, longitude, latitude, step) in enumerate(AREAS):
        crs = CRS(name)
        x, y = Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True).transform(longitude, latitude)
        x, y = round(x), round(y)
        text = None
        for form in (["WKT2_2019", "WKT1_GDAL", "WKT1_ESRI"] * 2)[index % 3:]:
            try:
                text = text or crs.to_wkt(form)
            except Exception:
                continue
        lines.append(f"{name}\t{x}\t{y}\t{step}\t{area(crs, x, y, step)!r}\t{text}")
    return lines


def keys(crs):
    """The three tags of keys, as GDAL writes them."""
    with MemoryFile() as memory:
        profile = dict(driver="GTiff", width=1, height=1, count=1, dtype="uint8", transform=from_origin(0, 0, 1, 1))
        with memory.open(**profile, crs=rasterio.CRS.from_wkt(crs.to_wkt("WKT2_2019"))):
            pass
        data = memory.read()
    start, = struct.unpack("<I", data[4:8])
    count, = struct.unpack("<H", data[start:start + 2])
    tags = {}
    for index in range(count):
        place = start + 2 + 12 * index
        tag, kind, length, value = struct.unpack("<HHII", data[place:place + 12])
        size = {2: "s", 3: "H", 12: "d"}.get(kind)
        if tag in (34735, 34736, 34737):
            where = value if length * struct.calcsize("<1" + size) > 4 else place + 8
            tags[tag] = struct.unpack_from(f"<{length}{size}", data, where)
    text = tags.get(34737, (b"",))[0].rstrip(b"\0").decode()
    return "\t".join([" ".join(map(str, tags[34735])), " ".join(map(repr, tags.get(34736, ()))), text])


def spellings():
    texts, key_lines = ["code\tform\ttext"], ["code\tform\tdirectory\tdoubles\ttext"]
    for code, string in SPELLINGS:
        spelt = [("code", CRS(code))]
        plain = CRS.from_wkt(CRS(code).to_wkt("WKT1_ESRI"))
        spelt.append(("ESRI", plain))
        if string:
            spelt.append(("PROJ", CRS(string)))
        for name, crs in spelt:
            for form in FORMS:
                text = crs.to_wkt(form)
                if text and (name != "ESRI" or form == "WKT2_2019"):
                    texts.append(f"{code}\t{name} {form}\t{text}")
            key_lines.append(f"{code}\t{name}\t{keys(crs)}")
    compound = CRS("EPSG:4545+5737").to_wkt("WKT2_2019"), CRS("EPSG:4545+5737").to_wkt("WKT1_GDAL")
    texts += [f"4545\tcompound\t{text}" for text in compound]
    texts.append("4214\tbound\t" + CRS("+proj=longlat +ellps=krass +towgs84=15.8,-154.4,-82.3").to_wkt("WKT2_2019"))
    return texts, key_lines


FOLDER.mkdir(exist_ok=True)
texts, key_lines = spellings()
for name, lines in (("areas", areas()), ("spellings", texts), ("keys", key_lines)):
    (FOLDER / f"{name}.tsv").write_text("\n".join(lines) + "\n")
