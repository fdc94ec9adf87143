"""Writes cells.csv and statistics.csv of examples/ganzi_2010 from the published tables in tests/data/ganzi_gep_2010.

Table 3 prints quantities with two decimals and values with four. A printed quantity is used where it gives the printed
value to its last digit; else the printed value over the printed price, which rounds to the printed quantity (checked
below). Quantities are split over the ecosystem types in the proportions of Table 4. What has no price stays a value.
Run: python3 tests/oracle/ganzi.py
"""

import csv
from decimal import Decimal, getcontext
from pathlib import Path

getcontext().prec = 40
ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "tests/data/ganzi_gep_2010"
OUT = ROOT / "examples/ganzi_2010"
SOURCE = "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302"
TYPES = {"森林": "1", "灌丛": "2", "草地": "3", "湿地": "4", "农田": "5", "城镇": "6", "冰川积雪": "81", "裸地": "82"}
ZONE = "甘孜州"
YI, WAN = Decimal(10) ** 8, Decimal(10) ** 4

# indicator of Table 3: statistic, unit, units of the printed quantity in it, row of Table 4, types it may belong to
ROWS = {
    ("农业产品", "net output"): ("value_added_agriculture", "CNY", None, None, ["5"]),
    ("林业产品", "net output"): ("value_added_forestry", "CNY", None, None, ["1"]),
    ("畜牧业产品", "net output"): ("value_added_husbandry", "CNY", None, None, ["3"]),
    ("渔业产品", "net output"): ("value_added_fishery", "CNY", None, None, ["4"]),
    ("水资源", "生活用水量"): ("water_use_domestic", "m3", YI, None, ["4"]),
    ("水资源", "工业用水量"): ("water_use_industry", "m3", YI, None, ["4"]),
    ("水资源", "农业用水量"): ("water_use_agriculture", "m3", YI, None, ["4"]),
    ("水电", "水力发电量"): ("hydropower_generation", "kWh", YI, None, ["4"]),
    ("水源涵养", "水源涵养量"): ("water_retention_quantity", "m3", YI, "水源涵养", None),
    ("土壤保持", "减少泥沙淤积"): ("reduced_sediment_quantity", "m3", YI, "土壤保持", None),
    ("土壤保持", "减少N面源污染"): ("reduced_nitrogen_quantity", "t", WAN, "土壤保持", None),
    ("土壤保持", "减少P面源污染"): ("reduced_phosphorus_quantity", "t", WAN, "土壤保持", None),
    ("防风固沙", "防风固沙量"): ("sand_fixation_quantity", "t", WAN, "防风固沙", None),
    ("洪水调蓄", "湖泊调蓄量"): ("flood_lake_quantity", "m3", YI, None, ["4"]),
    ("洪水调蓄", "水库调蓄量"): ("flood_reservoir_quantity", "m3", YI, None, ["4"]),
    ("洪水调蓄", "沼泽调蓄量"): ("flood_marsh_quantity", "m3", YI, None, ["4"]),
    ("大气净化", "净化SO2量"): ("emission_so2", "t", 1, None, ["4"]),
    ("大气净化", "净化氮氧化物量"): ("emission_nox", "t", 1, None, ["4"]),
    ("大气净化", "净化工业粉尘量"): ("emission_dust", "t", 1, None, ["4"]),
    ("水质净化", "净化COD量"): ("emission_cod", "t", 1, None, ["4"]),
    ("水质净化", "净化氨氮量"): ("emission_ammonia_nitrogen", "t", 1, None, ["4"]),
    ("固碳释氧", "固碳量"): ("carbon_sequestration_quantity", "tCO2", YI, "固碳释氧", None),
    ("固碳释氧", "释氧量"): ("oxygen_release_quantity", "tO2", YI, "固碳释氧", None),
    ("气候调节", "植被蒸腾降温增湿"): ("transpiration_energy_quantity", "kWh", YI, "气候调节", ["1", "2", "3"]),
    ("气候调节", "水面蒸发降温增湿"): ("evaporation_energy_quantity", "kWh", YI, None, ["4"]),
    ("病虫害控制", "森林病虫害控制面积"): ("natural_forest_area", "hm2", WAN, None, ["1"]),
    ("病虫害控制", "草地病虫害控制面积"): ("natural_grassland_area", "hm2", WAN, None, ["3"]),
    ("景观游憩", "旅游总人次"): ("tourism_value", "CNY", None, "景观游憩", None),
}
# Sand is priced per m2 of land that is not buried: 1.28 t/m3 of sand, 0.1 m deep.
SAND = Decimal("0.128")


