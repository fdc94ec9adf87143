"""Writes the cases of CASA, soil respiration, biomass of stands and cropland soil (mpmath, 50 digits).

Run: python3 tests/oracle/carbon.py
"""

from cases import NAN, note, write
from cases import add_driver as add
from mpmath import exp, isnan, log, mpf, nan


# --- equations ---


def evapotranspiration_ratio(actual_evapotranspiration_monthly, potential_evapotranspiration_monthly):
    """One month; no stress where demand is met."""
    actual, potential = actual_evapotranspiration_monthly, potential_evapotranspiration_monthly
    if actual < 0 or potential < 0:
        return nan
    if actual >= potential:
        return mpf(1)
    return mpf("0.5") + mpf("0.5") * actual / potential


def casa_ndvi_sr(ndvi_monthly, casa_ndvi_min, casa_ndvi_max, casa_sr_min, casa_sr_max):
    """One month."""

    def scaled(x, low, high):
        share = (x - low) / (high - low) * (mpf("0.95") - mpf("0.001")) + mpf("0.001")
        return max(mpf("0.001"), min(mpf("0.95"), share))

    if casa_ndvi_max <= casa_ndvi_min or casa_sr_max <= casa_sr_min:
        return nan
    ndvi = ndvi_monthly
    of_ratio = mpf("0.95") if ndvi == 1 else scaled((1 + ndvi) / (1 - ndvi), casa_sr_min, casa_sr_max)
    return mpf("0.5") * (scaled(ndvi, casa_ndvi_min, casa_ndvi_max) + of_ratio)


def month_of_largest_ndvi(temperature_monthly, ndvi_monthly):
    return temperature_monthly[ndvi_monthly.index(max(ndvi_monthly))]


def casa(
    solar_radiation_monthly,
    fpar_monthly,
    temperature_monthly,
    water_stress_monthly,
    optimum_temperature,
    casa_maximum_light_use_efficiency,
):
    best, total = optimum_temperature, mpf(0)
    columns = zip(solar_radiation_monthly, fpar_monthly, temperature_monthly, water_stress_monthly, strict=True)
    for radiation, fpar, t, stress in columns:
        t1 = mpf("0.8") + mpf("0.02") * best - mpf("0.0005") * best**2 if t > -10 else mpf(0)
        t2 = mpf("1.184") / (1 + exp(mpf("0.2") * (best - 10 - t))) / (1 + exp(mpf("0.3") * (-best - 10 + t)))
        absorbed = radiation * fpar * mpf("0.5")
        total += absorbed * t1 * t2 * stress * casa_maximum_light_use_efficiency
    return total


def npp_less_heterotrophic_respiration(net_primary_productivity, heterotrophic_respiration):
    return net_primary_productivity - heterotrophic_respiration


def pei_zhiyong(temperature_monthly, precipitation_monthly):
    if min(precipitation_monthly) < 0:
        return nan
    months = zip(temperature_monthly, precipitation_monthly, strict=True)
    return sum(
        mpf("0.22") * (exp(mpf("0.0912") * t) + log(mpf("0.3145") * p + 1)) * 30 * mpf("0.465") for t, p in months
    )


def biomass_opening(stand_volume_opening, biomass_expansion_factor, wood_density, root_shoot_ratio):
    return biomass_expansion_factor * stand_volume_opening * wood_density * (1 + root_shoot_ratio)


def biomass_closing(stand_volume_closing, biomass_expansion_factor, wood_density, root_shoot_ratio):
    return biomass_opening(stand_volume_closing, biomass_expansion_factor, wood_density, root_shoot_ratio)


def fertiliser_and_straw(
    cropland_share,
    cropland_base_carbon_rate,
    nitrogen_fertiliser,
    straw_return_share,
    straw_yield,
    straw_carbon_slope,
    straw_carbon_intercept,
):
    of_nitrogen = mpf("0.5286") * nitrogen_fertiliser + mpf("0.002")
    of_straw = (straw_carbon_slope * straw_yield + straw_carbon_intercept) / 1000
    return cropland_share * (cropland_base_carbon_rate + of_nitrogen + straw_return_share * of_straw)


