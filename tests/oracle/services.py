"""Writes the cases of the services in tests/reference/ (mpmath, 50 digits).

The equations stand here as their authors print them, not as the crate arranges them.
Run: python3 tests/oracle/services.py
"""

from cases import NAN, add, as_given, given, note, write
from mpmath import mpf, nan

GANZI = "Pema Dolkar et al. 2017, Table 3"


# --- equations ---


def water_balance(area, precipitation, surface_runoff, actual_evapotranspiration):
    """HJ 1173-2021 Eq. (A.1): A in m², depths in mm."""
    return area * (precipitation - surface_runoff - actual_evapotranspiration) * mpf("1e-3")


def water_balance_runoff_producing(
    area, runoff_producing_precipitation, surface_runoff, actual_evapotranspiration
):
    return water_balance(area, runoff_producing_precipitation, surface_runoff, actual_evapotranspiration)


def precipitation_storage(area, runoff_producing_precipitation, runoff_reduction_coefficient):
    """Q = 10 A J R with A in hm²."""
    return 10 * (area / 10000) * runoff_producing_precipitation * runoff_reduction_coefficient


def reservoir_cost(quantity, reservoir_unit_cost):
    return quantity * reservoir_unit_cost


def reservoir_cost_annualised(quantity, reservoir_unit_cost, discount_rate, reservoir_service_life):
    if discount_rate <= -1 or reservoir_service_life <= 0:
        return nan
    if discount_rate == 0:
        return quantity * reservoir_unit_cost / reservoir_service_life
    growth = (1 + discount_rate) ** reservoir_service_life
    return quantity * reservoir_unit_cost * (discount_rate * growth / (growth - 1))


def yield_retention(
    area, water_yield, flow_velocity_coefficient, topographic_index, saturated_conductivity
):
    """WR = min(1, 249/V) min(1, 0.9 D/3) min(1, Ksat/300) Y; factors within 0..1, D can be negative."""
    of_flow = min(1, 249 / flow_velocity_coefficient) if flow_velocity_coefficient else 1
    of_terrain = max(0, min(1, mpf("0.9") * topographic_index / 3))
    of_soil = min(1, saturated_conductivity / 300)
    return area * of_flow * of_terrain * of_soil * water_yield / 1000


def supply_side(water_use_total, water_transfer_in, water_outflow, water_inflow):
    return (water_use_total - water_transfer_in) + (water_outflow - water_inflow)


def reservoir_cost_with_operation(quantity, reservoir_unit_cost, reservoir_operation_cost):
    return quantity * (reservoir_unit_cost + reservoir_operation_cost)


def reservoir_cost_annualised_with_operation(
    quantity, reservoir_unit_cost, discount_rate, reservoir_service_life, reservoir_operation_cost
):
    yearly = reservoir_cost_annualised(mpf(1), reservoir_unit_cost, discount_rate, reservoir_service_life)
    return quantity * (yearly + reservoir_operation_cost)


def water_project_price(quantity, water_project_price):
    return quantity * water_project_price


def fixed_rate_with_cropland_soil(
    area, carbon_sequestration_rate, soil_to_vegetation_sink_ratio, cropland_soil_carbon_rate
):
    of_soil = mpf(44) / 12 * (area / 10000) * cropland_soil_carbon_rate
    return fixed_rate(area, carbon_sequestration_rate, soil_to_vegetation_sink_ratio) + of_soil


def biomass_change(area, biomass_opening, biomass_closing, biomass_carbon_fraction, carbon_stock_interval):
    """dC = (B2 - B1)/dt CF, per hm²."""
    if carbon_stock_interval <= 0:
        return nan
    change = (biomass_closing - biomass_opening) / carbon_stock_interval * biomass_carbon_fraction
    return mpf(44) / 12 * change * (area / 10000)


def all_of_npp_credited(area, dry_matter_productivity, co2_per_dry_matter):
    return co2_per_dry_matter * dry_matter_productivity * area * mpf("1e-6")


