"""Writes the cases of purification, pest control, coast, noise, ions, species and forest nutrients (mpmath, 50 digits).

The equations stand here as their sources print them. Run: python3 tests/oracle/regulation.py
"""

from cases import NAN, add, as_given, write
from mpmath import mpf, nan

GANZI = "Pema Dolkar et al. 2017, Table 3"
ALTAI = "Sun and Zhou 2021, ChinaXiv-202101.00012, Table 2"
LAW = "Environmental Protection Tax Law of 2018, schedules"


# --- purification ---


def smaller(total, emission):
    return min(total, emission)


def where_attained(total, emission, attained):
    if attained not in (0, 1):
        return nan
    return min(total, emission) if attained == 1 else total


def price(quantity, unit_price):
    return quantity * unit_price


def by_equivalent(quantity, tax, mass):
    return nan if mass <= 0 else quantity * (1000 * tax / mass)


def capacities(equation, rate, per_m2, rates, file):
    """Cases of what one cell adds."""
    for name, *values in [
        ("1 km²", 1e6, rates[0]),
        ("30 m cell", 900.0, rates[1]),
        ("cut cell at the border", 37.281, rates[0]),
        ("rate of 0", 900.0, 0.0),
        ("no area", 0.0, rates[1]),
        ("area missing", NAN, 0.0),
        ("rate missing", 0.0, NAN),
    ]:
        add(equation, lambda area, q: area * q * mpf(per_m2), name, *values, keys=["area", rate], file=file)


def bounds(equation, emission, attained=None, file=None):
    """Cases of the rule on the total of the cells."""
    function = where_attained if attained else smaller
    keys = ["total", emission, *([attained] if attained else [])]
    for name, *values in [
        ("more emitted than can be taken", 40.0, 120.0),
        ("less emitted", 500.0, 120.0),
        ("as much", 120.0, 120.0),
        ("no emission", 500.0, 0.0),
        ("no capacity", 0.0, 120.0),
        ("total missing", NAN, 0.0),
        ("emission missing", 0.0, NAN),
    ]:
        for state in [1.0, 0.0, 0.7, NAN] if attained else [None]:
            said = "" if state is None else f", attained {state}"
            own = [] if state is None else [state]
            add(equation, function, f"{name}{said}", *values, *own, keys=keys, file=file)


def taxes(equation, mass_key, mass, least, file=None):
    """Cases of a price by the tax on the equivalent; `least` is the price at the least tax by hand."""
    tax = "pollution_equivalent_tax"
    keys = ["quantity", tax, mass_key]
    for name, *values in [
        ("one ton", 1.0, 12.0, mass),
        ("many", 5424.0, 3.5, mass),
        ("none", 0.0, 12.0, mass),
        ("no tax", 5424.0, 0.0, mass),
        ("no mass", 5424.0, 12.0, 0.0),
        ("quantity missing", NAN, 12.0, mass),
        ("tax missing", 0.0, NAN, mass),
        ("mass missing", 0.0, 12.0, NAN),
    ]:
        add(equation, by_equivalent, name, *values, keys=keys, file=file)
    tax, expected = least
    published = (expected, "relative", 1e-14, f"by hand from the {LAW}")
    add(equation, by_equivalent, "least tax", 1.0, tax, mass, keys=keys, published=published, file=file)


F = "air_purification_variants"
A = "service/air_purification/"
for indicator, rate, emission, rates in [
    ("removed_sulphur_dioxide", "so2_purification_rate", "emission_so2", (215.6, 88.65)),
    ("removed_nitrogen_oxides", "nox_purification_rate", "emission_nox", (6.0, 380.0)),
    ("retained_dust", "dust_retention_rate", "emission_dust", (33200.0, 10110.0)),
]:
    capacities(f"{A}forest_standard/{indicator}", rate, "1e-7", rates, F)
    capacities(f"{A}smaller_where_attained/{indicator}", rate, "1e-7", rates, F)
    bounds(f"{A}smaller_where_attained/{indicator}", emission, "air_quality_attainment", F)
for indicator, rate, rates in [
    ("absorbed_fluorides", "hf_purification_rate", (4.65, 0.5)),
    ("retained_pm10", "pm10_retention_rate", (61.2, 19.8)),
    ("retained_pm25", "pm25_retention_rate", (12.4, 3.1)),
]:
    capacities(f"{A}forest_standard/{indicator}", rate, "1e-7", rates, F)
