"""Writes the cases of flood mitigation (mpmath, 50 digits).

Run: python3 tests/oracle/flood_mitigation.py
"""

from cases import NAN, add, as_given, note, write
from mpmath import exp, mpf, nan

GANZI = "Pema Dolkar et al. 2017"
S, V = "service/flood_mitigation/", "value/flood_mitigation/"
INDICATORS = ["vegetation_storage", "lake_storage", "reservoir_storage", "marsh_storage"]
STORMS = [
    ("1 hm² of forest by hand: 84 mm", 1e4, 1.0, 100.0, 16.0),
    ("30 m cell of needleleaf forest", 900.0, 1.0, 187.4, 24.61),
    ("more runoff than rain", 900.0, 1.0, 50.0, 61.0),
    ("lake", 900.0, 0.0, 187.4, 0.0),
    ("no storm", 900.0, 1.0, 0.0, 0.0),
    ("no area", 0.0, 1.0, 100.0, 16.0),
    ("area missing", NAN, 1.0, 100.0, 16.0),
    ("share missing", 0.0, NAN, 100.0, 16.0),
    ("rain missing", 900.0, 0.0, NAN, 16.0),
    ("runoff missing", 900.0, 0.0, 100.0, NAN),
]


# --- equations ---


def vegetation(area, storm_storing_vegetation, storm_precipitation, storm_runoff):
    """Cv = (P - Rf) A 1000 with A in km2."""
    return storm_storing_vegetation * (storm_precipitation - storm_runoff) * (area / 10**6) * 1000


def storage(km2, intercept, exponent, exchanges):
    """10^4 m3 as the source has it, here in m3."""
    return (exp(intercept) * km2**exponent * exchanges if km2 else mpf(0)) * 10**4


def lakes_together(total, lake_storage_intercept, lake_storage_exponent, lake_exchanges):
    return storage(total / 10**6, lake_storage_intercept, lake_storage_exponent, lake_exchanges)


def lake_area_of_cell(area, lake_share):
    return area * lake_share


def one_by_one(area, lake_share, lake_area, lake_storage_intercept, lake_storage_exponent, lake_exchanges):
    if lake_area == 0:
        return mpf(0) if lake_share == 0 else nan
    whole = storage(lake_area / 10**6, lake_storage_intercept, lake_storage_exponent, lake_exchanges)
    return whole * lake_share * area / lake_area


def reservoir_share(reservoir_flood_share, reservoir_capacity):
    return reservoir_flood_share * reservoir_capacity


def marsh(area, marsh_water_depth):
    """Cm = 0.3 S 1e6 with S in km2."""
    return marsh_water_depth * (area / 10**6) * 10**6


def reservoir_cost(quantity, reservoir_unit_cost):
    return quantity * reservoir_unit_cost


def annualised(quantity, reservoir_unit_cost, discount_rate, reservoir_service_life):
    if discount_rate <= -1 or reservoir_service_life <= 0:
        return nan
    if discount_rate == 0:
        return quantity * reservoir_unit_cost / reservoir_service_life
    growth = (1 + discount_rate) ** reservoir_service_life
    return quantity * reservoir_unit_cost * (discount_rate * growth / (growth - 1))


# --- cases ---

