"""Writes the cases of the drivers in tests/reference/ (mpmath, 50 digits).

The equations stand here as their authors print them, not as the crate arranges them.
Run: python3 tests/oracle/drivers.py
"""

from cases import NAN, write
from cases import add_driver as add
from mpmath import acos, cos, exp, mp, mpf, nan, pi, radians, sin, sqrt, tan, tanh

DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
FIFTEENTH = [15, 46, 74, 105, 135, 166, 196, 227, 258, 288, 319, 349]


# --- equations ---


def mean_of_months(temperature_monthly):
    return sum(temperature_monthly) / 12


def sum_of_months(precipitation_monthly):
    return sum(precipitation_monthly)


def runoff_coefficient(precipitation, runoff_coefficient):
    return precipitation * runoff_coefficient


def precipitation_less_evapotranspiration(precipitation, actual_evapotranspiration):
    return precipitation - actual_evapotranspiration


def rain_share(precipitation, runoff_producing_rain_share):
    return precipitation * runoff_producing_rain_share


def turc(precipitation, temperature):
    if temperature < -5 or precipitation < 0:
        return nan
    power = 300 + 25 * temperature + mpf("0.05") * temperature**3
    if precipitation / power < mpf("0.316"):
        return precipitation
    return precipitation / sqrt(mpf("0.9") + (precipitation / power) ** 2)


def of_aridity(precipitation, potential, share):
    """P · share(PET/P), with the limits where rain or PET is 0."""
    if precipitation < 0 or potential < 0:
        return nan
    if precipitation == 0 or potential == 0:
        return mpf(0)
    return precipitation * share(potential / precipitation)


def budyko(precipitation, potential_evapotranspiration):
    return of_aridity(
        precipitation, potential_evapotranspiration, lambda r: sqrt(r * tanh(1 / r) * (1 - exp(-r)))
    )


def zhang2001(precipitation, potential_evapotranspiration, zhang2001_plant_available_water_coefficient):
    w = zhang2001_plant_available_water_coefficient
    if w < 0:
        return nan
    return of_aridity(
        precipitation, potential_evapotranspiration, lambda r: (1 + w * r) / (1 + w * r + 1 / r)
    )


def fu(precipitation, potential_evapotranspiration, budyko_fu_omega):
    w = budyko_fu_omega
    if w < 1:
        return nan
    return of_aridity(precipitation, potential_evapotranspiration, lambda r: 1 + r - (1 + r**w) ** (1 / w))


def sun(latitude, day):
    """Declination and hour angle of sunset, FAO-56 Eq. (24) and (25)."""
    declination = mpf("0.409") * sin(2 * pi / 365 * day - mpf("1.39"))
    if abs(latitude) == 90:  # tan is infinite: the sun is up or down all day
        cosine = -mp.sign(latitude) * mp.sign(declination)
    else:
        cosine = -tan(radians(latitude)) * tan(declination)
    return declination, acos(max(mpf(-1), min(mpf(1), cosine)))


def day_length(latitude, day):
    return 24 / pi * sun(latitude, day)[1]


def extraterrestrial_radiation(latitude, day):
    declination, sunset = sun(latitude, day)
    phi = radians(latitude)
    distance = 1 + mpf("0.033") * cos(2 * pi / 365 * day)
    geometry = sunset * sin(phi) * sin(declination) + cos(phi) * cos(declination) * sin(sunset)
    return 24 * 60 / pi * mpf("0.0820") * distance * geometry


def thornthwaite(temperature_monthly, latitude):
    if abs(latitude) > 90:
        return nan
    heat = sum((t / 5) ** mpf("1.514") for t in temperature_monthly if t > 0)
    a = mpf("6.75e-7") * heat**3 - mpf("7.71e-5") * heat**2 + mpf("1.792e-2") * heat + mpf("0.49239")
    total = mpf(0)
    for days, day, t in zip(DAYS, FIFTEENTH, temperature_monthly):
        if t <= 0:
            continue
        if t > mpf("26.5"):
            unadjusted = mpf("-415.85") + mpf("32.24") * t - mpf("0.43") * t**2
        else:
            unadjusted = 16 * (10 * t / heat) ** a
        total += unadjusted * day_length(latitude, day) / 12 * days / 30
    return total