def forest_standard(
    area, dry_matter_productivity, co2_per_dry_matter, carbon_per_co2, forest_soil_carbon_rate
):
    """G_C = A (1.63 R_C B + F_soil) tC with A in hm² and B in t/hm²."""
    grown = dry_matter_productivity * 10000 / mpf(10**6)
    carbon = (area / 10000) * (co2_per_dry_matter * carbon_per_co2 * grown + forest_soil_carbon_rate)
    return mpf(44) / 12 * carbon


def net_ecosystem_productivity(area, net_ecosystem_productivity):
    """gC/m² on m² are 10⁻⁶ tC."""
    return mpf(44) / 12 * net_ecosystem_productivity * area * mpf("1e-6")


def fixed_rate(area, carbon_sequestration_rate, soil_to_vegetation_sink_ratio):
    return mpf(44) / 12 * (area / 10**6) * carbon_sequestration_rate * (1 + soil_to_vegetation_sink_ratio)


def stock_change(area, carbon_stock_opening, carbon_stock_closing, carbon_stock_interval):
    if carbon_stock_interval <= 0:
        return nan
    return mpf(44) / 12 * (area / 10000) * (carbon_stock_closing - carbon_stock_opening) / carbon_stock_interval


def photosynthesis(area, dry_matter_productivity, oxygen_per_dry_matter):
    """g/m² on m² are 10⁻⁶ t."""
    return oxygen_per_dry_matter * dry_matter_productivity * area * mpf("1e-6")


def oxygen_with_carbon(area, net_ecosystem_productivity):
    """32/44 of the carbon dioxide."""
    return mpf(32) / 44 * (mpf(44) / 12 * net_ecosystem_productivity * area * mpf("1e-6"))


def oxygen_price(quantity, oxygen_price):
    return quantity * oxygen_price


def carbon_price(quantity, co2_price):
    return quantity * co2_price


def carbon_price_per_carbon(quantity, carbon_price):
    return quantity * mpf(12) / 44 * carbon_price


def travel_time(tourism_visits, tourism_time_per_visit):
    return tourism_visits * tourism_time_per_visit


def travel_spend(tourism_spend, tourism_ecosystem_share):
    return tourism_spend * tourism_ecosystem_share


def value_of_time(quantity, wage_per_hour, travel_time_wage_share):
    return quantity * wage_per_hour * travel_time_wage_share


# --- cases ---

# Differences of depths and stocks cancel: the tolerance is that of the largest term.

W = "service/water_retention/"
for variant, function in [
    ("water_balance", water_balance),
    ("water_balance_runoff_producing", water_balance_runoff_producing),
]:
    for name, *values, relative in [
        ("30 m cell of broadleaf forest", 900.0, 1100.0, 51.15, 705.3, 1e-15),
        ("30 m cell by hand: 900 m² of 260 mm", 900.0, 800.0, 40.0, 500.0, 1e-15),
        ("1 km cell of alpine grassland", 1e6, 640.0, 5.6, 402.7, 1e-15),
        ("cut cell at the border", 37.281, 812.5, 12.75, 611.3, 1e-14),
        ("whole basin as one cell", 149687.7e6, 714.3, 33.1, 466.4, 1e-14),
        ("drizzle", 900.0, 1e-6, 1e-7, 2e-7, 1e-15),
        ("steppe that takes more than it rains", 900.0, 210.0, 8.2, 260.9, 1e-14),
        ("lake, all evaporates and more", 1e6, 0.0, 0.0, 1200.0, 1e-15),
        ("nothing is left", 900.0, 500.0, 0.0, 500.0, 1e-15),
        ("no area", 0.0, 1100.0, 51.15, 705.3, 1e-15),
        ("no rain, no flow", 900.0, 0.0, 0.0, 0.0, 1e-15),
        ("area missing", NAN, 1100.0, 51.15, 705.3, 1e-15),
        ("rain missing", 0.0, NAN, 51.15, 705.3, 1e-15),
        ("runoff missing", 900.0, 1100.0, NAN, 705.3, 1e-15),
        ("evapotranspiration missing", 900.0, 0.0, 0.0, NAN, 1e-15),
    ]:
        add(f"{W}{variant}/retained_water", function, name, *values, relative=relative)
