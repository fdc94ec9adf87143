"""Writes the cases of wind erosion and sand fixation in tests/reference/ (mpmath, 50 digits).

The equations stand here as HJ 1173-2021 and its sources print them. Run: python3 tests/oracle/wind_erosion.py
"""

from cases import NAN, add, add_driver, add_months, as_given, write
from mpmath import exp, mpf, nan

DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
GANZI = "Pema Dolkar et al. 2017, Table 3"


# --- equations ---


def altitude(elevation, temperature):
    if temperature <= -273:
        return nan
    z = elevation / 1000
    base = 1 - mpf("0.02256") * z * 6357 / (6357 + z)
    if base <= 0:
        return nan
    pressure = mpf("101.3") * base ** mpf("5.256")
    return mpf("1.293") * 273 / (273 + temperature) * pressure / mpf("101.3")


def hj1173_2021(coarse_sand, silt, clay, soil_organic_matter, calcium_carbonate):
    if clay == 0:
        return nan if coarse_sand == 0 else mpf(1)
    percent = (
        mpf("29.09")
        + mpf("0.31") * coarse_sand
        + mpf("0.17") * silt
        + mpf("0.33") * coarse_sand / clay
        - mpf("2.59") * soil_organic_matter
        - mpf("0.95") * calcium_carbonate
    )
    return max(mpf(0), min(mpf(1), percent / 100))


def hj1173_2021_without_carbonate(coarse_sand, silt, clay, soil_organic_matter):
    return hj1173_2021(coarse_sand, silt, clay, soil_organic_matter, mpf(0))


def van_bemmelen(soil_organic_carbon):
    return mpf("1.724") * soil_organic_carbon


def crust(clay, soil_organic_matter):
    return 1 / (1 + mpf("0.0066") * clay**2 + mpf("0.021") * soil_organic_matter**2)


def cover(fractional_cover, rweq_cover_decay):
    return exp(-rweq_cover_decay * (100 * fractional_cover))


def ridges(kr):
    return exp(mpf("1.86") * kr - mpf("2.41") * kr ** mpf("0.934"))


def kr_cm(relief, distance):
    return 100 * mpf("0.2") * relief**2 / distance


def roughness(local_relief, relief_distance):
    if local_relief < 0 or relief_distance <= 0:
        return nan
    factor = ridges(kr_cm(local_relief, relief_distance))
    return factor if factor <= 1 else nan


def roughness_held(local_relief, relief_distance):
    if local_relief < 0 or relief_distance <= 0:
        return nan
    turn = (mpf("2.41") * mpf("0.934") / mpf("1.86")) ** (1 / mpf("0.066"))
    return ridges(min(turn, kr_cm(local_relief, relief_distance)))


def relief_window(*elevation):
    return max(elevation) - min(elevation)


def samani_pessarakli1986(solar_radiation_monthly, temperature_monthly, month):
    calories = solar_radiation_monthly * 10**6 / mpf("4.184") / 10**4
    return max(mpf(0), mpf("0.0162") * (calories / mpf("58.5")) * (temperature_monthly + mpf("17.8")))


def hargreaves1975(solar_radiation_monthly, temperature_monthly, month):
    return max(
        mpf(0), mpf("0.0135") * (solar_radiation_monthly / mpf("2.45")) * (temperature_monthly + mpf("17.8"))
    )


def wetness(et, water, wet_days, month):
    wetting = water * wet_days / DAYS[month]
    if wetting == 0:
        return mpf(1)
    return max(mpf(0), (et - wetting) / et) if et > 0 else mpf(0)


def rain(relative_evapotranspiration_monthly, precipitation_monthly, rain_days_monthly, month):
    return wetness(relative_evapotranspiration_monthly, precipitation_monthly, rain_days_monthly, month)


def rain_and_irrigation(
    relative_evapotranspiration_monthly, precipitation_monthly, irrigation_monthly, rain_days_monthly, month
):
    return wetness(
        relative_evapotranspiration_monthly, precipitation_monthly + irrigation_monthly, rain_days_monthly, month
    )


def snow_days(snow_days_monthly, month):
    return max(mpf(0), 1 - snow_days_monthly / DAYS[month])