def hargreaves(temperature_maximum_monthly, temperature_minimum_monthly, latitude):
    if abs(latitude) > 90:
        return nan
    total = mpf(0)
    for days, day, high, low in zip(DAYS, FIFTEENTH, temperature_maximum_monthly, temperature_minimum_monthly):
        if high < low:
            return nan
        radiation = mpf("0.408") * extraterrestrial_radiation(latitude, day)
        daily = mpf("0.0023") * ((high + low) / 2 + mpf("17.8")) * sqrt(high - low) * radiation
        total += days * max(mpf(0), daily)
    return total


def crop_coefficient(crop_coefficient, reference_evapotranspiration):
    return crop_coefficient * reference_evapotranspiration


def miami(temperature, precipitation):
    if precipitation < 0:
        return nan
    return min(
        3000 / (1 + exp(mpf("1.315") - mpf("0.119") * temperature)),
        3000 * (1 - exp(-mpf("0.000664") * precipitation)),
    )


def thornthwaite_memorial(actual_evapotranspiration):
    if actual_evapotranspiration < 0:
        return nan
    return max(mpf(0), 3000 * (1 - exp(-mpf("0.0009695") * (actual_evapotranspiration - 20))))


def carbon_fraction(dry_matter_productivity, carbon_per_dry_matter):
    return dry_matter_productivity * carbon_per_dry_matter


def npp_ratio(net_primary_productivity, nep_npp_ratio):
    return net_primary_productivity * nep_npp_ratio


# --- cases ---

# Monthly means, January first: made-up years of the kind the name says, round to 0.1 °C.
BASIN = [7.6, 9.8, 13.9, 18.8, 22.7, 25.2, 28.6, 28.4, 24.1, 18.7, 13.9, 9.0]
PLATEAU = [-12.4, -9.8, -5.6, -1.2, 2.9, 6.4, 8.3, 7.9, 4.6, -0.8, -7.1, -11.3]
TEMPERATE = [-3.1, -0.4, 6.2, 14.0, 19.9, 24.5, 26.3, 24.9, 20.0, 13.1, 4.9, -1.2]
TROPICAL = [26.5, 26.8, 27.2, 27.4, 27.3, 26.5, 26.1, 26.0, 26.2, 26.6, 26.7, 26.4]
SOUTH = [23.0, 22.8, 20.9, 17.3, 13.8, 11.0, 10.4, 11.9, 14.2, 16.9, 19.3, 21.6]
ABERDEEN = [3.1, 3.5, 5.0, 6.7, 9.3, 12.1, 14.3, 14.1, 11.8, 8.9, 5.5, 3.8]


def gap(months):
    return months[:5] + [NAN] + months[6:]


def warmer(months, degrees):
    return [round(t + degrees, 1) for t in months]


Q = "temperature"
add(Q, mean_of_months, "basin", BASIN, relative=1e-15)
add(Q, mean_of_months, "plateau, below zero", PLATEAU, relative=1e-14)
add(Q, mean_of_months, "temperate", TEMPERATE, relative=1e-15)
add(Q, mean_of_months, "tropical", TROPICAL, relative=1e-15)
add(Q, mean_of_months, "south of the equator", SOUTH, relative=1e-15)
add(Q, mean_of_months, "all months the same", [12.5] * 12, relative=1e-15)
add(Q, mean_of_months, "zero all year", [0.0] * 12)
add(Q, mean_of_months, "one month missing", gap(BASIN))

Q = "precipitation"
MONSOON = [18.0, 22.5, 41.3, 92.8, 152.6, 171.0, 178.4, 142.2, 131.5, 88.1, 42.7, 19.9]
for name, months in [
    ("monsoon", MONSOON),
    ("dry winter", [0.0, 0.0, 4.1, 22.0, 61.7, 90.3, 120.8, 101.4, 55.5, 12.6, 0.0, 0.0]),
    ("all months the same", [50.0] * 12),
    ("no rain", [0.0] * 12),
    ("drizzle", [1e-6] * 12),
    ("rain forest", [310.0, 295.5, 330.1, 288.8, 250.0, 199.9, 180.4, 201.3, 240.7, 299.6, 340.2, 351.1]),
    ("one month only", [0.0] * 6 + [812.5] + [0.0] * 5),
    ("one month missing", [*MONSOON[:6], NAN, *MONSOON[7:]]),
]:
    add(Q, sum_of_months, name, months, relative=1e-15)