for name, *values in [
    ("1 hm² of broadleaf forest by hand", 1e4, 600.0, 0.39),
    ("30 m cell of needleleaf forest", 900.0, 660.0, 0.36),
    ("mixed forest", 1e6, 412.5, 0.34),
    ("bamboo", 37.281, 955.2, 0.22),
    ("shrub in the north", 900.0, 180.4, 0.14),
    ("drizzle", 900.0, 1e-6, 0.14),
    ("bare land saves nothing", 900.0, 660.0, 0.0),
    ("no rain that runs off", 900.0, 0.0, 0.36),
    ("no area", 0.0, 660.0, 0.36),
    ("area missing", NAN, 660.0, 0.36),
    ("rain missing", 900.0, NAN, 0.0),
    ("coefficient missing", 0.0, 660.0, NAN),
]:
    add(f"{W}precipitation_storage/retained_water", precipitation_storage, name, *values)
for name, *values in [
    ("one hectare by hand: 1/2, 3/5 and 1/3 of 400 mm", 1e4, 400.0, 498.0, 2.0, 100.0),
    ("30 m cell of forest", 900.0, 431.7, 1200.0, 1.274, 212.4),
    ("slow flow, wet valley, sandy soil: all is retained", 900.0, 431.7, 200.0, 5.1, 640.0),
    ("ridge, the index is below 0", 900.0, 431.7, 300.0, -2.6, 212.4),
    ("index of 0", 900.0, 431.7, 300.0, 0.0, 212.4),
    ("tight soil", 900.0, 431.7, 300.0, 1.274, 0.0),
    ("no flow", 900.0, 431.7, 0.0, 1.274, 212.4),
    ("steppe that takes more than it rains", 900.0, -51.3, 300.0, 1.274, 212.4),
    ("nothing is yielded", 900.0, 0.0, 300.0, 1.274, 212.4),
    ("no area", 0.0, 431.7, 300.0, 1.274, 212.4),
    ("area missing", NAN, 0.0, 300.0, 1.274, 212.4),
    ("yield missing", 0.0, NAN, 300.0, 1.274, 212.4),
    ("velocity missing", 0.0, 431.7, NAN, 1.274, 212.4),
    ("index missing", 0.0, 431.7, 300.0, NAN, 212.4),
    ("conductivity missing", 0.0, 431.7, 300.0, -1.0, NAN),
]:
    add(f"{W}yield_retention/retained_water", yield_retention, name, *values, relative=1e-14)
for name, *values in [
    ("by hand", 5e8, 1e8, 90e8, 80e8),
    ("district", 4.31e8, 0.27e8, 655.2e8, 651.9e8),
    ("more flows in than out", 1e8, 0.0, 70e8, 80e8),
    ("nothing", 0.0, 0.0, 0.0, 0.0),
    ("use missing", NAN, 0.0, 0.0, 0.0),
    ("inflow missing", 5e8, 1e8, 90e8, NAN),
]:
    add(f"{W}supply_side/retained_water", supply_side, name, *values, relative=1e-13)
as_given(
    f"{W}given_quantity/retained_water",
    "water_retention_quantity",
    [("Ganzi 2010", 321.49e8), ("one cubic metre", 1.0), ("large", 8.4e12)],
)

V = "value/water_retention/reservoir_cost/retained_water"
for name, *values in [
    ("one cell", 234.0, 7.06),
    ("price of 2005", 1e6, 6.1107),
    ("basin below 0", -3.2e7, 7.06),
    ("nothing retained", 0.0, 7.06),
    ("nothing paid", 234.0, 0.0),
    ("quantity missing", NAN, 7.06),
    ("price missing", 0.0, NAN),
]:
    add(V, reservoir_cost, name, *values)