def weather(wind_value_monthly, air_density, soil_wetness_monthly, snow_factor_monthly):
    months = zip(wind_value_monthly, soil_wetness_monthly, snow_factor_monthly)
    return sum(wf * (air_density / mpf("9.8")) * sw * sd for wf, sw, sd in months)


def rweq(x, z):
    if x < 0 or z < 0:
        return nan
    if x == 0 or z == 0:
        return mpf(0)
    most = mpf("109.8") * x
    s = mpf("150.71") * x ** mpf("-0.3711")
    return 2 * z / s**2 * most * exp(-((z / s) ** 2))


def potential(weather_factor, soil_erodible_fraction, soil_crust_factor, roughness_factor, rweq_downwind_distance):
    x = weather_factor * soil_erodible_fraction * soil_crust_factor * roughness_factor
    return rweq(x, rweq_downwind_distance)


def actual(
    weather_factor,
    soil_erodible_fraction,
    soil_crust_factor,
    roughness_factor,
    vegetation_factor,
    rweq_downwind_distance,
):
    x = weather_factor * soil_erodible_fraction * soil_crust_factor * roughness_factor * vegetation_factor
    return rweq(x, rweq_downwind_distance)


def fixed_sand(area, potential_wind_erosion, actual_wind_erosion):
    """kg/m2 x 1000 are t/km2."""
    return area / 10**6 * (potential_wind_erosion - actual_wind_erosion) * 1000


def sand_value(quantity, sand_control_cost, sand_bulk_density, sand_cover_depth):
    if sand_bulk_density <= 0 or sand_cover_depth <= 0:
        return nan
    return quantity / (sand_bulk_density * sand_cover_depth) * sand_control_cost


# --- cases ---

for name, *values in [
    ("sea level, freezing", 0.0, 0.0),
    ("basin", 340.0, 17.4),
    ("steppe", 1050.0, 4.2),
    ("plateau", 4500.0, -1.5),
    ("below the sea", -154.0, 14.0),
    ("summit", 8848.0, -30.0),
    ("beyond the air", 50000.0, -30.0),
    ("absolute zero", 0.0, -273.0),
    ("elevation missing", NAN, 10.0),
    ("temperature missing", 100.0, NAN),
]:
    add_driver("air_density", altitude, name, *values, relative=1e-14)

Q = "soil_erodible_fraction"
for name, *values in [
    ("loam by hand", 40.0, 30.0, 10.0, 1.0, 2.0),
    ("sandy steppe", 71.2, 17.4, 6.3, 0.82, 5.1),
    ("clay", 5.1, 32.0, 61.0, 2.4, 0.0),
    ("sand with hardly any clay", 98.0, 1.9, 0.1, 0.05, 0.0),
    ("peat", 12.0, 40.0, 20.0, 60.0, 0.0),
    ("no sand", 0.0, 60.0, 30.0, 2.0, 1.0),
    ("no clay", 60.0, 40.0, 0.0, 1.0, 1.0),
    ("neither sand nor clay", 0.0, 100.0, 0.0, 1.0, 1.0),
    ("sand missing", NAN, 30.0, 10.0, 1.0, 2.0),
    ("clay missing", 40.0, 30.0, NAN, 1.0, 2.0),
    ("carbonate missing", 40.0, 30.0, 10.0, 60.0, NAN),
]:
    add_driver(Q, hj1173_2021, name, *values, relative=1e-14)
    if name != "carbonate missing":
        add_driver(Q, hj1173_2021_without_carbonate, name, *values[:4], relative=1e-14)
for carbon in [0.0, 0.3, 1.0, 2.0, 5.83, 31.4, 58.0, NAN]:
    add_driver("soil_organic_matter", van_bemmelen, f"carbon {carbon}", carbon, file=Q, relative=1e-15)

for name, *values in [
    ("by hand, 1/1.681", 10.0, 1.0),
    ("sandy steppe", 6.3, 0.82),
    ("clay", 61.0, 2.4),
    ("all clay", 100.0, 0.0),
    ("peat", 20.0, 60.0),
    ("neither", 0.0, 0.0),
    ("clay missing", NAN, 1.0),
    ("organic matter missing", 10.0, NAN),
]:
    add_driver("soil_crust_factor", crust, name, *values, variant="hj1173_2021", relative=1e-14)

