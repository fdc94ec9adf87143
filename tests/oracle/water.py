"""Writes the cases of water yield, its parameters, storm runoff, terrain and evaporation (mpmath, 60 digits).

The equations stand here as their authors print them, not as the crate arranges them: evapotranspiration and yield of Fu
with their cancellation, which 60 digits outlast.
Run: python3 tests/oracle/water.py
"""

from cases import NAN, write
from cases import add_driver as add
from mpmath import log, log10, mp, mpf, nan, pi, tan

mp.dps = 60


# --- equations ---


def fu_share(potential, precipitation, omega):
    r = potential / precipitation
    return 1 + r - (1 + r**omega) ** (1 / omega)


def impossible(precipitation, potential_evapotranspiration, budyko_fu_omega):
    return precipitation < 0 or potential_evapotranspiration < 0 or budyko_fu_omega < 1


def invest_actual(precipitation, potential_evapotranspiration, budyko_fu_omega, vegetated):
    """InVEST 3.20: f = min(PET/P, Fu) where vegetated, min(PET, P)/P elsewhere; AET = f P."""
    if impossible(precipitation, potential_evapotranspiration, budyko_fu_omega) or vegetated not in (0, 1):
        return nan
    if precipitation == 0:
        return mpf(0)
    p, pet = precipitation, potential_evapotranspiration
    share = min(pet / p, fu_share(pet, p, budyko_fu_omega)) if vegetated else min(pet, p) / p
    return share * p


def invest_yield(precipitation, potential_evapotranspiration, budyko_fu_omega, vegetated):
    actual = invest_actual(precipitation, potential_evapotranspiration, budyko_fu_omega, vegetated)
    return precipitation - actual


def fu(precipitation, potential_evapotranspiration, budyko_fu_omega):
    return invest_yield(precipitation, potential_evapotranspiration, budyko_fu_omega, 1)


def omega_of_invest(seasonality_factor, plant_available_water_capacity, precipitation):
    if min(seasonality_factor, plant_available_water_capacity, precipitation) < 0:
        return nan
    if precipitation == 0:
        return mpf(5)
    return min(mpf(5), seasonality_factor * plant_available_water_capacity / precipitation + mpf("1.25"))


def zhang2001_old_invest(seasonality_factor, plant_available_water_capacity, precipitation):
    if min(seasonality_factor, plant_available_water_capacity, precipitation) < 0:
        return nan
    if precipitation == 0:
        return mpf(0)
    return seasonality_factor * plant_available_water_capacity / precipitation


def available_water(root_restricting_depth, root_depth, plant_available_water_fraction):
    return min(root_restricting_depth, root_depth) * plant_available_water_fraction


def scs_curve_number(storm_precipitation, curve_number):
    if storm_precipitation < 0 or curve_number < 0 or curve_number > 100:
        return nan
    if curve_number == 0:
        return mpf(0)
    retention = mpf(25400) / curve_number - 254
    initial = mpf("0.2") * retention
    if storm_precipitation <= initial:
        return mpf(0)
    return (storm_precipitation - initial) ** 2 / (storm_precipitation + mpf("0.8") * retention)


def log_regression_recalled(storm_precipitation, storm_runoff_slope, storm_runoff_intercept):
    if storm_precipitation < 0:
        return nan
    if storm_precipitation == 0:
        return mpf(0)
    runoff = storm_runoff_slope * log(storm_precipitation) + storm_runoff_intercept
    return max(mpf(0), min(storm_precipitation, runoff))


def drainage_pixels(drainage_pixels, soil_depth, slope):
    if drainage_pixels < 1 or soil_depth < 0 or not 0 <= slope <= 90:
        return nan
    percent = 100 * tan(slope * pi / 180)
    if soil_depth == 0 or percent == 0:
        return mpf(20)
    return min(mpf(20), log10(drainage_pixels / (soil_depth * percent)))


def fao56(temperature):
    return 2501 - mpf("2.361") * temperature


def mean_daily_evaporation(daily_evaporation_of_hot_days, air_conditioning_days):
    return daily_evaporation_of_hot_days * air_conditioning_days


# --- cases ---