add(
    V,
    reservoir_cost,
    "Ganzi 2010, half a unit of the last digit of the quantity",
    321.49e8,
    7.06,
    published=(2269.7074e8, "absolute", 0.005e8 * 7.06, GANZI),
)
V = "value/water_retention/reservoir_cost_annualised/retained_water"
for name, *values, relative in [
    ("50 years at 4.5 %", 321.49e8, 7.06, 0.045, 50.0, 1e-14),
    ("one year gives cost and interest", 1000.0, 7.0, 0.05, 1.0, 1e-14),
    ("100 years at 8 %", 1.0, 6.1107, 0.08, 100.0, 1e-14),
    ("for ever, nearly: the interest alone", 1.0, 7.06, 0.05, 1e5, 1e-14),
    ("tiny rate, nearly cost over life", 1e6, 7.06, 1e-12, 50.0, 1e-14),
    ("life of half a year", 1.0, 7.06, 0.045, 0.5, 1e-14),
    ("money that shrinks", 1.0, 7.06, -0.01, 50.0, 1e-13),
    ("no interest: cost over life", 100.0, 7.0, 0.0, 50.0, 1e-15),
    ("basin below 0", -3.2e7, 7.06, 0.045, 50.0, 1e-14),
    ("nothing retained", 0.0, 7.06, 0.045, 50.0, 1e-14),
    ("no cost", 100.0, 0.0, 0.045, 50.0, 1e-14),
    ("all is lost in a year", 100.0, 7.06, -1.0, 50.0, 1e-14),
    ("no life", 100.0, 7.06, 0.045, 0.0, 1e-14),
    ("life below 0", 100.0, 7.06, 0.045, -1.0, 1e-14),
    ("no life and no interest", 100.0, 7.06, 0.0, 0.0, 1e-14),
    ("quantity missing", NAN, 7.06, 0.045, 50.0, 1e-14),
    ("cost missing", 100.0, NAN, 0.0, 50.0, 1e-14),
    ("rate missing", 100.0, 7.06, NAN, 50.0, 1e-14),
    ("life missing", 100.0, 7.06, 0.045, NAN, 1e-14),
    ("life missing without interest", 100.0, 7.06, 0.0, NAN, 1e-14),
]:
    add(V, reservoir_cost_annualised, name, *values, relative=relative)

V = "value/water_retention/"
for name, *values in [
    ("one cell", 234.0, 7.06, 0.11),
    ("basin below 0", -3.2e7, 7.06, 0.11),
    ("nothing retained", 0.0, 7.06, 0.11),
    ("no operation", 234.0, 7.06, 0.0),
    ("quantity missing", NAN, 7.06, 0.11),
    ("building missing", 0.0, NAN, 0.11),
    ("operation missing", 0.0, 7.06, NAN),
]:
    E = f"{V}reservoir_cost_with_operation/retained_water"
    add(E, reservoir_cost_with_operation, name, *values, relative=1e-15)
for name, *values in [
    ("50 years at 4.5 %", 321.49e8, 7.06, 0.045, 50.0, 0.11),
    ("no interest", 100.0, 7.0, 0.0, 50.0, 0.11),
    ("basin below 0", -3.2e7, 7.06, 0.045, 50.0, 0.11),
    ("nothing retained", 0.0, 7.06, 0.045, 50.0, 0.11),
    ("no life", 100.0, 7.06, 0.045, 0.0, 0.11),
    ("rate missing", 100.0, 7.06, NAN, 50.0, 0.11),
    ("operation missing", 0.0, 7.06, 0.045, 50.0, NAN),
]:
    E = f"{V}reservoir_cost_annualised_with_operation/retained_water"
    add(E, reservoir_cost_annualised_with_operation, name, *values, relative=1e-14)
for name, *values in [
    ("one cell", 234.0, 0.5),
    ("basin below 0", -3.2e7, 0.5),
    ("nothing retained", 0.0, 0.5),
    ("quantity missing", NAN, 0.5),
    ("price missing", 0.0, NAN),
]:
    add(f"{V}water_project_price/retained_water", water_project_price, name, *values)

O, F = "service/oxygen_release/", "/released_oxygen"
for name, *values in [
    ("1 km² of 1000 g by hand", 1e6, 1000.0, 1.19),
    ("30 m cell of forest", 900.0, 1554.7, 1.19),
    ("cut cell at the border", 37.281, 812.4, 1.2),
    ("nothing grows", 900.0, 0.0, 1.19),
    ("no area", 0.0, 1554.7, 1.19),
    ("area missing", NAN, 1554.7, 1.19),
    ("productivity missing", 900.0, NAN, 1.19),
    ("ratio missing", 0.0, 1554.7, NAN),
]:
    add(f"{O}photosynthesis{F}", photosynthesis, name, *values)