Q, F = "surface_runoff", "runoff"
for p, alpha in [(1000.0, 0.192), (1100.0, 0.0465), (635.7, 0.0088), (0.0, 0.082), (15000.0, 1.0), (820.0, 0.0)]:
    add(Q, runoff_coefficient, f"rain {p}, coefficient {alpha}", p, alpha, file=F, relative=1e-15)
add(Q, runoff_coefficient, "rain missing", NAN, 0.192, file=F)
add(Q, runoff_coefficient, "coefficient missing", 0.0, NAN, file=F)
Q = "water_yield"
for p, et in [(1100.0, 775.0), (635.7, 612.3), (300.0, 300.0), (250.0, 400.5), (0.0, 0.0), (15000.0, 0.1)]:
    add(Q, precipitation_less_evapotranspiration, f"rain {p}, ET {et}", p, et, file=F, relative=1e-15)
add(Q, precipitation_less_evapotranspiration, "rain missing", NAN, 775.0, file=F)
add(Q, precipitation_less_evapotranspiration, "ET missing", 1100.0, NAN, file=F)
Q = "runoff_producing_precipitation"
for p, k in [(1000.0, 0.6), (450.0, 0.4), (1163.2, 0.6), (0.0, 0.6), (980.0, 0.0), (15000.0, 1.0)]:
    add(Q, rain_share, f"rain {p}, share {k}", p, k, file=F, relative=1e-15)
add(Q, rain_share, "rain missing", NAN, 0.6, file=F)
add(Q, rain_share, "share missing", 1000.0, NAN, file=F)

Q = "actual_evapotranspiration"
add(Q, turc, "Beibei", 1100.0, 18.0, relative=1e-14)
add(Q, turc, "cool and moist", 700.0, 6.5, relative=1e-14)
add(Q, turc, "warm and dry", 320.0, 24.0, relative=1e-14)
add(Q, turc, "tropical rain", 4200.0, 26.5, relative=1e-14)
add(Q, turc, "wettest and hottest", 15000.0, 50.0, relative=1e-14)
add(Q, turc, "desert, all rain evaporates", 40.0, 12.0, relative=0.0)
add(Q, turc, "freezing, just under the switch", 94.7, 0.0, relative=0.0)
add(Q, turc, "freezing, just over the switch", 94.9, 0.0, relative=1e-14)
add(Q, turc, "coldest in range", 800.0, -5.0, relative=1e-14)
add(Q, turc, "no rain", 0.0, 18.0)
add(Q, turc, "too cold", 800.0, -5.1)
add(Q, turc, "L is zero", 800.0, -10.0)
add(Q, turc, "far too cold and dry", 0.0, -30.0)
add(Q, turc, "negative rain", -1.0, 18.0)
add(Q, turc, "rain missing", NAN, 18.0)
add(Q, turc, "temperature missing", 0.0, NAN)

PAIRS = [
    ("Beibei", 1100.0, 960.0),
    ("rain equals PET", 1000.0, 1000.0),
    ("dry steppe", 260.0, 1240.0),
    ("desert", 25.0, 1900.0),
    ("driest, 6000 times more PET than rain", 1.0, 6000.0),
    ("drizzle", 1e-6, 6000.0),
    ("rain forest", 3800.0, 1350.0),
    ("wet and cold", 2400.0, 210.0),
    ("hardly any energy", 15000.0, 0.5),
]
EDGES = [
    ("no rain", 0.0, 900.0),
    ("no energy", 900.0, 0.0),
    ("neither rain nor energy", 0.0, 0.0),
    ("negative rain", -1.0, 900.0),
    ("negative PET", 900.0, -1.0),
    ("rain missing", NAN, 900.0),
    ("PET missing", 0.0, NAN),
]
for name, p, pet in PAIRS + EDGES:
    add(Q, budyko, name, p, pet, relative=1e-14)
