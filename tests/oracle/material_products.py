"""Writes the cases of material products in tests/reference/ (mpmath, 50 digits): biomass, water, energy.

Run: python3 tests/oracle/material_products.py
"""

from cases import NAN, add, as_given, write

GANZI = "Pema Dolkar et al. 2017, Table 3"
BAIYANGDIAN = "Jiang et al. 2017, section 2.1"
YI = 1e8


def times(quantity, price):
    return quantity * price


def prices(equation, key, good, negative=None):
    """Cases of a quantity and a price that is one term."""
    keys = ["quantity", key]
    rows = [("by hand", 200.0, 30.0), ("district", *good), ("nothing", 0.0, good[1]), ("no price", good[0], 0.0)]
    rows += [("quantity missing", NAN, 0.0), ("price missing", 0.0, NAN)]
    rows += [("below 0", negative, good[1])] if negative else []
    for name, *values in rows:
        add(equation, times, name, *values, keys=keys)


# --- biomass provisioning ---

B = "biomass_provisioning"
SECTORS = ["agriculture", "forestry", "husbandry", "fishery"]
NET_OUTPUT = {"agriculture": 12.2875, "forestry": 2.3777, "husbandry": 22.076, "fishery": 0.0356}


def rent(output, intermediate, labour, depreciation, capital, taxes, subsidies):
    return output - (intermediate + labour + depreciation + capital) - taxes + subsidies


def share(value_added, theta):
    return value_added * theta