for name, *values in [
    ("1 km² of 60 gC by hand", 1e6, 60.0),
    ("30 m cell of forest", 900.0, 62.199),
    ("source", 900.0, -37.4),
    ("neither sink nor source", 900.0, 0.0),
    ("area missing", NAN, 0.0),
    ("productivity missing", 0.0, NAN),
]:
    add(f"{O}net_ecosystem_productivity{F}", oxygen_with_carbon, name, *values)
as_given(f"{O}given_quantity{F}", "oxygen_release_quantity", [("Ganzi 2010", 2.51e8), ("one ton", 1.0)])
V = f"value/oxygen_release/oxygen_price{F}"
for name, *values in [
    ("one cell", 1.664, 727.0),
    ("oxygen taken up", -0.09, 727.0),
    ("none", 0.0, 727.0),
    ("quantity missing", NAN, 727.0),
    ("price missing", 1.664, NAN),
]:
    add(V, oxygen_price, name, *values)
add(
    V,
    oxygen_price,
    "Ganzi 2010, half a unit of the last digit of the quantity",
    2.51e8,
    727.0,
    published=(1821.9182e8, "absolute", 0.005e8 * 727.0, GANZI),
)

C, F = "service/carbon_sequestration/", "/sequestered_carbon_dioxide"
for name, *values in [
    ("1 km² of 60 gC by hand", 1e6, 60.0),
    ("30 m cell of forest", 900.0, 62.199),
    ("cut cell at the border", 37.281, 41.7),
    ("strongest sink", 900.0, 5000.0),
    ("weak sink", 900.0, 1e-6),
    ("source", 900.0, -37.4),
    ("neither sink nor source", 900.0, 0.0),
    ("no area", 0.0, 62.199),
    ("area missing", NAN, 0.0),
    ("productivity missing", 0.0, NAN),
]:
    add(f"{C}net_ecosystem_productivity{F}", net_ecosystem_productivity, name, *values, relative=1e-15)
for name, *values in [
    ("3 km² at 100 tC by hand", 3e6, 100.0, 0.5),
    ("forest with its soil", 900.0, 53.0, 0.646),
    ("wetland, soil in the rate", 1e6, 67.1, 0.0),
    ("cut cell at the border", 37.281, 24.3, 0.646),
    ("drained bog, a source", 900.0, -210.0, 0.0),
    ("no rate", 900.0, 0.0, 0.646),
    ("no area", 0.0, 53.0, 0.646),
    ("area missing", NAN, 53.0, 0.646),
    ("rate missing", 0.0, NAN, 0.646),
    ("ratio missing", 900.0, 0.0, NAN),
]:
    add(f"{C}fixed_rate{F}", fixed_rate, name, *values, relative=1e-15)
for name, *values, relative in [
    ("6 hm² by hand", 6e4, 80.0, 90.0, 5.0, 1e-15),
    ("30 m cell that grows", 900.0, 81.25, 83.6, 5.0, 1e-14),
    ("ten years of a young stand", 1e6, 12.4, 41.9, 10.0, 1e-15),
    ("a tenth of a year", 900.0, 81.25, 81.5, 0.1, 1e-14),
    ("fire", 900.0, 140.2, 11.8, 5.0, 1e-15),
    ("all of it lost", 900.0, 140.2, 0.0, 5.0, 1e-15),
    ("no change", 900.0, 140.2, 140.2, 5.0, 1e-15),
    ("no area", 0.0, 80.0, 90.0, 5.0, 1e-15),
    ("no interval", 900.0, 80.0, 90.0, 0.0, 1e-15),
    ("interval below 0", 900.0, 80.0, 90.0, -5.0, 1e-15),
    ("area missing", NAN, 80.0, 80.0, 5.0, 1e-15),
    ("opening missing", 0.0, NAN, 90.0, 5.0, 1e-15),
    ("closing missing", 900.0, 80.0, NAN, 5.0, 1e-15),
    ("interval missing", 900.0, 80.0, 80.0, NAN, 1e-15),
]:
    add(f"{C}stock_change{F}", stock_change, name, *values, relative=relative)