for (name, p, pet), w in zip(PAIRS + EDGES, [2.0, 0.5, 1.0, 0.1, 0.5] * 4):
    add(Q, zhang2001, f"{name}, w {w}", p, pet, w, relative=1e-14)
add(Q, zhang2001, "bare, w 0", 1100.0, 960.0, 0.0, relative=1e-14)
add(Q, zhang2001, "w negative", 1100.0, 960.0, -0.1)
add(Q, zhang2001, "w missing", 0.0, 960.0, NAN)
for (name, p, pet), w in zip(PAIRS + EDGES, [1.9, 2.6, 3.3, 2.6, 2.6, 5.0, 2.6, 1.25, 10.0] * 2):
    add(Q, fu, f"{name}, omega {w}", p, pet, w, relative=1e-14)
add(Q, fu, "three quarters, omega 2: one half", 1000.0, 750.0, 2.0, relative=1e-15)
add(Q, fu, "desert, omega 1.25", 25.0, 1900.0, 1.25, relative=1e-13)
add(Q, fu, "close to omega 1", 1100.0, 960.0, 1.01, relative=1e-12)
add(Q, fu, "omega under 1", 1100.0, 960.0, 0.99)
add(Q, fu, "omega missing", 0.0, 960.0, NAN)

Q = "potential_evapotranspiration"
for name, months, latitude in [
    ("basin", BASIN, 29.8),
    ("plateau, five warm months", PLATEAU, 31.9),
    ("temperate", TEMPERATE, 39.9),
    ("tropical, months above 26.5", TROPICAL, 1.3),
    ("south of the equator", SOUTH, -33.9),
    ("same month all year on the equator", [20.0] * 12, 0.0),
    ("exactly 26.5 all year", [26.5] * 12, 15.0),
    ("hot desert", warmer(BASIN, 9.3), 25.0),
    ("subarctic", warmer(PLATEAU, 2.0), 62.0),
    ("inside the polar circle", warmer(PLATEAU, 1.0), 78.2),
    ("at the pole", warmer(PLATEAU, 1.0), 90.0),
    ("at the other pole", warmer(SOUTH, -12.0), -90.0),
    ("one month of 1 degree", [-5.0] * 6 + [1.0] + [-5.0] * 5, 33.0),
    ("all months below zero", warmer(PLATEAU, -8.4), 35.0),
    ("zero all year", [0.0] * 12, 35.0),
    ("one month missing", gap(BASIN), 29.8),
    ("frozen year with a month missing", gap(warmer(PLATEAU, -8.4)), 35.0),
    ("latitude missing", BASIN, NAN),
    ("latitude beyond the pole", BASIN, 90.1),
]:
    add(Q, thornthwaite, name, months, latitude, relative=1e-13)
# Sum of the twelve printed months; they rest on the mean of the daily lengths, not on the 15th.
add(
    Q,
    thornthwaite,
    "Aberdeen 2014, printed months",
    ABERDEEN,
    57.1526,
    published=(603.4, "relative", 0.01, "PyETo documentation, Thornthwaite equation, sum of the printed months"),
)
for name, high, low, latitude in [
    ("basin", warmer(BASIN, 4.1), warmer(BASIN, -3.2), 29.8),
    ("plateau", warmer(PLATEAU, 8.4), warmer(PLATEAU, -7.7), 31.9),
    ("temperate", warmer(TEMPERATE, 5.6), warmer(TEMPERATE, -5.3), 39.9),
    ("tropical", warmer(TROPICAL, 4.0), warmer(TROPICAL, -2.9), 1.3),
    ("south of the equator", warmer(SOUTH, 4.8), warmer(SOUTH, -4.9), -33.9),
    ("same month all year on the equator", [24.2] * 12, [20.2] * 12, 0.0),
    ("inside the polar circle", warmer(PLATEAU, 3.3), warmer(PLATEAU, -3.1), 78.2),
    ("at the pole", warmer(PLATEAU, 3.3), warmer(PLATEAU, -3.1), 90.0),
    ("months under -17.8 count nothing", warmer(PLATEAU, -4.0), warmer(PLATEAU, -16.0), 45.0),
    ("colder than -17.8 all year", [-30.0] * 12, [-40.0] * 12, 45.0),
    ("no daily range", BASIN, BASIN, 29.8),
    ("maximum below minimum in one month", BASIN, BASIN[:11] + [9.1], 29.8),
    ("a maximum missing", gap(BASIN), PLATEAU, 29.8),
    ("a minimum missing", BASIN, gap(PLATEAU), 29.8),
    ("latitude missing", BASIN, PLATEAU, NAN),
    ("latitude beyond the pole", BASIN, PLATEAU, -90.1),
]:
    add(Q, hargreaves, name, high, low, latitude, relative=1e-13)
    add("reference_evapotranspiration", hargreaves, name, high, low, latitude, file=Q, relative=1e-13)