for name, *values in [
    ("forest", 0.62, 0.1535),
    ("grassland that covers a tenth", 0.1, 0.1151),
    ("shrub", 0.35, 0.0921),
    ("bare land", 0.04, 0.0768),
    ("sandy land", 0.08, 0.0658),
    ("farmland", 0.5, 0.0438),
    ("closed forest", 1.0, 0.1535),
    ("no cover", 0.0, 0.1151),
    ("cover missing", NAN, 0.0),
    ("coefficient missing", 0.0, NAN),
]:
    add_driver("vegetation_factor", cover, name, *values, variant="hj1173_2021", relative=1e-13)

Q = "roughness_factor"
for name, *values in [
    ("1 cm by hand", 5.0, 500.0),
    ("flat", 0.0, 500.0),
    ("steppe", 2.2, 1000.0),
    ("hills", 12.0, 1000.0),
    ("just under 18 cm", 29.9, 1000.0),
    ("just over 18 cm", 30.2, 1000.0),
    ("45 cm, rising again", 47.4, 1000.0),
    ("mountains", 340.0, 1000.0),
    ("highest mountains", 4000.0, 1000.0),
    ("no distance", 5.0, 0.0),
    ("negative relief", -5.0, 500.0),
    ("relief missing", NAN, 500.0),
    ("distance missing", 0.0, NAN),
]:
    add_driver(Q, roughness, name, *values, variant="hj1173_2021", relative=1e-13)
    add_driver(Q, roughness_held, name, *values, variant="hj1173_2021_held", relative=1e-13)


def window(name, values):
    missing = any(value != value for value in values)
    add(
        "driver/local_relief/window",
        lambda elevation_window: relief_window(*elevation_window),
        name,
        values,
        keys=["elevation_window"],
        relative=1e-15,
        file=Q,
    )
    assert missing == ("missing" in name)


PLANE = [3.0, 4.0, 5.0, 4.0, 5.0, 6.0, 5.0, 6.0, 7.5]
window("plane", PLANE)
window("level", [1200.0] * 9)
window("pit below the sea", [-3.0, -2.0, -1.0, -4.0, -154.0, -3.0, -2.0, -1.0, 0.0])
window("summit", [8000.0, 8100.0, 8050.0, 8200.0, 8848.9, 8300.0, 8000.0, 7900.0, 8150.0])
window("level sea", [0.0] * 9)
window("first missing", [NAN] + PLANE[1:])
window("middle missing", PLANE[:4] + [NAN] + PLANE[5:])
window("last missing", PLANE[:8] + [NAN])
for name, *values in [
    ("30 m", 30.0, 30.0),
    ("1 km at 40°", 766.0, 1000.0),
    ("by hand", 80.0, 90.0),
    ("flat cell", 0.0, 90.0),
    ("narrow", 0.25, 90.0),
    ("large", 55660.0, 55660.0),
    ("width missing", NAN, 90.0),
    ("height missing", 80.0, NAN),
]:
    add_driver(
        "relief_distance",
        lambda cell_width, cell_height: (2 * cell_width + 2 * cell_height) / 2,
        name,
        *values,
        variant="window",
        file=Q,
        relative=1e-15,
    )

SUN = [270.0, 330.0, 480.0, 570.0, 660.0, 650.0, 640.0, 580.0, 480.0, 400.0, 290.0, 245.0]
WARMTH = [-19.8, -15.1, -5.5, 4.9, 12.6, 18.1, 20.8, 18.9, 12.2, 3.7, -8.0, -16.9]
NONE, GAP = [0.0] * 12, [NAN] + [10.0] * 11
for function in [samani_pessarakli1986, hargreaves1975]:
    Q = "relative_evapotranspiration_monthly"
    for name, *months in [
        ("steppe, January below -17.8", SUN, WARMTH),
        ("by hand, 100 units of energy", [244.764] * 12, [2.2] * 12),
        ("245 MJ", [245.0] * 12, [2.2] * 12),
        ("basin", SUN, [t + 22.0 for t in WARMTH]),
        ("polar", [s / 4 for s in SUN], [t - 15.0 for t in WARMTH]),
        ("freezing", SUN, NONE),
        ("dark", NONE, WARMTH),
        ("January without sun data", GAP, WARMTH),
        ("January without temperature", SUN, GAP),
        ("all missing", [NAN] * 12, WARMTH),
    ]:
        # 17.8 is no binary number: a month close to −17.8 °C loses digits.
        add_months(Q, function, name, *months, relative=1e-13)