V = "value/air_purification/pollution_equivalent/"
taxes(f"{V}removed_sulphur_dioxide", "pollution_equivalent_mass_so2", 0.95, (1.2, 24000 / mpf(19)), F)
taxes(f"{V}removed_nitrogen_oxides", "pollution_equivalent_mass_nox", 0.95, (1.2, 24000 / mpf(19)), F)
taxes(f"{V}retained_dust", "pollution_equivalent_mass_dust", 4.0, (1.2, 300), F)
# The old levy of 0.6 CNY gives the prices of Ganzi.
for indicator, key, mass, printed in [("removed_nitrogen_oxides", "nox", 0.95, 630.0), ("retained_dust", "dust", 4.0, 150.0)]:
    add(
        f"{V}{indicator}",
        by_equivalent,
        "the old levy of 0.6 CNY gives the price of Ganzi",
        1.0,
        0.6,
        mass,
        keys=["quantity", "pollution_equivalent_tax", f"pollution_equivalent_mass_{key}"],
        published=(printed, "absolute", 5.0, f"{GANZI}: unit price, printed to 10 CNY"),
        file=F,
    )

W = "service/water_purification/"
COD = ("removed_cod", "cod_purification_rate", "emission_cod", (110.23, 64.8))
AMMONIA = (
    "removed_ammonia_nitrogen",
    "ammonia_nitrogen_purification_rate",
    "emission_ammonia_nitrogen",
    (8.56, 3.2),
)
NITROGEN = ("removed_total_nitrogen", "total_nitrogen_purification_rate", "emission_total_nitrogen", (21.4, 8.56))
PHOSPHORUS = (
    "removed_total_phosphorus",
    "total_phosphorus_purification_rate",
    "emission_total_phosphorus",
    (0.86, 8.56),
)
for suffix, pollutants in [("", [COD, AMMONIA, PHOSPHORUS]), ("_total_nitrogen", [COD, NITROGEN, PHOSPHORUS])]:
    for indicator, rate, emission, rates in pollutants:
        E = f"{W}smaller_of_capacity_and_emission{suffix}/{indicator}"
        capacities(E, rate, "1e-6", rates, None)
        bounds(E, emission)
        capacities(f"{W}capacity{suffix}/{indicator}", rate, "1e-6", rates, None)
        if not suffix:
            E = f"{W}smaller_where_attained/{indicator}"
            capacities(E, rate, "1e-6", rates, None)
            bounds(E, emission, "water_quality_attainment")
        amount = {"removed_cod": 5424.0, "removed_ammonia_nitrogen": 625.0}.get(indicator, 81.3)
        as_given(f"{W}emission{suffix}/{indicator}", emission, [("a year", amount), ("one ton", 1.0)])
for pollutant in ["cod", "ammonia_nitrogen", "total_phosphorus"]:
    keys = [f"inflow_{pollutant}", f"emission_{pollutant}", f"outflow_{pollutant}"]
    for name, *values in [
        ("by hand", 900.0, 350.0, 800.0),
        ("all of it goes out", 900.0, 350.0, 1250.0),
        ("a source", 120.4, 33.7, 208.9),
        ("nothing comes in", 0.0, 33.7, 12.5),
        ("inflow missing", NAN, 0.0, 0.0),
        ("load missing", 0.0, NAN, 0.0),
        ("outflow missing", 0.0, 0.0, NAN),
    ]:
        equation = f"{W}mass_balance/removed_{pollutant}"
        add(equation, lambda inflow, load, outflow: inflow + load - outflow, name, *values, keys=keys, relative=1e-14)
for name, *values, relative in [
    ("1 hm² by hand", 1e4, 800.0, 500.0, 40.0, 1e-15),
    ("30 m cell", 900.0, 1100.0, 705.3, 51.15, 1e-14),
    ("takes more than it rains", 900.0, 210.0, 260.9, 8.2, 1e-14),
    ("nothing is left", 900.0, 500.0, 500.0, 0.0, 1e-15),
    ("no area", 0.0, 1100.0, 705.3, 51.15, 1e-15),
    ("area missing", NAN, 0.0, 0.0, 0.0, 1e-15),
    ("rain missing", 0.0, NAN, 705.3, 51.15, 1e-15),
    ("evapotranspiration missing", 900.0, 0.0, NAN, 0.0, 1e-15),
    ("runoff missing", 900.0, 0.0, 0.0, NAN, 1e-15),
]:
    add(
        f"{W}forest_standard/purified_water",
        lambda area, p, e, c: 10 * (area / 10000) * (p - e - c),
        name,
        *values,
        keys=["area", "precipitation", "actual_evapotranspiration", "surface_runoff"],
        relative=relative,
    )