for kc, et0 in [(0.75, 1000.0), (1.0, 912.4), (0.78, 1043.7), (0.68, 655.1), (1.2, 6000.0), (0.0, 900.0), (1.0, 0.0)]:
    add(Q, crop_coefficient, f"Kc {kc}, ET0 {et0}", kc, et0, relative=1e-15)
add(Q, crop_coefficient, "Kc missing", NAN, 0.0)
add(Q, crop_coefficient, "ET0 missing", 0.0, NAN)

Q, F = "dry_matter_productivity", "net_primary_productivity"
for name, t, p in [
    ("Beibei, rain limits", 18.0, 1100.0),
    ("plateau, warmth limits", -1.5, 640.0),
    ("rain forest", 26.0, 3000.0),
    ("steppe", 3.0, 310.0),
    ("desert", 12.0, 35.0),
    ("drizzle", 12.0, 1e-6),
    ("ice", -40.0, 200.0),
    ("hottest and wettest", 50.0, 15000.0),
    ("no rain", 18.0, 0.0),
    ("negative rain", 18.0, -1.0),
    ("temperature missing", NAN, 0.0),
    ("rain missing", -40.0, NAN),
]:
    add(Q, miami, name, t, p, file=F, relative=1e-13)
for name, et in [
    ("Beibei", 775.0),
    ("rain forest", 1400.0),
    ("steppe", 290.0),
    ("just over 20 mm", 20.001),
    ("most", 6000.0),
    ("20 mm", 20.0),
    ("under 20 mm", 10.0),
    ("none", 0.0),
    ("negative", -0.1),
    ("missing", NAN),
]:
    add(Q, thornthwaite_memorial, name, et, file=F, relative=1e-13)
Q = "net_primary_productivity"
for d, c in [(1554.9, 72 / 162), (1600.0, 0.45), (0.0, 0.45), (3000.0, 1.0), (12.5, 0.0), (880.3, 0.5)]:
    add(Q, carbon_fraction, f"dry matter {d}, carbon {round(c, 4)}", d, c, file=F, relative=1e-15)
add(Q, carbon_fraction, "dry matter missing", NAN, 0.45, file=F)
add(Q, carbon_fraction, "carbon missing", 0.0, NAN, file=F)
Q = "net_ecosystem_productivity"
for npp, ratio in [(700.0, 0.09), (691.1, 0.09), (0.0, 0.2), (450.0, -0.1), (5000.0, 1.0), (630.0, 0.0)]:
    add(Q, npp_ratio, f"NPP {npp}, ratio {ratio}", npp, ratio, file=F, relative=1e-15)
add(Q, npp_ratio, "NPP missing", NAN, 0.09, file=F)
add(Q, npp_ratio, "ratio missing", 0.0, NAN, file=F)

if __name__ == "__main__":
    # FAO-56 examples 8 and 9: 20° S on 3 September.
    assert abs(extraterrestrial_radiation(mpf(-20), 246) - mpf("32.2")) < mpf("0.05")
    assert abs(day_length(mpf(-20), 246) - mpf("11.7")) < mpf("0.05")
    write()