def rows(file):
    with open(DATA / file, encoding="utf-8") as table:
        return list(csv.DictReader(table))


def shares(service, types):
    """What each type has of a row of Table 4."""
    row = next(row for row in rows("inputs_by_ecosystem.csv") if row["service"] == service)
    values = {code: Decimal(row[name]) for name, code in TYPES.items() if types is None or code in types}
    total = sum(values.values())
    return {code: value / total for code, value in values.items() if value}


def amount(row, scale):
    """The quantity of a row of Table 3 and how it comes about, or its value where it has no price."""
    value = Decimal(row["value_published_yi_yuan"]) * YI
    if scale is None:
        return value, "value"
    printed, price = Decimal(row["quantity"]) * scale, Decimal(row["unit_price"])
    if row["indicator"] == "防风固沙量":
        price /= SAND
    digit = Decimal("0.00005") * YI
    if abs(printed * price - value) <= digit:
        return printed, "printed quantity"
    quantity = value / price
    assert abs(quantity - printed) <= Decimal("0.005") * scale + digit / price, row
    return quantity, "printed value / price"


def split(total, parts):
    """Parts with at most 4 decimals that add up to the total in decimals."""
    total = total.quantize(Decimal("0.0001"))
    out = {code: (total * share).quantize(Decimal("0.0001")) for code, share in parts.items()}
    largest = max(out, key=out.get)
    out[largest] += total - sum(out.values())
    return out


def main():
    OUT.mkdir(exist_ok=True)
    with open(OUT / "cells.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["zone", "ecosystem", "area_km2"])
        for row in rows("inputs_areas.csv"):
            if row["ecosystem"] in TYPES:
                table.writerow([ZONE, TYPES[row["ecosystem"]], row["area_km2"]])
    columns = "key,zone,ecosystem,year,value,unit,price_year,population_basis,source,status,verified,note".split(",")
    with open(OUT / "statistics.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        for row in rows("inputs.csv"):
            key, unit, scale, of_table_4, types = ROWS[(row["service"], row["indicator"])]
            parts = shares(of_table_4, types) if of_table_4 else {types[0]: Decimal(1)}
            total, how = amount(row, scale)
            exact = how != "printed value / price" and len(parts) == 1
            note = f"Table 3 {row['indicator']} ({how})" + (f", split as Table 4 {of_table_4}" if of_table_4 else "")
            for code, part in split(total, parts).items():
                number, price_year = f"{part.normalize():f}", 2010 if unit == "CNY" else ""
                verified = "yes" if exact else "derived"
                table.writerow(
                    [key, ZONE, code, 2010, number, unit, price_year, "", SOURCE, "estimate", verified, note]
                )
        visits = next(row for row in rows("inputs.csv") if row["indicator"] == "旅游总人次")
        count = f"{(Decimal(visits['quantity']) * WAN).normalize():f}"
        table.writerow(["tourism_visits", ZONE, "", 2010, count, "person", "", "", SOURCE, "estimate", "yes", "Table 3"])
        table.writerow(
            ["population_resident", ZONE, "", 2010, "1060000", "person", "", "resident", SOURCE, "estimate", "yes",
             "about 106 x 10^4; the paper prints 71.18 x 10^4 CNY per head"]
        )


if __name__ == "__main__":
    main()