def prices(equation, key, values, relative=1e-15, negative=False):
    """Cases of a price of one term."""
    quantity, unit = values
    cases = [
        ("one cell", quantity, unit),
        ("large", 4.4e8, unit),
        ("none", 0.0, unit),
        ("nothing paid", quantity, 0.0),
        ("quantity missing", NAN, 0.0),
        ("price missing", 0.0, NAN),
    ]
    if negative:
        cases.append(("below 0", -quantity, unit))
    for name, *own in cases:
        add(equation, price, name, *own, keys=["quantity", key], relative=relative)


V = "value/water_purification/"
for indicator, key, quantity, unit, printed in [
    ("removed_cod", "cod_treatment_cost", 5424.0, 700.0, 0.038e8),
    ("removed_ammonia_nitrogen", "ammonia_nitrogen_treatment_cost", 625.0, 875.0, 0.0055e8),
]:
    E = f"{V}treatment_cost/{indicator}"
    prices(E, key, (0.61, unit))
    add(
        E,
        price,
        "Ganzi 2010",
        quantity,
        unit,
        keys=["quantity", key],
        published=(printed, "absolute", 0.00005e8, f"{GANZI}, printed to 10⁻⁴ of 10⁸ CNY"),
    )
for indicator, key, mass, least in [
    ("removed_cod", "cod", 1.0, (1.4, 1400)),
    ("removed_ammonia_nitrogen", "ammonia_nitrogen", 0.8, (1.4, 1750)),
    ("removed_total_phosphorus", "total_phosphorus", 0.25, (1.4, 5600)),
]:
    taxes(f"{V}pollution_equivalent/{indicator}", f"pollution_equivalent_mass_{key}", mass, least)
# The old levy of 0.7 CNY gives the prices of Ganzi.
for indicator, key, mass, printed in [
    ("removed_cod", "cod", 1.0, 700.0),
    ("removed_ammonia_nitrogen", "ammonia_nitrogen", 0.8, 875.0),
]:
    add(
        f"{V}pollution_equivalent/{indicator}",
        by_equivalent,
        "the old levy of 0.7 CNY gives the price of Ganzi",
        1.0,
        0.7,
        mass,
        keys=["quantity", "pollution_equivalent_tax", f"pollution_equivalent_mass_{key}"],
        published=(printed, "relative", 1e-14, f"{GANZI}: unit price"),
    )
prices(f"{V}forest_standard/purified_water", "water_purification_cost", (2600.0, 2.09), negative=True)

# --- pest control ---

P = "service/pest_control/"
for indicator, share in [
    ("natural_forest", "natural_forest_share"),
    ("natural_grassland", "natural_grassland_share"),
]:
    for name, *values in [
        ("1 km², three quarters", 1e6, 0.75),
        ("30 m cell, all of it", 900.0, 1.0),
        ("cut cell at the border", 37.281, 0.31),
        ("none of it", 900.0, 0.0),
        ("no area", 0.0, 1.0),
        ("area missing", NAN, 0.0),
        ("share missing", 0.0, NAN),
    ]:
        add(f"{P}natural_area/{indicator}", lambda a, s: a * s / 10000, name, *values, keys=["area", share])
as_given(f"{P}given_quantity/natural_forest", "natural_forest_area", [("Ganzi 2010", 158e4), ("one", 1.0)])
as_given(f"{P}given_quantity/natural_grassland", "natural_grassland_area", [("Ganzi 2010", 711.13e4), ("one", 1.0)])
for name, *values in [
    ("1 km² by hand", 1e6, 0.5, 0.25, 0.125),
    ("30 m cell", 900.0, 1.0, 0.117, 0.043),
    ("struck more often than plantations", 900.0, 1.0, 0.03, 0.08),
    ("as often", 900.0, 1.0, 0.05, 0.05),
    ("planted", 900.0, 0.0, 0.117, 0.043),
    ("no area", 0.0, 1.0, 0.117, 0.043),
    ("area missing", NAN, 0.0, 0.0, 0.0),
    ("share missing", 0.0, NAN, 0.117, 0.043),
    ("rate of plantations missing", 900.0, 0.0, NAN, 0.043),
    ("rate of natural forest missing", 900.0, 0.0, 0.117, NAN),
]:
    add(
        f"{P}rate_difference/spared_forest",
        lambda a, s, planted, natural: a / 10000 * s * (planted - natural),
        name,
        *values,
        keys=["area", "natural_forest_share", "pest_rate_plantation", "pest_rate_natural"],
        relative=1e-14,
    )