# --- cases ---

BASIN = [7.6, 9.8, 13.9, 18.8, 22.7, 25.2, 28.6, 28.4, 24.1, 18.7, 13.9, 9.0]
PLATEAU = [-12.4, -9.8, -5.6, -1.2, 2.9, 6.4, 8.3, 7.9, 4.6, -0.8, -7.1, -11.3]
RAIN = [18.2, 21.4, 41.9, 88.0, 152.3, 171.6, 176.8, 140.5, 108.1, 79.4, 46.0, 21.7]
STEPPE = [1.1, 1.8, 4.9, 9.6, 21.3, 44.8, 71.2, 58.6, 27.0, 9.3, 3.2, 1.0]
GREEN = [0.31, 0.33, 0.42, 0.55, 0.63, 0.68, 0.71, 0.73, 0.64, 0.52, 0.41, 0.34]
LIGHT = [180.0, 220.4, 318.7, 402.5, 455.1, 448.0, 521.6, 498.2, 331.9, 240.8, 196.3, 170.2]
ABSORBED = [0.21, 0.22, 0.31, 0.48, 0.57, 0.63, 0.66, 0.68, 0.58, 0.45, 0.32, 0.24]
STRESS = [0.71, 0.69, 0.74, 0.82, 0.91, 0.96, 1.0, 0.94, 0.97, 0.93, 0.85, 0.76]


def gap(months):
    return months[:5] + [NAN] + months[6:]


def by_month(output, function, name, *values, relative):
    """A case of a driver that makes months; a value that is no list holds for all of them."""
    keys = function.__code__.co_varnames[: function.__code__.co_argcount]
    expected = []
    for month in range(12):
        own = [value[month] if isinstance(value, list) else value for value in values]
        expected.append(nan if any(v != v for v in own) else function(*map(mpf, own)))
    word = "missing" if all(isnan(value) for value in expected) else expected
    inputs = dict(zip(keys, values, strict=True))
    note(f"driver/{output}/{function.__name__}", name, inputs, word, "relative", relative, file=output)


Q = "water_stress_monthly"
EVAPORATED = [18.0, 21.7, 38.2, 61.5, 88.9, 101.4, 124.6, 118.3, 79.0, 51.2, 30.8, 20.4]
DEMAND = [24.1, 30.2, 55.7, 84.3, 118.0, 131.9, 166.2, 158.4, 97.6, 61.1, 38.5, 26.0]
for name, actual, potential in [
    ("basin", EVAPORATED, DEMAND),
    ("steppe", STEPPE, DEMAND),
    ("a quarter of demand", [30.0] * 12, [120.0] * 12),
    ("nothing evaporates", [0.0] * 12, DEMAND),
    ("demand is met", DEMAND, DEMAND),
    ("more than demand in some months", DEMAND[:6] + EVAPORATED[6:], EVAPORATED[:6] + DEMAND[6:]),
    ("frozen, no demand in two months", [0.0, 0.0] + EVAPORATED[2:], [0.0, 0.0] + DEMAND[2:]),
    ("a month below 0", EVAPORATED[:11] + [-1.0], DEMAND),
    ("one month missing", gap(EVAPORATED), DEMAND),
    ("actual missing", [NAN] * 12, [0.0] * 12),
    ("potential missing", [0.0] * 12, [NAN] * 12),
]:
    by_month(Q, evapotranspiration_ratio, name, actual, potential, relative=1e-15)