for name, *values in [
    ("6 hm² of cropland by hand: 0.5 tC/hm²", 6e4, 0.0, 0.0, 0.5),
    ("forest with its soil", 900.0, 53.0, 0.646, 0.0),
    ("30 m cell of cropland", 900.0, 0.0, 0.0, 0.5413),
    ("cropland soil that loses carbon", 900.0, 0.0, 0.0, -0.31),
    ("neither", 900.0, 0.0, 0.0, 0.0),
    ("no area", 0.0, 53.0, 0.646, 0.2),
    ("area missing", NAN, 0.0, 0.0, 0.0),
    ("rate missing", 0.0, NAN, 0.646, 0.0),
    ("ratio missing", 900.0, 0.0, NAN, 0.0),
    ("soil rate missing", 0.0, 53.0, 0.646, NAN),
]:
    E = f"{C}fixed_rate_with_cropland_soil{F}"
    add(E, fixed_rate_with_cropland_soil, name, *values, relative=1e-14)
for name, *values in [
    ("6 hm² by hand", 6e4, 160.0, 180.0, 0.5, 5.0),
    ("30 m cell that grows", 900.0, 141.25, 146.5, 0.5, 5.0),
    ("fire", 900.0, 280.4, 23.6, 0.5, 5.0),
    ("no area", 0.0, 160.0, 180.0, 0.5, 5.0),
    ("no change", 900.0, 140.2, 140.2, 0.5, 5.0),
    ("no interval", 900.0, 80.0, 90.0, 0.5, 0.0),
    ("area missing", NAN, 80.0, 80.0, 0.5, 5.0),
    ("opening missing", 0.0, NAN, 90.0, 0.5, 5.0),
    ("closing missing", 0.0, 80.0, NAN, 0.5, 5.0),
    ("fraction missing", 900.0, 80.0, 80.0, NAN, 5.0),
    ("interval missing", 900.0, 80.0, 80.0, 0.5, NAN),
]:
    add(f"{C}biomass_change{F}", biomass_change, name, *values, relative=1e-14)
for name, *values in [
    ("1 km² of 1000 g by hand", 1e6, 1000.0, 1.63),
    ("30 m cell of forest", 900.0, 1554.7, 1.63),
    ("nothing grows", 900.0, 0.0, 1.63),
    ("area missing", NAN, 0.0, 1.63),
    ("productivity missing", 0.0, NAN, 1.63),
    ("ratio missing", 900.0, 0.0, NAN),
]:
    add(f"{C}all_of_npp_credited{F}", all_of_npp_credited, name, *values)
for name, *values in [
    ("1 hm² of 10 t", 1e4, 1000.0, 1.63, 3 / 11, 0.5),
    ("30 m cell of forest", 900.0, 812.4, 1.63, 0.2727, 0.31),
    ("soil that loses more than grows", 900.0, 10.0, 1.63, 0.2727, -2.4),
    ("nothing", 900.0, 0.0, 1.63, 0.2727, 0.0),
    ("area missing", NAN, 0.0, 1.63, 0.2727, 0.0),
    ("productivity missing", 0.0, NAN, 1.63, 0.2727, 0.31),
    ("ratio missing", 0.0, 812.4, NAN, 0.2727, 0.31),
    ("carbon missing", 0.0, 812.4, 1.63, NAN, 0.31),
    ("soil missing", 0.0, 812.4, 1.63, 0.2727, NAN),
]:
    add(f"{C}forest_standard{F}", forest_standard, name, *values, relative=1e-14)
as_given(
    f"{C}given_quantity{F}",
    "carbon_sequestration_quantity",
    [("Ganzi 2010", 0.31e8), ("one ton", 1.0), ("large", 3.67e11)],
)
V = f"value/carbon_sequestration/carbon_price{F}"
for name, *values in [
    ("one cell", 0.198, 380.0),
    ("carbon market", 1.2e6, 29.57),
    ("source", -4400.0, 380.0),
    ("nothing sequestered", 0.0, 380.0),
    ("nothing paid", 0.198, 0.0),
    ("quantity missing", NAN, 380.0),
    ("price missing", 0.0, NAN),
]:
    add(V, carbon_price, name, *values)