V = "value/pest_control/"
prices(f"{V}control_cost_of_struck_area/spared_forest", "pest_control_unit_cost", (0.8, 1240.0), negative=True)
for indicator, key, quantity, unit, printed, tolerance in [
    ("natural_forest", "forest_pest_control_cost", 158e4, 375.0, 5.925e8, 0.5e4 * 375 + 0.0005e8),
    ("natural_grassland", "grassland_pest_control_cost", 711.13e4, 112.5, 8.0003e8, 0.005e4 * 112.5 + 0.00005e8),
]:
    E = f"{V}control_cost/{indicator}"
    prices(E, key, (0.09, unit))
    published = (printed, "absolute", tolerance, GANZI)
    add(E, price, "Ganzi 2010", quantity, unit, keys=["quantity", key], published=published)

# --- coast and noise ---

as_given(
    "service/coastal_protection/given_quantity/protected_coast",
    "protected_coast_length",
    [("bay", 21.5), ("one kilometre", 1.0)],
)
for name, *values in [
    ("bay by hand", 12.0, 8.5, 0.0, 1.0),
    ("tropical coast", 118.4, 3.1, 210.9, 44.6),
    ("none", 0.0, 0.0, 0.0, 0.0),
    ("mangrove missing", NAN, 0.0, 0.0, 0.0),
    ("salt marsh missing", 0.0, NAN, 0.0, 0.0),
    ("coral reef missing", 0.0, 0.0, NAN, 0.0),
    ("seagrass missing", 0.0, 0.0, 0.0, NAN),
]:
    add(
        "service/coastal_protection/length_by_habitat/protected_coast",
        lambda mangrove, marsh, coral, seagrass: mangrove + marsh + coral + seagrass,
        name,
        *values,
        keys=["mangrove_coast_length", "salt_marsh_coast_length", "coral_reef_coast_length", "seagrass_coast_length"],
    )


def seawall(quantity, construction, life, maintenance):
    return nan if life <= 0 else quantity * (construction / life + maintenance)


for name, *values in [
    ("bay by hand", 21.5, 3e7, 50.0, 2e5),
    ("short life", 21.5, 3.3e7, 7.0, 1.1e5),
    ("no maintenance", 21.5, 3e7, 50.0, 0.0),
    ("no coast", 0.0, 3e7, 50.0, 2e5),
    ("no life", 21.5, 3e7, 0.0, 2e5),
    ("length missing", NAN, 3e7, 50.0, 2e5),
    ("construction missing", 0.0, NAN, 50.0, 2e5),
    ("life missing", 0.0, 3e7, NAN, 2e5),
    ("maintenance missing", 0.0, 3e7, 50.0, NAN),
]:
    add(
        "value/coastal_protection/seawall_cost/protected_coast",
        seawall,
        name,
        *values,
        keys=["quantity", "seawall_construction_cost", "seawall_service_life", "seawall_maintenance_cost"],
    )
N = "service/noise_attenuation/"
as_given(f"{N}forest_standard/noise_barrier_length", "noise_forest_length", [("city", 86.2), ("one kilometre", 1.0)])
as_given(f"{N}green_belts/noise_barrier_length", "noise_green_belt_length", [("city", 31.7), ("one kilometre", 1.0)])
prices("value/noise_attenuation/noise_barrier_cost/noise_barrier_length", "noise_barrier_cost", (2.5, 4e5))

# --- negative ions ---


def ions(area, q, height, life):
    return nan if life <= 0 else mpf("5.256e15") * q * (area / 10000) * height / life


def beneficial(area, q, height, life):
    return ions(area, max(mpf(0), q - 600), height, life)