Q = "fpar_monthly"
NEEDLE = (0.023, 0.647, 1.05, 4.67)
SHRUB = (0.023, 0.636, 1.05, 4.49)
for name, ndvi, limits in [
    ("evergreen needleleaf", GREEN, NEEDLE),
    ("shrub", [round(0.8 * v, 4) for v in GREEN], SHRUB),
    ("at and around the upper limit", [0.647, 0.6469, 0.6471, 0.8, 1.0] + GREEN[5:], NEEDLE),
    ("snow and bare ground", [-0.12, -1.0, 0.0, 0.05, 0.023, 0.0238] + GREEN[6:], NEEDLE),
    ("by hand", [0.5] * 12, (0.2, 0.8, 1.0, 3.0)),
    ("limits are the same", GREEN, (0.3, 0.3, 1.0, 3.0)),
    ("limits are exchanged", GREEN, (0.2, 0.8, 3.0, 1.0)),
    ("one month missing", gap(GREEN), NEEDLE),
    ("index missing", [NAN] * 12, NEEDLE),
    ("a limit missing", GREEN, (0.023, NAN, 1.05, 4.67)),
    ("a limit of the ratio missing", [1.0] * 12, (0.023, 0.6, NAN, 4.67)),
]:
    by_month(Q, casa_ndvi_sr, name, ndvi, *limits, relative=1e-13)

Q = "optimum_temperature"
for name, months, ndvi in [
    ("basin", BASIN, GREEN),
    ("plateau", PLATEAU, [0.1, 0.1, 0.1, 0.2, 0.3, 0.5, 0.66, 0.6, 0.4, 0.2, 0.1, 0.1]),
    ("greenest in January", [26.5] * 6 + [18.0] * 6, [0.8] + [0.6] * 11),
    ("the same all year: January", BASIN, [0.4] * 12),
    ("two months alike: the earlier", BASIN, [0.2] * 4 + [0.7, 0.5, 0.7] + [0.3] * 5),
    ("greenest in December", BASIN, [0.1] * 11 + [0.2]),
    ("snow and water", PLATEAU, [-0.3] * 6 + [-0.2] + [-0.3] * 5),
    ("temperature missing", gap(BASIN), GREEN),
    ("index missing", BASIN, gap(GREEN)),
]:
    add(Q, month_of_largest_ndvi, name, months, ndvi, relative=1e-15)

Q = "net_primary_productivity"
for name, *values in [
    ("basin, broadleaf", LIGHT, ABSORBED, BASIN, STRESS, 28.4, 0.985),
    ("basin, needleleaf", LIGHT, ABSORBED, BASIN, STRESS, 28.6, 0.389),
    ("plateau, two months of no growth", LIGHT, ABSORBED, PLATEAU, STRESS, 8.3, 0.542),
    ("by hand: the optimum all year", [400.0] * 12, [0.5] * 12, [20.0] * 12, [1.0] * 12, 20.0, 0.5),
    ("far from the optimum", LIGHT, ABSORBED, [35.0] * 12, STRESS, 12.0, 0.485),
    ("at -10 degrees", LIGHT, ABSORBED, [-10.0] * 12, STRESS, 8.3, 0.542),
    ("just above -10 degrees", LIGHT, ABSORBED, [-9.99] * 12, STRESS, 8.3, 0.542),
    ("night all year", [0.0] * 12, ABSORBED, BASIN, STRESS, 28.4, 0.985),
    ("nothing grows", LIGHT, [0.0] * 12, BASIN, STRESS, 28.4, 0.985),
    ("efficiency 0", LIGHT, ABSORBED, BASIN, STRESS, 28.4, 0.0),
    ("light missing", gap(LIGHT), [0.0] * 12, BASIN, STRESS, 28.4, 0.985),
    ("absorption missing", [0.0] * 12, gap(ABSORBED), BASIN, STRESS, 28.4, 0.985),
    ("temperature missing", [0.0] * 12, ABSORBED, gap(BASIN), STRESS, 28.4, 0.985),
    ("stress missing", [0.0] * 12, ABSORBED, BASIN, gap(STRESS), 28.4, 0.985),
    ("optimum missing", LIGHT, ABSORBED, [-11.0] * 12, STRESS, NAN, 0.985),
    ("efficiency missing", [0.0] * 12, ABSORBED, BASIN, STRESS, 28.4, NAN),
]:
    add(Q, casa, name, *values, file="casa", relative=1e-13)