add(
    V,
    carbon_price,
    "Ganzi 2010, half a unit of the last digit of the quantity",
    0.31e8,
    380.0,
    published=(117.3548e8, "absolute", 0.005e8 * 380.0, GANZI),
)
V = f"value/carbon_sequestration/carbon_price_per_carbon{F}"
for name, *values in [
    ("one cell", 0.198, 1320.0),
    ("Swedish carbon tax", 1.2e6, 1200.0),
    ("source", -4400.0, 1320.0),
    ("nothing sequestered", 0.0, 1320.0),
    ("nothing paid", 0.198, 0.0),
    ("quantity missing", NAN, 1320.0),
    ("price missing", 0.0, NAN),
]:
    add(V, carbon_price_per_carbon, name, *values, relative=1e-15)
add(
    V,
    carbon_price_per_carbon,
    "1320 per ton of carbon are 360 per ton of carbon dioxide",
    1.0,
    1320.0,
    published=(360.0, "relative", 1e-15, "ChinaXiv-201704.00322"),
)

T = "service/tourism/"
VISITS = [("Ganzi 2010", 358.68e4), ("one", 1.0), ("metropolis", 4.32e8)]
as_given(f"{T}travel_cost/visits", "tourism_visits", VISITS)
as_given(f"{T}given_value/visits", "tourism_visits", VISITS)
as_given(
    f"{T}travel_cost/overnight_visits",
    "tourism_overnight_visits",
    [("district", 211.4e4), ("one", 1.0), ("metropolis", 1.06e8)],
)
for name, *values in [
    ("1000 visits of 6 hours by hand", 1000.0, 6.0),
    ("district", 1532.6e4, 9.4),
    ("two days", 358.68e4, 48.0),
    ("nobody came", 0.0, 6.0),
    ("no time", 1000.0, 0.0),
    ("visits missing", NAN, 0.0),
    ("time missing", 0.0, NAN),
]:
    add(f"{T}travel_cost/travel_time", travel_time, name, *values)
for variant in ["exchange_value", "with_consumer_surplus"]:
    V = f"value/tourism/{variant}/"
    for name, *values in [
        ("a quarter of 200 by hand", 200.0, 0.25),
        ("district, all of it", 86.42e8, 1.0),
        ("district, a third", 86.42e8, 0.333),
        ("nothing spent", 0.0, 0.25),
        ("nothing due to ecosystems", 86.42e8, 0.0),
        ("spending missing", NAN, 0.0),
        ("share missing", 0.0, NAN),
    ]:
        add(f"{V}travel_spend", travel_spend, name, *values)
    for name, *values in [
        ("6000 hours by hand", 6000.0, 40.0, 0.25),
        ("district", 1.44e8, 38.72, 0.3),
        ("half of the wage", 1.44e8, 38.72, 0.5),
        ("no time", 0.0, 38.72, 0.3),
        ("no wage", 1.44e8, 0.0, 0.3),
        ("no share", 1.44e8, 38.72, 0.0),
        ("time missing", NAN, 0.0, 0.3),
        ("wage missing", 0.0, NAN, 0.3),
        ("share missing", 1.44e8, 0.0, NAN),
    ]:
        add(f"{V}travel_time", value_of_time, name, *values)
note("value/tourism/exchange_value/consumer_surplus", "not an exchange value", {}, "left out", source="SEEA EA")
as_given(
    "value/tourism/with_consumer_surplus/consumer_surplus",
    "tourism_consumer_surplus",
    [("district", 12.7e8), ("one yuan", 1.0), ("large", 4.4e12)],
)
V = "value/tourism/given_value/recreation_value"
as_given(V, "tourism_value", [("district", 31.06e8), ("one yuan", 1.0), ("large", 4.4e12)])
add(
    V,
    given,
    "Ganzi 2010",
    70.6669e8,
    keys=["tourism_value"],
    published=(70.6669e8, "absolute", 0.0, GANZI),
)

if __name__ == "__main__":
    write()