ET = [4.0, 8.0, 30.0, 70.0, 110.0, 130.0, 140.0, 120.0, 80.0, 45.0, 15.0, 5.0]
RAIN = [2.0, 3.5, 6.0, 11.0, 27.0, 49.0, 88.0, 71.0, 34.0, 14.0, 5.0, 2.5]
RAINY = [2.0, 3.0, 3.0, 4.0, 6.0, 9.0, 12.0, 10.0, 7.0, 4.0, 3.0, 2.0]
for name, et, p, days in [
    ("steppe", ET, RAIN, RAINY),
    ("by hand, 60 mm on 10 days", [80.0] * 12, [60.0] * 12, [10.0] * 12),
    ("soaked", ET, [900.0] * 12, [20.0] * 12),
    ("dry", ET, NONE, NONE),
    ("no evaporation, with rain", NONE, RAIN, RAINY),
    ("no evaporation, no rain", NONE, NONE, RAINY),
    ("rain every day", ET, RAIN, [31.0] * 12),
    ("January without evaporation data", GAP, RAIN, RAINY),
    ("January without rain data", ET, GAP, RAINY),
    ("January without days", ET, NONE, GAP),
    ("all missing", ET, [NAN] * 12, RAINY),
]:
    Q = "soil_wetness_monthly"
    add_months(Q, rain, name, et, p, days, relative=1e-13)
    water = [0.0, 0.0, 0.0, 40.0, 55.0, 60.0, 50.0, 30.0, 0.0, 0.0, 0.0, 0.0]
    add_months(Q, rain_and_irrigation, name, et, p, water, days, relative=1e-13)
add_months(
    "soil_wetness_monthly", rain_and_irrigation, "no irrigation data", ET, RAIN, [NAN] * 12, RAINY, relative=1e-13
)

SNOW = [21.0, 17.0, 6.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 9.0, 18.0]
for name, months in [
    ("steppe", SNOW),
    ("none", NONE),
    ("always", [float(days) for days in DAYS]),
    ("29 days in February", [31.0, 29.0] + [0.0] * 10),
    ("half", [days / 2 for days in DAYS]),
    ("one day", [1.0] * 12),
    ("January missing", GAP),
    ("all missing", [NAN] * 12),
]:
    add_months("snow_factor_monthly", snow_days, name, months, relative=1e-14)

Q = "weather_factor"
WIND = [38.0, 44.5, 91.2, 133.7, 120.4, 61.0, 33.3, 25.1, 38.8, 52.9, 60.2, 41.7]
WET = [0.99, 0.95, 0.97, 0.98, 0.95, 0.89, 0.76, 0.81, 0.9, 0.96, 0.97, 0.97]
BARE = [0.32, 0.39, 0.81, 0.97, 1.0, 1.0, 1.0, 1.0, 1.0, 0.94, 0.7, 0.42]
for name, *values in [
    ("by hand: 12 · 50 · 0.2 · 0.25", [50.0] * 12, 1.96, [0.5] * 12, [0.5] * 12),
    ("steppe", WIND, 1.29, WET, BARE),
    ("plateau", WIND, 0.78, WET, BARE),
    ("stormy", [1e6] * 12, 1.4, [1.0] * 12, [1.0] * 12),
    ("calm", NONE, 1.29, WET, BARE),
    ("soaked", WIND, 1.29, NONE, BARE),
    ("under snow", WIND, 1.29, WET, NONE),
    ("January wind missing", GAP, 1.29, WET, BARE),
    ("January wetness missing, calm", NONE, 1.29, GAP, BARE),
    ("January snow missing, calm", NONE, 1.29, WET, GAP),
    ("density missing", NONE, NAN, WET, BARE),
]:
    add_driver(Q, weather, name, *values, variant="hj1173_2021", relative=1e-14)