KEYS = ["area", "negative_ion_concentration", "stand_height", "negative_ion_life"]
for indicator, function in [("negative_ions", ions), ("beneficial_ions", beneficial)]:
    for name, *values in [
        ("1 hm² by hand", 1e4, 1600.0, 10.0, 10.0),
        ("needleleaf forest of the Altai", 67046.2e4, 1800.0, 14.2, 10.0),
        ("broadleaf forest of the Altai", 23287.29e4, 617.0, 9.8, 10.0),
        ("30 m cell of shrub", 900.0, 730.0, 1.4, 8.5),
        ("at the threshold", 900.0, 600.0, 10.0, 10.0),
        ("below the threshold", 900.0, 420.0, 10.0, 10.0),
        ("no height", 900.0, 1800.0, 0.0, 10.0),
        ("no area", 0.0, 1800.0, 14.2, 10.0),
        ("no life", 900.0, 1800.0, 14.2, 0.0),
        ("area missing", NAN, 0.0, 10.0, 10.0),
        ("concentration missing", 0.0, NAN, 10.0, 10.0),
        ("height missing", 900.0, 0.0, NAN, 10.0),
        ("life missing", 900.0, 0.0, 10.0, NAN),
    ]:
        E = f"service/negative_ions/forest_standard/{indicator}"
        add(E, function, name, *values, keys=KEYS, relative=1e-14)
prices("value/negative_ions/ion_cost/beneficial_ions", "negative_ion_cost", (5.256e18, 5.8185e-18))

# --- species conservation ---

CLASSES = [
    ("below_1", -1e9, 1),
    ("1_to_2", 1, 2),
    ("2_to_3", 2, 3),
    ("3_to_4", 3, 4),
    ("4_to_5", 4, 5),
    ("5_to_6", 5, 6),
    ("6_and_above", 6, 1e9),
]
S, V = "service/species_conservation/forest_standard/diversity_", "value/species_conservation/"


def weighted(quantity, value, endangered, endemic, old):
    return (1 + endangered / 10 + endemic / 10 + old / 10) * value * quantity


for place, (band, low, high) in enumerate(CLASSES):
    for name, *values in [
        ("lower limit", 5e4, float(max(low, 0))),
        ("inside", 900.0, place + 0.5),
        ("upper limit", 900.0, float(min(high, 12))),
        ("far below", 900.0, 0.0),
        ("no area", 0.0, place + 0.5),
        ("area missing", NAN, place + 0.5),
        ("area missing in another class", NAN, place + 1.5),
        ("index missing", 0.0, NAN),
    ]:
        add(
            f"{S}{band}",
            lambda area, index, low=low, high=high: area / 10000 if low <= index < high else mpf(0),
            name,
            *values,
            keys=["area", "shannon_wiener_index"],
        )
    key = f"species_conservation_value_{band}"
    prices(f"{V}forest_standard/diversity_{band}", key, (12.6, [3e3, 5e3, 1e4, 2e4, 3e4, 4e4, 5e4][place]))
    keys = ["quantity", key, "endangered_species_index_sum", "endemic_species_index_sum", "old_tree_index_sum"]
    for name, *values in [
        ("by hand, doubled", 12.0, 5000.0, 4.0, 5.0, 1.0),
        ("many species", 12.6, 20000.0, 47.0, 12.0, 9.0),
        ("no list", 12.6, 20000.0, 0.0, 0.0, 0.0),
        ("no area", 0.0, 20000.0, 47.0, 12.0, 9.0),
        ("quantity missing", NAN, 0.0, 0.0, 0.0, 0.0),
        ("value missing", 0.0, NAN, 0.0, 0.0, 0.0),
        ("endangered missing", 0.0, 0.0, NAN, 0.0, 0.0),
        ("endemic missing", 0.0, 0.0, 0.0, NAN, 0.0),
        ("old trees missing", 0.0, 0.0, 0.0, 0.0, NAN),
    ]:
        add(f"{V}forest_standard_2020/diversity_{band}", weighted, name, *values, keys=keys, relative=1e-14)