Q = "net_ecosystem_productivity"
for npp, respired in [(500.0, 380.0), (412.7, 55.3), (120.5, 391.0), (300.0, 300.0), (0.0, 36.8), (880.0, 0.0)]:
    name = f"NPP {npp}, respired {respired}"
    add(Q, npp_less_heterotrophic_respiration, name, npp, respired, file="casa", relative=1e-15)
add(Q, npp_less_heterotrophic_respiration, "NPP missing", NAN, 0.0, file="casa")
add(Q, npp_less_heterotrophic_respiration, "respiration missing", 0.0, NAN, file="casa")
Q = "heterotrophic_respiration"
for name, months, rain in [
    ("basin", BASIN, RAIN),
    ("plateau steppe", PLATEAU, STEPPE),
    ("by hand: 0 degrees, no rain", [0.0] * 12, [0.0] * 12),
    ("warm and dry", [24.0] * 12, [0.0] * 12),
    ("cold and wet", [-30.0] * 12, RAIN),
    ("hottest and wettest", [50.0] * 12, [5000.0] * 12),
    ("drizzle", PLATEAU, [1e-6] * 12),
    ("negative rain", BASIN, RAIN[:11] + [-0.1]),
    ("temperature missing", gap(BASIN), RAIN),
    ("rain missing", BASIN, gap(RAIN)),
]:
    add(Q, pei_zhiyong, name, months, rain, relative=1e-14)

for function in [biomass_opening, biomass_closing]:
    for name, *values in [
        ("by hand: 1.5 · 100 · 0.5 · 1.25", 100.0, 1.5, 0.5, 0.25),
        ("fir", 142.3, 1.316, 0.3464, 0.174),
        ("oak", 87.9, 1.355, 0.676, 0.292),
        ("young stand", 4.1, 3.2, 0.45, 0.6),
        ("no timber", 0.0, 1.316, 0.3464, 0.174),
        ("without roots", 142.3, 1.316, 0.3464, 0.0),
        ("volume missing", NAN, 1.316, 0.3464, 0.174),
        ("factor missing", 0.0, NAN, 0.3464, 0.174),
        ("density missing", 0.0, 1.316, NAN, 0.174),
        ("ratio missing", 0.0, 1.316, 0.3464, NAN),
    ]:
        add(function.__name__, function, name, *values, variant="expansion_factor", file="biomass", relative=1e-15)

Q = "cropland_soil_carbon_rate"
for name, *values in [
    ("south", 1.0, 0.05, 0.21, 0.6, 7.4, 43.548, 375.1),
    ("north-east", 1.0, -0.32, 0.17, 0.25, 9.1, 40.524, 340.33),
    ("north", 1.0, 0.0, 0.28, 0.9, 8.3, 40.607, 181.9),
    ("north-west", 1.0, 0.11, 0.14, 0.35, 5.2, 17.116, 30.553),
    ("no straw returned", 1.0, 0.05, 0.21, 0.0, 7.4, 43.548, 375.1),
    ("soil that loses carbon", 1.0, -0.9, 0.1, 0.2, 3.0, 43.548, 375.1),
    ("forest", 0.0, 0.05, 0.21, 0.6, 7.4, 43.548, 375.1),
    ("share missing", NAN, 0.05, 0.21, 0.6, 7.4, 43.548, 375.1),
    ("base missing", 0.0, NAN, 0.21, 0.6, 7.4, 43.548, 375.1),
    ("nitrogen missing", 0.0, 0.05, NAN, 0.6, 7.4, 43.548, 375.1),
    ("return missing", 0.0, 0.05, 0.21, NAN, 7.4, 43.548, 375.1),
    ("straw missing", 1.0, 0.05, 0.21, 0.0, NAN, 43.548, 375.1),
    ("slope missing", 1.0, 0.05, 0.21, 0.0, 0.0, NAN, 375.1),
    ("intercept missing", 1.0, 0.05, 0.21, 0.0, 7.4, 43.548, NAN),
]:
    add(Q, fertiliser_and_straw, name, *values, relative=1e-14)

if __name__ == "__main__":
    write()
