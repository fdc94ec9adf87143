"""Factors of the unit test, from definitions alone: 1 hm2 = 10^4 m2, 1 mu = 10^4/15 m2, 1 kWh = 3.6 MJ, 0 degC = 273.15 K.

Writes factors.csv beside it: unit, kind, factor to the base of the kind as a fraction, offset.
"""
import csv
from fractions import Fraction as F
from pathlib import Path

BASES = {
    "length": {"m": 1, "mm": F(1, 1000), "cm": F(1, 100), "km": 1000, "hm": 100, "0.1 mm": F(1, 10**4), "毫米": F(1, 1000), "公里": 1000, "m3/hm2": F(1, 10**4), "米": 1, "千米": 1000, "厘米": F(1, 100), "㎞": 1000, "㎜": F(1, 1000)},
    "area": {"m2": 1, "hm2": 10**4, "ha": 10**4, "km2": 10**6, "mu": F(10**4, 15), "亩": F(10**4, 15), "万亩": F(10**8, 15),
             "公顷": 10**4, "平方公里": 10**6, "m²": 1, "10^4 mu": F(10**8, 15), "平方米": 1, "平米": 1, "㎡": 1, "万㎡": 10**4, "平方千米": 10**6, "㎢": 10**6, "㏊": 10**4, "公頃": 10**4, "萬畝": F(10**8, 15), "十万亩": F(10**9, 15)},
    "volume": {"m3": 1, "万m3": 10**4, "亿m3": 10**8, "km3": 10**9, "10^8 m3": 10**8, "立方米": 1, "m^3": 1, "方": 1, "万方": 10**4, "立方": 1, "㎥": 1, "万m³": 10**4, "億立方米": 10**8, "立方千米": 10**9},
    "mass": {"g": F(1, 10**6), "kg": F(1, 1000), "t": 1, "万吨": 10**4, "千克": F(1, 1000), "公斤": F(1, 1000), "10^3 t": 1000, "克": F(1, 10**6), "萬噸": 10**4, "t/年": 1, "吨/年": 1},
    "rooms": {"room": 1, "rooms": 1, "间": 1, "間": 1, "万间": 10**4},
    "room days": {"room d": 1, "间夜": 1, "万间夜": 10**4},
    "equivalents": {"equivalent": 1, "equivalents": 1, "当量": 1},
    "equivalents per area": {"equivalent/hm2": 1, "equivalent/m2": 10**4},
    "carbon": {"gC": F(1, 10**6), "kgC": F(1, 1000), "tC": 1},
    "carbon dioxide": {"gCO2": F(1, 10**6), "kgCO2": F(1, 1000), "tCO2": 1, "10^4 tCO2": 10**4},
    "oxygen": {"tO2": 1, "万tO2": 10**4},
    "mass per area": {"g/m2": 1, "kg/m2": 1000, "t/hm2": 100, "t/(hm2 a)": 100, "t/(km2 a)": 1, "kg/hm2": F(1, 10), "kg/(hm2 a)": F(1, 10), "g/(m2 a)": 1},
    "carbon per area": {"gC/m2": 1, "kgC/m2": 1000, "tC/hm2": 100, "tC/km2": 1, "tC/(km2 a)": 1, "gC m-2 a-1": 1, "0.1 gC/m2": F(1, 10)},
    "carbon per mass": {"tC/t": 1, "gC/kg": F(1, 1000)},
    "oxygen per mass": {"tO2/t": 1},
    "dioxide per carbon": {"tCO2/tC": 1},
    "density": {"t/m3": 1, "g/cm3": 1, "kg/m3": F(1, 1000)},
    "rainfall erosivity": {"MJ mm/(hm2 h a)": 1, "MJ mm/(ha h yr)": 1, "MJ mm hm-2 h-1 a-1": 1},
    "soil erodibility": {"t hm2 h/(hm2 MJ mm)": 1, "t ha h/(ha MJ mm)": 1, "t hm2 h hm-2 MJ-1 mm-1": 1},
    "number": {"1": 1, "%": F(1, 100), "‰": F(1, 1000), "previous year = 100": F(1, 100)},
    "number": {"1": 1, "1/%": 100, "index": 1, "ion": 1, "%": F(1, 100), "‰": F(1, 1000), "previous year = 100": F(1, 100)},
    "mass per area": {"g/m2": 1, "kg/m2": 1000, "t/hm2": 100, "kg/hm2": F(1, 10), "kg/(hm2 a)": F(1, 10), "g/(m2 a)": 1},
    "carbon per area": {"gC/m2": 1, "kgC/m2": 1000, "tC/hm2": 100, "tC/km2": 1, "tC/(km2 a)": 1, "gC m-2 a-1": 1, "tC/(hm2 a)": 100, "kgC/(hm2 a)": F(1, 10), "0.1 gC/m2": F(1, 10)},
    "carbon per mass": {"tC/t": 1, "gC/kg": F(1, 1000), "kgC/t": F(1, 1000)},
    "oxygen per mass": {"tO2/t": 1},
    "dioxide per carbon": {"tCO2/tC": 1},
    "number": {"1": 1, "%": F(1, 100), "‰": F(1, 1000), "previous year = 100": F(1, 100), "1/a": 1, "个": 1, "万个": 10**4, "％": F(1, 100)},
    "years": {"a": 1, "year": 1, "年": 1},
    "persons": {"person": 1, "万人": 10**4, "亿人": 10**8, "万人次": 10**4, "人次": 1, "visits": 1},
    "money": {"CNY": 1, "元": 1, "万元": 10**4, "亿元": 10**8, "10^4 CNY": 10**4, "yuan": 1, "CNY/ion": 1, "萬元": 10**4, "億元": 10**8, "十亿元": 10**9},
    "money per person": {"CNY/person": 1, "元/人": 1, "万元/人": 10**4},
    "money per volume": {"CNY/m3": 1, "元/m3": 1, "万元/万m3": 1, "元/方": 1, "元/㎥": 1},
    "money per area": {"CNY/m2": 1, "CNY/mu": F(15, 10**4), "万元/亩": 15, "CNY/hm2": F(1, 10**4), "CNY/(hm2 a)": F(1, 10**4)},
    "money per area": {"CNY/m2": 1, "CNY/mu": F(15, 10**4), "万元/亩": 15, "CNY/hm2": F(1, 10**4), "元/㎡": 1, "元/平米": 1, "元/平方米": 1, "元／㎡": 1, "元/(㎡·年)": 1},
    "money per room day": {"CNY/(room d)": 1, "元/间夜": 1, "元/(间·夜)": 1, "元/间·天": 1, "元/间/天": 1},
    "money per equivalent": {"CNY/equivalent": 1, "元/当量": 1},
    "money per mass": {"CNY/t": 1, "CNY/kg": 1000},
    "money per carbon": {"CNY/tC": 1, "CNY/kgC": 1000},
    "money per dioxide": {"CNY/tCO2": 1, "CNY/kgCO2": 1000},
    "money per oxygen": {"CNY/tO2": 1},
    "money per time": {"CNY/h": 1, "CNY/d": F(1, 24), "元/小时": 1},
    "money per energy": {"CNY/kWh": 1},
    "time": {"h": 1, "min": F(1, 60), "d": 24, "day": 24, "s": F(1, 3600), "小时": 1},
    "time": {"h": 1, "d": 24, "d/a": 24, "day": 24, "s": F(1, 3600), "小时": 1, "天": 24, "日": 24, "分钟": F(1, 60), "秒": F(1, 3600)},
    "months": {"month": 1, "月": 1},
    "speed": {"mm/d": F(1, 1000), "m/s": 86400, "m/d": 1, "cm/d": F(1, 100)},
    "monthly depth": {"mm/month": 1, "0.1 mm/month": F(1, 10), "毫米/月": 1},
    "energy": {"J": 1, "kJ": 1000, "MJ": 10**6, "kWh": 3_600_000, "亿kWh": 36 * 10**13, "万千瓦时": 36 * 10**9, "兆焦": 10**6, "千焦": 1000, "千瓦·时": 3_600_000, "千瓦時": 3_600_000},
    "energy per area": {"MJ/m2": 1, "kJ/m2": F(1, 1000), "kWh/m2": F(36, 10)},
    "angle": {"deg": 1},
    "density": {"kg/m3": 1, "t/m3": 1000, "g/cm3": 1000},
    "mass per length": {"kg/m": 1, "t/km": 1},
    "speed to the third": {"m3/s3": 1},
    "number per volume": {"ion/cm3": 1, "ion/m3": F(1, 10**6)},
    "money per length": {"CNY/km": 1, "万元/km": 10**4, "CNY/m": 1000},
    "temperature": {"degC": 1, "K": 1, "0.1 degC": F(1, 10), "0.1 K": F(1, 10), "℃": 1},
    "logarithm of volume": {"ln(m3)": 1},
    "logarithm of ten thousand cubic metres": {"ln(10^4 m3)": 1},
    "energy per mass": {"J/g": 1, "kJ/kg": 1, "MJ/kg": 1000},
    "energy per volume": {"kWh/m3": 1},
    "heat per area and day": {"kJ/(m2 d)": 1, "MJ/(m2 d)": 1000},
    "heat capacity": {"kJ/(kg K)": 1, "J/(g K)": 1},
    "carbon per energy": {"gC/MJ": 1, "kgC/MJ": 1000},
    "density": {"kg/m3": 1, "t/m3": 1000},
    "dioxide per mass": {"tCO2/t": 1},
    "carbon per dioxide": {"tC/tCO2": 1},
}
OFFSET = {"K": "-273.15", "0.1 K": "-273.15"}

with Path(__file__).with_name("factors.csv").open("w", encoding="utf-8", newline="") as file:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["unit", "kind", "numerator", "denominator", "offset"])
    for kind, units in BASES.items():
        for unit, factor in units.items():
            factor = F(factor)
            rows.writerow([unit, kind, factor.numerator, factor.denominator, OFFSET.get(unit, "0")])