for band, stand, area, unit, printed in [
    ("1_to_2", "Siberian spruce", 67046.2, 5000.0, 335.23e6),
    ("2_to_3", "Siberian larch", 507147.6, 10000.0, 5071.48e6),
    ("4_to_5", "Siberian pine", 8884.06, 30000.0, 266.52e6),
    ("1_to_2", "Siberian fir", 9868.95, 5000.0, 49.34e6),
    ("1_to_2", "birch", 23287.29, 5000.0, 116.44e6),
    ("1_to_2", "spiraea", 225076.14, 5000.0, 1125.38e6),
    ("1_to_2", "honeysuckle", 39241.76, 5000.0, 196.21e6),
    ("1_to_2", "juniper", 27566.8, 5000.0, 137.83e6),
    ("1_to_2", "round-leaved birch", 75118.62, 5000.0, 375.59e6),
    ("1_to_2", "other shrub", 199099.66, 5000.0, 995.50e6),
]:
    add(
        f"{V}forest_standard/diversity_{band}",
        price,
        f"{stand} of the Altai",
        area,
        unit,
        keys=["quantity", f"species_conservation_value_{band}"],
        published=(printed, "absolute", 0.005e6, ALTAI),
    )

# --- forest nutrients ---

R, V = "service/forest_nutrient_retention/forest_standard/", "value/forest_nutrient_retention/fertiliser_price/"
DAP, KCL = "diammonium_phosphate", "potassium_chloride"
for nutrient, soil, tree, fertiliser, share in [
    ("nitrogen", "forest_soil_nitrogen", "tree_nitrogen", DAP, 0.14),
    ("phosphorus", "forest_soil_phosphorus", "tree_phosphorus", DAP, 0.1501),
    ("potassium", "forest_soil_potassium", "tree_potassium", KCL, 0.5),
    ("organic_matter", "soil_organic_matter", None, None, None),
]:
    for name, *values in [
        ("4 hm² by hand", 4e4, 55.0, 5.0, 0.5),
        ("30 m cell", 900.0, 36.81, 0.47, 0.37),
        ("forest loses more", 900.0, 0.3, 0.47, 0.37),
        ("no difference", 900.0, 0.47, 0.47, 0.37),
        ("no area", 0.0, 36.81, 0.47, 0.37),
        ("area missing", NAN, 0.0, 0.0, 0.0),
        ("bare land missing", 0.0, NAN, 0.47, 0.37),
        ("forest missing", 900.0, 0.0, NAN, 0.0),
        ("share missing", 900.0, 0.47, 0.47, NAN),
    ]:
        add(
            f"{R}kept_{nutrient}",
            lambda area, bare, forest, n: area / 10000 * (bare - forest) * n / 100,
            name,
            *values,
            keys=["area", "erosion_modulus_bare", "erosion_modulus_forest", soil],
            relative=1e-14,
        )
    if tree is None:
        prices(f"{V}kept_{nutrient}", "organic_matter_price", (0.25, 320.0), negative=True)
        continue
    for name, *values in [
        ("4 hm² by hand", 4e4, 1000.0, 0.5),
        ("spruce of the Altai, 1.49 t/hm²", 67046.2e4, 149.0, 1.36),
        ("cut cell at the border", 37.281, 812.4, 0.08),
        ("nothing grows", 900.0, 0.0, 1.36),
        ("no area", 0.0, 812.4, 1.36),
        ("area missing", NAN, 0.0, 1.36),
        ("growth missing", 0.0, NAN, 1.36),
        ("share missing", 900.0, 0.0, NAN),
    ]:
        add(
            f"{R}bound_{nutrient}",
            # g/m² are 0.01 t/hm².
            lambda area, growth, n: area / 10000 * (growth / 100) * n / 100,
            name,
            *values,
            keys=["area", "dry_matter_productivity", tree],
            relative=1e-14,
        )
    keys = ["quantity", f"{fertiliser}_price", f"{fertiliser}_{nutrient}_share"]
    for where in ["kept", "bound"]:
        for name, *values in [
            ("one ton", 1.0, 2400.0, share),
            ("below 0", -0.3, 2200.0, share),
            ("none", 0.0, 2400.0, share),
            ("no price", 0.25, 0.0, share),
            ("no nutrient in it", 0.25, 2400.0, 0.0),
            ("quantity missing", NAN, 0.0, share),
            ("price missing", 0.0, NAN, share),
            ("share missing", 0.0, 2400.0, NAN),
        ]:
            add(
                f"{V}{where}_{nutrient}",
                lambda quantity, cost, part: nan if part <= 0 else quantity * (cost / part),
                name,
                *values,
                keys=keys,
                relative=1e-14,
            )

if __name__ == "__main__":
    write()