TIBET = (6.636, 0.678, 1.0)
EAST = (4.924, 1.128, 3.19)
for end in ["", "_flood_capacity"]:
    for lakes in ["lakes_together", "lakes_one_by_one"]:
        variants = [f"{lakes}{end}", f"{lakes}{end}_with_vegetation"]
        for name, *values in STORMS:
            add(f"{S}{variants[1]}/vegetation_storage", vegetation, name, *values, relative=1e-14)
        for variant in variants:
            E = f"{S}{variant}/lake_storage"
            if lakes == "lakes_together":
                for name, *values in [
                    ("Qinghai-Tibet", 165e6, *TIBET),
                    ("small lake", 3.2e5, *TIBET),
                    ("Eastern Plain", 2.4e9, *EAST),
                    ("exponent 1", 5e6, 5.0, 1.0, 2.0),
                    ("no lake", 0.0, *TIBET),
                    ("area missing", NAN, 6.636, 0.0, 1.0),
                    ("intercept missing", 0.0, NAN, 0.678, 1.0),
                    ("exponent missing", 1e6, 6.636, NAN, 1.0),
                    ("exchanges missing", 0.0, 6.636, 0.678, NAN),
                ]:
                    add(E, lakes_together, name, *values, relative=1e-14)
                printed = (2.43e8, "absolute", 0.005e8, f"{GANZI}, Table 3, area from the same numbers")
                add(E, lakes_together, "Ganzi 2010, 165.1 km2", 165.1e6, *TIBET, published=printed)
                for name, *values in [("a cell", 900.0, 1.0), ("other type", 900.0, 0.0), ("missing", NAN, 0.0)]:
                    add(E, lake_area_of_cell, f"area of {name}", *values, relative=0.0)
            else:
                for name, *values in [
                    ("a tenth of a lake of 20 km2", 2e6, 1.0, 20e6, *TIBET),
                    ("30 m cell", 900.0, 1.0, 7.31e7, *TIBET),
                    ("Eastern Plain, cut cell", 37.281, 1.0, 2.4e9, *EAST),
                    ("half a cell", 900.0, 0.5, 7.31e7, *TIBET),
                    ("other type", 900.0, 0.0, 0.0, *TIBET),
                    ("reservoir with an area", 900.0, 0.0, 7.31e7, *TIBET),
                    ("no area", 0.0, 1.0, 7.31e7, *TIBET),
                    ("lake without its area", 900.0, 1.0, 0.0, *TIBET),
                    ("area missing", NAN, 0.0, 0.0, *TIBET),
                    ("share missing", 0.0, NAN, 7.31e7, *TIBET),
                    ("area of the lake missing", 900.0, 0.0, NAN, *TIBET),
                    ("intercept missing", 900.0, 0.0, 0.0, NAN, 0.678, 1.0),
                    ("exponent missing", 900.0, 0.0, 1e6, 6.636, NAN, 1.0),
                    ("exchanges missing", 900.0, 0.0, 0.0, 6.636, 0.678, NAN),
                ]:
                    add(E, one_by_one, name, *values, relative=1e-14)
                for count, printed, tolerance in [(1, 2.43e8, 0.005e8), (10, 5.1e8, 0.05e8), (100, 10.7e8, 0.05e8)]:
                    # One cell that is as large as all lakes, each lake a part of it.
                    values = (165e6, 1.0, 165e6 / count, *TIBET)
                    source = "catalogue of methods, cautions on results"
                    given = (printed, "absolute", tolerance, source)
                    add(E, one_by_one, f"165 km2 as {count} lakes", *values, published=given)
            E = f"{S}{variant}/marsh_storage"
            for name, *values in [
                ("1 km2", 1e6, 0.3),
                ("30 m cell", 900.0, 0.3),
                ("other type", 900.0, 0.0),
                ("no area", 0.0, 0.3),
                ("area missing", NAN, 0.0),
                ("depth missing", 0.0, NAN),
            ]:
                add(E, marsh, name, *values, relative=1e-15)
            note(
                E,
                "2000 km2 hold 6.00 · 10^8 m3, and not 10^4 times as much",
                {"area": 2e9, "marsh_water_depth": 0.3},
                6.0e8,
                "absolute",
                0.005e8,
                f"{GANZI}, Table 3, about 70 % of the wetland",
            )
            E = f"{S}{variant}/reservoir_storage"
            if end:
                as_given(E, "reservoir_flood_capacity", [("district", 0.84e8), ("large", 2.2e10)])
            else:
                for name, *values in [
                    ("0.35 of 2 · 10^8", 0.35, 2e8),
                    ("Ganzi, capacity from its storage", 0.35, 2.768e6),
                    ("share 1", 1.0, 4.1e7),
                    ("no reservoir", 0.35, 0.0),
                    ("share missing", NAN, 0.0),
                    ("capacity missing", 0.0, NAN),
                ]:
                    add(E, reservoir_share, name, *values, relative=1e-15)
for variant in ["given_quantity", "given_quantity_with_vegetation"]:
    for indicator, key, ganzi in [
        ("vegetation_storage", "flood_vegetation_quantity", 1.3e8),
        ("lake_storage", "flood_lake_quantity", 2.43e8),
        ("reservoir_storage", "flood_reservoir_quantity", 0.01e8),
        ("marsh_storage", "flood_marsh_quantity", 6.0e8),
    ]:
        if indicator == "vegetation_storage" and variant == "given_quantity":
            continue
        as_given(f"{S}{variant}/{indicator}", key, [("Ganzi 2010 or like it", ganzi), ("one cubic metre", 1.0)])

PRINTED = {
    "lake_storage": (2.43e8, 17.143e8),
    "reservoir_storage": (0.01e8, 0.0684e8),
    "marsh_storage": (6.0e8, 42.3436e8),
}
for indicator in INDICATORS:
    for name, *values in [
        ("one cell", 840.0, 7.06),
        ("below 0", -3.2e4, 7.06),
        ("nothing stored", 0.0, 7.06),
        ("quantity missing", NAN, 7.06),
        ("price missing", 0.0, NAN),
    ]:
        add(f"{V}reservoir_cost/{indicator}", reservoir_cost, name, *values)
    if indicator in PRINTED:
        quantity, value = PRINTED[indicator]
        printed = (value, "absolute", 0.005e8 * 7.06, f"{GANZI}, Table 3, half a unit of the last digit of the quantity")
        add(f"{V}reservoir_cost/{indicator}", reservoir_cost, "Ganzi 2010", quantity, 7.06, published=printed)
    for name, *values in [
        ("50 years at 4.5 %", 6e8, 7.06, 0.045, 50.0),
        ("no interest", 100.0, 7.0, 0.0, 50.0),
        ("below 0", -3.2e4, 7.06, 0.045, 50.0),
        ("nothing stored", 0.0, 7.06, 0.045, 50.0),
        ("no life", 100.0, 7.06, 0.045, 0.0),
        ("rate missing", 100.0, 7.06, NAN, 50.0),
    ]:
        add(f"{V}reservoir_cost_annualised/{indicator}", annualised, name, *values, relative=1e-14)

for name, *values in STORMS:
    add(f"{S}vegetation/vegetation_storage", vegetation, name, *values, relative=1e-14)

if __name__ == "__main__":
    write()
