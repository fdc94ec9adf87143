"""Writes the cases of equivalent factors and their ratios in tests/reference/ (mpmath, 50 digits).

Run: python3 tests/oracle/equivalent_factor.py
"""

from cases import NAN, add, add_driver, write
from mpmath import mpf, nan

S, V = "service/equivalent_factor", "value/equivalent_factor"
# Factor of broadleaf forest and the ratio that adjusts it.
LINES = {
    "food_production": (0.29, "net_primary_productivity_ratio"), "raw_materials": (0.66, "net_primary_productivity_ratio"),
    "water_supply": (0.34, "precipitation_ratio"), "gas_regulation": (2.17, "net_primary_productivity_ratio"),
    "climate_regulation": (6.5, "net_primary_productivity_ratio"), "environmental_purification": (1.93, "net_primary_productivity_ratio"),
    "hydrological_regulation": (4.74, "precipitation_ratio"), "soil_conservation": (2.65, "soil_retention_ratio"),
    "nutrient_cycling": (0.2, "net_primary_productivity_ratio"), "biodiversity": (2.41, "net_primary_productivity_ratio"), "aesthetic_landscape": (1.06, "net_primary_productivity_ratio"),
}
CROPS = ["rice", "wheat", "maize"]
OUTPUT = [f"grain_{part}_{crop}" for part in ["area", "price", "yield"] for crop in CROPS]
PROFIT = [f"grain_{part}_{crop}" for part in ["area", "profit"] for crop in CROPS]


def table(area, factor):
    return area / 10**4 * factor


def adjusted(area, factor, ratio):
    return area / 10**4 * factor * ratio


def standard(equivalents, unit_value):
    return equivalents * unit_value


def grain_output(equivalents, m1, m2, m3, v1, v2, v3, y1, y2, y3):
    """D = (1/7) Σ m v y / M; areas in hm² as the sources have them."""
    m = [a / 10**4 for a in (m1, m2, m3)]
    total = sum(m)
    if total == 0:
        return nan
    return equivalents * (mpf(1) / 7 * sum(a * b * c for a, b, c in zip(m, (v1, v2, v3), (y1, y2, y3), strict=True)) / total)


def grain_profit(equivalents, m1, m2, m3, f1, f2, f3):
    """D = S F + S F + S F, S the shares of the three areas."""
    total = m1 + m2 + m3
    if total == 0:
        return nan
    return equivalents * sum(a / total * b for a, b in zip((m1, m2, m3), (f1, f2, f3), strict=True))


def gap(function, equation, keys, good):
    """Each input missing once, the others 0 where that is possible."""
    for index in range(len(keys)):
        values = [*good]
        values[index] = NAN
        add(equation, function, f"{keys[index]} missing", *values, keys=keys)


for line, (factor, ratio) in LINES.items():
    keys = ["area", f"equivalent_factor_{line}"]
    rows = [("100 hm² of broadleaf forest by hand", 1e6, factor), ("30 m cell", 900.0, factor), ("no area", 0.0, factor), ("none", 1e6, 0.0)]
    rows += [("paddy takes more than it gives", 1e6, -2.63)] if line == "water_supply" else []
    for name, *values in rows:
        add(f"{S}/table/{line}", table, name, *values, keys=keys)
        add(f"{S}/adjusted/{line}", adjusted, name, *values, 1.25, keys=[*keys, ratio])
    add(f"{S}/adjusted/{line}", adjusted, "ratio of 0", 1e6, factor, 0.0, keys=[*keys, ratio])
    gap(table, f"{S}/table/{line}", keys, [0.0, 0.0])
    gap(adjusted, f"{S}/adjusted/{line}", [*keys, ratio], [0.0, 0.0, 0.0])

    keys = ["quantity", "equivalent_factor_value"]
    for name, *values in [
        ("2 by hand", 2.0, 3406.5),
        ("Xinjiang 2005", 1.7e5, 2831.05),
        ("below 0", -263.0, 3406.5),
        ("none", 0.0, 3406.5),
    ]:
        add(f"{V}/standard_value/{line}", standard, name, *values, keys=keys)
    gap(standard, f"{V}/standard_value/{line}", keys, [0.0, 0.0])

    keys = ["quantity", *OUTPUT]
    china = [1.0, 1e4, 0.0, 0.0, 2280.0, 0.0, 0.0, 4.60089, 0.0, 0.0]
    for name, *values in [
        ("7 t at 1 CNY on one hm² by hand", 1.0, 1e4, 0.0, 0.0, 1.0, 0.0, 0.0, 7.0, 0.0, 0.0),
        ("three grains", 1e5, 3.1e8, 0.9e8, 1.4e8, 2710.0, 2330.0, 1980.0, 7.42, 4.17, 5.93),
        ("below 0", -263.0, 3.1e8, 0.9e8, 1.4e8, 2710.0, 2330.0, 1980.0, 7.42, 4.17, 5.93),
        ("none", 0.0, *china[1:]),
        ("no grain is grown", 1.0, 0.0, 0.0, 0.0, 2710.0, 2330.0, 1980.0, 7.42, 4.17, 5.93),
    ]:
        add(f"{V}/grain_output/{line}", grain_output, name, *values, keys=keys, relative=1e-14)
    gap(grain_output, f"{V}/grain_output/{line}", keys, [0.0, 1e4, *[0.0] * 8])
    # Mean yield 4600.89 kg/hm² and price 2.28 CNY/kg of 1990 to 2015.
    published = (1498.58, "absolute", 0.005, "printed in a study of Chinese cities after Xie et al.; secondary")
    add(f"{V}/grain_output/{line}", grain_output, "China 1990 to 2015", *china, keys=keys, published=published)

    keys = ["quantity", *PROFIT]
    for name, *values in [
        ("three and one by hand", 1.0, 30.0, 10.0, 0.0, 4000.0, 2000.0, 0.0),
        ("three grains", 1e5, 3.1e8, 0.9e8, 1.4e8, 4650.0, 1980.0, 3590.0),
        ("below 0", -263.0, 3.1e8, 0.9e8, 1.4e8, 4650.0, 1980.0, 3590.0),
        ("none", 0.0, 3.1e8, 0.9e8, 1.4e8, 4650.0, 1980.0, 3590.0),
        ("no grain is grown", 1.0, 0.0, 0.0, 0.0, 4650.0, 1980.0, 3590.0),
    ]:
        add(f"{V}/grain_profit/{line}", grain_profit, name, *values, keys=keys, relative=1e-14)
    gap(grain_profit, f"{V}/grain_profit/{line}", keys, [0.0, 1e4, *[0.0] * 5])


def productivity(net_primary_productivity, mean_net_primary_productivity):
    return nan if mean_net_primary_productivity <= 0 else net_primary_productivity / mean_net_primary_productivity


def rain(precipitation, mean_precipitation):
    return nan if mean_precipitation <= 0 else precipitation / mean_precipitation


for output, function, good, mean in [("net_primary_productivity_ratio", productivity, 600.0, 400.0), ("precipitation_ratio", rain, 1280.0, 640.0)]:
    for name, *values in [
        ("by hand", good, mean),
        ("the mean itself", mean, mean),
        ("below the mean", 211.7, mean),
        ("third", 1.0, 3.0),
        ("nothing", 0.0, mean),
        ("no mean", good, 0.0),
        ("mean below 0", good, -1.0),
        ("local missing", NAN, mean),
        ("mean missing", 0.0, NAN),
    ]:
        add_driver(output, function, name, *values, variant="local_to_mean", relative=1e-15)

if __name__ == "__main__":
    write()