for sector in SECTORS:
    as_given(f"value/{B}/gross_output/{sector}", f"output_{sector}", [("district", 21.64e8), ("one yuan", 1.0)])
    as_given(f"value/{B}/value_added/{sector}", f"value_added_{sector}", [("district", 13.7e8), ("one yuan", 1.0)])
    add(
        f"value/{B}/value_added/{sector}", lambda value: value, "Ganzi 2010", NET_OUTPUT[sector] * YI,
        keys=[f"value_added_{sector}"], published=(NET_OUTPUT[sector] * YI, "relative", 1e-15, GANZI),
    )
    parts = ["output", "intermediate_consumption", "labour_compensation", "depreciation", "capital_return"]
    keys = [f"{part}_{sector}" for part in [*parts, "product_taxes", "product_subsidies"]]
    V = f"value/{B}/resource_rent/{sector}"
    for name, *values in [
        ("by hand", 100.0, 40.0, 30.0, 5.0, 8.0, 2.0, 6.0),
        ("district", 21.64e8, 7.92e8, 9.31e8, 0.68e8, 0.77e8, 0.02e8, 0.41e8),
        ("costs above the output", 21.64e8, 9.92e8, 12.31e8, 0.68e8, 0.77e8, 0.02e8, 0.41e8),
        ("kept by subsidies alone", 10.0, 4.0, 6.0, 1.0, 1.0, 0.0, 5.0),
        ("nothing", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    ]:
        add(V, rent, name, *values, keys=keys, relative=1e-14)
    for gap in range(len(keys)):
        values = [0.0] * len(keys)
        values[gap] = NAN
        add(V, rent, f"{keys[gap]} missing", *values, keys=keys)
    V, keys = f"value/{B}/contribution_share/{sector}", [f"value_added_{sector}", f"ecosystem_contribution_share_{sector}"]
    for name, *values in [
        ("a quarter of 80 by hand", 80.0, 0.25),
        ("district", 13.7e8, 0.318),
        ("nothing added", 0.0, 0.318),
        ("none of it", 13.7e8, 0.0),
        ("value added missing", NAN, 0.0),
        ("share missing", 0.0, NAN),
    ]:
        add(V, share, name, *values, keys=keys)

PRODUCTS = {
    "grain": (25.3e4, 2480.0), "oil_crops": (1.2e4, 5930.0), "vegetables": (41.6e4, 2310.0), "fruit": (6.8e4, 4150.0),
    "tea": (310.0, 88000.0), "timber": (1.9e4, 812.5), "meat": (3.3e4, 26100.0), "eggs": (0.9e4, 9870.0),
    "milk": (2100.0, 4420.0), "aquatic_products": (0.7e4, 13600.0),
}
for product, good in PRODUCTS.items():
    as_given(f"service/{B}/products/{product}", f"production_{product}", [("district", good[0]), ("one", 1.0)])
    prices(f"value/{B}/market_price/{product}", f"producer_price_{product}", good)
# The paper prints output and value; their ratio is the price.
add(
    f"value/{B}/market_price/aquatic_products", times, "Baiyangdian 2011, half a unit of the last digits", 3.08e4,
    3.62e8 / 3.08e4, keys=["quantity", "producer_price_aquatic_products"],
    published=(3.62e8, "absolute", 0.005e8, BAIYANGDIAN),
)

# --- water supply ---

W = "water_supply"
USES = {
    "domestic_water": ("water_use_domestic", "domestic_water_price", 1.36e8, 2.6, 3.54e8),
    "industrial_water": ("water_use_industry", "industrial_water_price", 150.17e8, 3.6, 540.6113e8),
    "agricultural_water": ("water_use_agriculture", "agricultural_water_price", 17.31e8, 0.07, 1.2117e8),
}


def lake(inflow, rain, outflow, evaporation, opening, closing):
    """Eq. (3) of the paper; the change of storage is closing less opening."""
    return inflow + rain - outflow - evaporation - (closing - opening)


for use, (key, price, quantity, unit_price, value) in USES.items():
    as_given(f"service/{W}/water_use/{use}", key, [("Ganzi 2010", quantity), ("one cubic metre", 1.0)])
    for name, *values in [
        ("three quarters of 400 by hand", 400.0, 0.75),
        ("Ganzi with 0.968", quantity, 0.968),
        ("no water", 0.0, 0.75),
        ("none of class III", quantity, 0.0),
        ("use missing", NAN, 0.0),
        ("share missing", 0.0, NAN),
    ]:
        keys = [key, "water_quality_class_three_share"]
        add(f"service/{W}/water_use_class_three/{use}", share, name, *values, keys=keys)
    V = f"value/{W}/market_price/{use}"
    prices(V, price, (quantity, unit_price))
    # Half a unit of the last digit of the quantity times the price, and half of one of the value.
    tolerance = 0.005e8 * unit_price + (0.005e8 if use == "domestic_water" else 0.00005e8)
    published = (value, "absolute", tolerance, GANZI)
    add(V, times, "Ganzi 2010", quantity, unit_price, keys=["quantity", price], published=published)

TERMS = ["lake_inflow", "lake_precipitation", "lake_outflow", "lake_evaporation", "lake_storage_opening", "lake_storage_closing"]
S = f"service/{W}/lake_balance/lake_water"
for name, *values in [
    ("by hand", 300.0, 80.0, 90.0, 150.0, 200.0, 230.0),
    ("lake that shrinks", 3.1e8, 0.9e8, 0.2e8, 2.6e8, 2.9e8, 2.7e8),
    ("lake that fills and supplies nothing", 1e8, 0.5e8, 0.0, 0.5e8, 1e8, 3e8),
    ("nothing", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
]:
    add(S, lake, name, *values, keys=TERMS, relative=1e-14)
for gap in range(len(TERMS)):
    values = [0.0] * len(TERMS)
    values[gap] = NAN
    add(S, lake, f"{TERMS[gap]} missing", *values, keys=TERMS)
V = f"value/{W}/market_price/lake_water"
prices(V, "hydraulic_project_water_price", (1.1e8, 0.5), negative=-1e8)
add(
    V, times, "Baiyangdian, mean of 1980 to 2007", 0.98e8, 0.5, keys=["quantity", "hydraulic_project_water_price"],
    published=(0.49e8, "absolute", 0.005e8, BAIYANGDIAN),
)

# --- ecological energy ---

E = "ecological_energy"
FUELS = {
    "hydropower": ("hydropower_generation", "electricity_price", (95.3e8, 0.53)),
    "straw": ("straw_energy_use", "straw_price", (1.8e4, 310.0)),
    "firewood": ("firewood_use", "firewood_price", (4.4e4, 420.0)),
    "biogas": ("biogas_use", "biogas_price", (2.7e6, 1.6)),
}
for fuel, (key, price, good) in FUELS.items():
    for variant in ["hydropower" if fuel == "hydropower" else "biomass", "hydropower_and_biomass"]:
        as_given(f"service/{E}/{variant}/{fuel}", key, [("district", good[0]), ("one", 1.0)])
    prices(f"value/{E}/market_price/{fuel}", price, good)
add(
    f"value/{E}/market_price/hydropower", times, "Ganzi 2010", 95.3e8, 0.53, keys=["quantity", "electricity_price"],
    published=(50.509e8, "absolute", 0.0005e8, GANZI),
)

if __name__ == "__main__":
    write()