# From the wettest to the driest, PET/P = 0.01 to 1000, with ω as InVEST can make it (1.25 to 5) and beyond.
ARIDITY = [0.01, 0.03, 0.1, 0.3, 0.7, 0.99, 0.999999, 1.0, 1.000001, 1.01, 1.3, 2.0, 5.0, 10.0, 30.0, 100.0, 300.0, 1000.0]
OMEGA = [1.25, 1.7, 2.6, 3.7, 5.0, 10.0]
EDGES = [
    ("no rain", 0.0, 900.0, 2.6),
    ("no energy", 900.0, 0.0, 2.6),
    ("neither", 0.0, 0.0, 2.6),
    ("omega 1: nothing evaporates", 800.0, 900.0, 1.0),
    ("negative rain", -1.0, 900.0, 2.6),
    ("negative PET", 900.0, -1.0, 2.6),
    ("omega under 1", 900.0, 900.0, 0.99),
    ("rain missing", NAN, 900.0, 2.6),
    ("PET missing", 0.0, NAN, 2.6),
    ("omega missing", 0.0, 900.0, NAN),
]
Y, E, F = "water_yield", "actual_evapotranspiration", "water_yield"
for r in ARIDITY:
    for omega in OMEGA:
        p = 15.0 if r > 100 else 480.0
        name = f"PET/P {r}, omega {omega}"
        add(Y, fu, name, p, p * r, omega, file=F)
        add(Y, invest_yield, name, p, p * r, omega, 1.0, variant="invest_budyko_fu", file=F)
        add(E, invest_actual, name, p, p * r, omega, 1.0, variant="invest_budyko_fu", file=F)
for name, p, pet, omega in EDGES:
    add(Y, fu, name, p, pet, omega, file=F)
    for cover in [0.0, 1.0]:
        add(Y, invest_yield, f"{name}, cover {cover}", p, pet, omega, cover, variant="invest_budyko_fu", file=F)
        add(E, invest_actual, f"{name}, cover {cover}", p, pet, omega, cover, variant="invest_budyko_fu", file=F)
for name, p, pet, cover in [
    ("lake with more rain", 1100.0, 760.0, 0.0),
    ("lake in the desert", 40.0, 1900.0, 0.0),
    ("neither vegetated nor not", 900.0, 900.0, 0.5),
    ("cover missing", 900.0, 900.0, NAN),
]:
    add(Y, invest_yield, name, p, pet, 2.6, cover, variant="invest_budyko_fu", file=F)
    add(E, invest_actual, name, p, pet, 2.6, cover, variant="invest_budyko_fu", file=F)

F = "catchment_parameter"
for name, *values in [
    ("by hand: 5 · 0.15 + 1.25", 5.0, 150.0, 1000.0),
    ("deep soil, humid", 12.0, 310.5, 1432.7),
    ("arid, at the cap", 30.0, 180.0, 35.0),
    ("just under the cap", 9.0, 187.0, 450.0),
    ("no soil", 9.433, 0.0, 700.0),
    ("no rain", 9.433, 120.0, 0.0),
    ("neither soil nor rain", 9.433, 0.0, 0.0),
    ("factor of 0", 0.0, 120.0, 500.0),
    ("Shiyang", 2.1, 88.4, 215.0),
    ("negative factor", -1.0, 120.0, 500.0),
    ("factor missing", NAN, 120.0, 500.0),
    ("soil water missing", 2.1, NAN, 0.0),
    ("rain missing", 2.1, 120.0, NAN),
]:
    add("budyko_fu_omega", omega_of_invest, name, *values, variant="invest", file=F, relative=1e-15)
    key = "zhang2001_plant_available_water_coefficient"
    add(key, zhang2001_old_invest, name, *values, file=F, relative=1e-15)
for name, *values in [
    ("roots are deeper", 800.0, 3500.0, 0.125),
    ("soil is deeper", 2400.0, 1500.0, 0.14),
    ("the same", 1700.0, 1700.0, 0.17),
    ("rock", 0.0, 2000.0, 0.1),
    ("no water", 800.0, 2000.0, 0.0),
    ("soil missing", NAN, 2000.0, 0.1),
    ("roots missing", 800.0, NAN, 0.1),
    ("share missing", 0.0, 2000.0, NAN),
]:
    add("plant_available_water_capacity", available_water, name, *values, variant="invest", relative=1e-15)