F = "wind_erosion"
for name, *factors, z in [
    ("x is 1", 1.0, 1.0, 1.0, 1.0, 50.0),
    ("steppe", 55.3, 0.41, 0.72, 0.63, 50.0),
    ("sandy desert, near the largest loss", 187.0, 0.55, 0.83, 0.71, 50.0),
    ("beyond the largest loss", 2400.0, 0.55, 0.83, 0.71, 50.0),
    ("faint wind", 1e-6, 0.41, 0.72, 0.63, 50.0),
    ("short field", 55.3, 0.41, 0.72, 0.63, 5.0),
    ("long field", 55.3, 0.41, 0.72, 0.63, 400.0),
    ("no wind", 0.0, 0.41, 0.72, 0.63, 50.0),
    ("crusted", 55.3, 0.41, 0.0, 0.63, 50.0),
    ("at the beginning", 55.3, 0.41, 0.72, 0.63, 0.0),
    ("wind missing", NAN, 0.41, 0.72, 0.0, 50.0),
    ("soil missing", 0.0, NAN, 0.72, 0.63, 50.0),
    ("crust missing", 0.0, 0.41, NAN, 0.63, 50.0),
    ("roughness missing", 0.0, 0.41, 0.72, NAN, 50.0),
    ("distance missing", 0.0, 0.41, 0.72, 0.63, NAN),
]:
    add_driver("potential_wind_erosion", potential, name, *factors, z, variant="hj1173_2021", file=F, relative=1e-12)
    for c in [0.18, 1.0] if "missing" not in name else [0.18]:
        add_driver(
            "actual_wind_erosion", actual, f"{name}, C {c}", *factors, c, z, variant="hj1173_2021", file=F, relative=1e-12
        )
add_driver(
    "actual_wind_erosion", actual, "vegetation missing", 0.0, 0.41, 0.72, 0.63, NAN, 50.0, variant="hj1173_2021", file=F
)

S = "service/sand_fixation/hj1173_2021/fixed_sand"
for name, *values, relative in [
    ("1 km² by hand", 1e6, 4.0, 1.5, 1e-15),
    ("30 m cell", 900.0, 3.871, 0.412, 1e-15),
    ("cut cell", 37.281, 0.0713, 0.0125, 1e-14),
    ("no vegetation", 900.0, 3.871, 3.871, 1e-15),
    ("covered ground loses more by the model", 900.0, 2.5, 6.1, 1e-15),
    ("no area", 0.0, 3.871, 0.412, 1e-15),
    ("no wind", 900.0, 0.0, 0.0, 1e-15),
    ("area missing", NAN, 0.0, 0.0, 1e-15),
    ("potential missing", 900.0, NAN, 0.0, 1e-15),
    ("actual missing", 0.0, 3.871, NAN, 1e-15),
]:
    add(S, fixed_sand, name, *values, relative=relative)
as_given(
    "service/sand_fixation/given_quantity/fixed_sand",
    "sand_fixation_quantity",
    [("Ganzi 2010", 779.42e4), ("one ton", 1.0), ("large", 4.4e11)],
)
V = "value/sand_fixation/sand_control_cost/fixed_sand"
for name, *values in [
    ("one cell", 3.1, 3.75, 1.28, 0.1),
    ("prices of another year", 1e6, 5.21, 1.4, 0.05),
    ("cell below 0", -3.2, 3.75, 1.28, 0.1),
    ("nothing fixed", 0.0, 3.75, 1.28, 0.1),
    ("no cost", 3.1, 0.0, 1.28, 0.1),
    ("no density", 3.1, 3.75, 0.0, 0.1),
    ("no depth", 3.1, 3.75, 1.28, 0.0),
    ("quantity missing", NAN, 3.75, 1.28, 0.1),
    ("cost missing", 0.0, NAN, 1.28, 0.1),
    ("density missing", 3.1, 3.75, NAN, 0.1),
    ("depth missing", 3.1, 3.75, 1.28, NAN),
]:
    add(V, sand_value, name, *values, relative=1e-14)
add(
    V,
    sand_value,
    "Ganzi 2010",
    779.42e4,
    3.75,
    1.28,
    0.1,
    published=(2.2835e8, "absolute", 0.005e4 * 3.75 / 0.128 + 0.00005e8, GANZI),
)
add(
    V,
    lambda quantity, sand_control_cost, sand_bulk_density, sand_cover_depth: quantity,
    "Ganzi 2010, land that the sand would cover at 1 CNY per m²",
    779.42e4,
    1.0,
    1.28,
    0.1,
    published=(60.89e6, "absolute", 0.005e6, "derived from Pema Dolkar et al. 2017: 60.89 km²"),
)

if __name__ == "__main__":
    write()