Q = "storm_runoff"
for name, p, number, relative in [
    ("CN 80, 100 mm by hand", 100.0, 80.0, 1e-14),
    ("pavement", 62.5, 98.0, 1e-14),
    ("forest on sand", 180.0, 36.0, 1e-13),
    ("just above the initial loss", 12.71, 80.0, 1e-11),
    ("at the initial loss", 12.7, 80.0, 0.0),
    ("less than the initial loss", 5.0, 80.0, 0.0),
    ("all runs off", 75.0, 100.0, 1e-15),
    ("nothing runs off", 400.0, 0.0, 0.0),
    ("no rain", 0.0, 80.0, 0.0),
    ("no rain on pavement", 0.0, 100.0, 0.0),
    ("number above 100", 75.0, 100.1, 0.0),
    ("negative rain", -1.0, 80.0, 0.0),
    ("rain missing", NAN, 80.0, 0.0),
    ("number missing", 0.0, NAN, 0.0),
]:
    # The loss of 12.7 mm is no number of 53 bits: next to it there is what rounding leaves of it.
    given = (0.0, "absolute", 1e-25, "by hand") if name == "at the initial loss" else None
    add(Q, scs_curve_number, name, p, number, relative=relative, published=given)
add(
    Q,
    scs_curve_number,
    "CN 80, 100 mm, printed in textbooks as 50.5 mm",
    100.0,
    80.0,
    published=(50.5, "absolute", 0.05, "arithmetic of the NRCS equation at CN 80"),
)
for name, *values in [
    ("needleleaf, 100 mm", 100.0, 13.36, -45.257),
    ("evergreen broadleaf, 87.3 mm", 87.3, 7.7508, -28.874),
    ("shrub, 55 mm", 55.0, 4.2575, -8.8776),
    ("mixed, large storm", 410.0, 2.264, -6.7516),
    ("below the root of the equation", 20.0, 13.36, -45.257),
    ("more than the rain", 3.0, 2.0, 40.0),
    ("no rain", 0.0, 13.36, -45.257),
    ("type that is not counted", 80.0, 0.0, 0.0),
    ("negative rain", -1.0, 13.36, -45.257),
    ("rain missing", NAN, 0.0, 0.0),
    ("slope missing", 0.0, NAN, -45.257),
    ("intercept missing", 0.0, 13.36, NAN),
]:
    add(Q, log_regression_recalled, name, *values, relative=1e-13)

for name, *values in [
    ("by hand: 10^6 pixels, 1 m, 45 degrees", 1e6, 1000.0, 45.0),
    ("valley", 48_312.0, 640.0, 2.7),
    ("ridge, one cell, deep soil", 1.0, 1500.0, 31.0),
    ("steep and thin", 12.0, 5.0, 62.0),
    ("flat", 900.0, 800.0, 0.0),
    ("rock", 900.0, 0.0, 12.0),
    ("largest basin", 1e12, 1.0, 1e-4),
    ("less than a pixel", 0.5, 800.0, 12.0),
    ("negative depth", 900.0, -1.0, 12.0),
    ("slope beyond 90", 900.0, 800.0, 90.5),
    ("pixels missing", NAN, 800.0, 12.0),
    ("depth missing", 900.0, NAN, 0.0),
    ("slope missing", 900.0, 0.0, NAN),
]:
    add("topographic_index", drainage_pixels, name, *values, relative=1e-13)

Q = "latent_heat_of_vaporisation"
for name, t in [
    ("freezing", 0.0),
    ("temperate", 12.7),
    ("basin", 18.0),
    ("tropical", 26.4),
    ("hot day", 35.0),
    ("hottest", 50.0),
    ("supercooled", -8.5),
    ("coldest", -60.0),
    ("missing", NAN),
]:
    add(Q, fao56, name, t, relative=1e-15)
add(Q, fao56, "20 degrees", 20.0, published=(2450.0, "absolute", 5.0, "FAO-56, 2.45 MJ/kg at 20 degC"))

Q = "evaporation_of_hot_days"
for name, *values in [
    ("15 days of 3.7 mm", 3.7, 15.0),
    ("lake in the basin", 4.9, 62.0),
    ("plateau", 2.8, 3.0),
    ("largest", 50.0, 100.0),
    ("no hot day", 4.9, 0.0),
    ("nothing evaporates", 0.0, 15.0),
    ("evaporation missing", NAN, 0.0),
    ("days missing", 0.0, NAN),
]:
    add(Q, mean_daily_evaporation, name, *values, relative=1e-15)

if __name__ == "__main__":
    write()
