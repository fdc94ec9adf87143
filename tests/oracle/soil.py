"""Writes the cases of soil retention and its drivers in tests/reference/ (mpmath, 50 digits).

The equations stand here as their authors print them, not as the crate arranges them.
Run: python3 tests/oracle/soil.py
"""

from cases import NAN, add, add_driver, as_given, note, write
from mpmath import atan, cos, degrees, exp, isnan, log10, mpf, nan, radians, sin, sqrt, tan

GANZI = "Pema Dolkar et al. 2017, Table 3"


# --- rainfall erosivity ---

DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def month_of(day):
    month = 0
    while day >= DAYS[month]:
        day -= DAYS[month]
        month += 1
    return month + 1


def hj1173_daily_one_year(precipitation_daily, erosive_daily_rain, warm_season_first_month, warm_season_last_month):
    """HJ 1173-2021 Eq. (A.5), (A.6) with n = 1."""
    first, last = warm_season_first_month, warm_season_last_month
    for month in (first, last):
        if month != int(month) or not 1 <= month <= 12:
            return nan
    if min(precipitation_daily) < 0 or erosive_daily_rain < 0:
        return nan
    total = mpf(0)
    for day, rain in enumerate(precipitation_daily):
        month = month_of(day)
        warm = first <= month <= last if first <= last else month >= first or month <= last
        if rain >= erosive_daily_rain:
            total += (mpf("0.3937") if warm else mpf("0.3101")) * rain ** mpf("1.7265")
    return total


def zhang_half_month_one_year(precipitation_daily):
    if min(precipitation_daily) < 0:
        return nan
    erosive = [rain for rain in precipitation_daily if rain >= 12]
    if not erosive:
        return mpf(0)
    year = sum(erosive)
    beta = mpf("0.8363") + mpf("18.144") / (year / len(erosive)) + mpf("24.455") / year
    lam = mpf("21.586") * beta ** mpf("-7.1891")
    return lam * sum(rain**beta for rain in erosive)


def wischmeier_monthly(precipitation_monthly):
    if min(precipitation_monthly) < 0:
        return nan
    year = sum(precipitation_monthly)
    exponent = lambda p: mpf("1.5") * log10(p**2 / year) - mpf("0.8188")
    raw = sum((mpf("1.735") * mpf(10) ** exponent(p) for p in precipitation_monthly if p > 0), mpf(0))
    return raw * mpf("17.02")


def year(*rains):
    """A year with the rain of some days, (first day from 0, number of days, mm); else dry."""
    days = [0.0] * 365
    for first, count, rain in rains:
        days[first : first + count] = [rain] * count
    return days


# Days from 0: 14 and 15 January, 30 April 119, 1 May 120, 30 September 272, 1 October 273.
MONSOON = year((20, 3, 8.4), (70, 4, 13.1), (110, 5, 18.6), (135, 6, 27.3), (170, 8, 41.2), (195, 3, 88.7), (230, 6, 33.9), (260, 4, 22.5), (290, 5, 12.6), (340, 2, 5.1))
STEPPE = year((150, 2, 14.3), (180, 3, 21.8), (200, 1, 36.4), (215, 2, 12.0), (240, 4, 6.2))
TYPHOON = year((219, 1, 412.6), (220, 1, 103.2), (40, 10, 9.9))
ONES = year((0, 365, 1.0))
GAP = MONSOON[:300] + [NAN] + MONSOON[301:]
BELOW = MONSOON[:300] + [-0.1] + MONSOON[301:]

Q = "rainfall_erosivity"
for name, days, threshold, first, last in [
    ("monsoon, 12 mm", MONSOON, 12.0, 5.0, 9.0),
    ("monsoon, 10 mm", MONSOON, 10.0, 5.0, 9.0),
    ("monsoon, any rain erodes", MONSOON, 0.0, 5.0, 9.0),
    ("steppe, a day of just 12 mm counts", STEPPE, 12.0, 5.0, 9.0),
    ("typhoon", TYPHOON, 12.0, 5.0, 9.0),
    ("last cold and first warm day", year((119, 2, 50.0)), 12.0, 5.0, 9.0),
    ("last warm and first cold day", year((272, 2, 50.0)), 12.0, 5.0, 9.0),
    ("last day of the year", year((364, 1, 50.0)), 12.0, 5.0, 9.0),
    ("warm season over the turn of the year", MONSOON, 12.0, 11.0, 3.0),
    ("warm all year", MONSOON, 12.0, 1.0, 12.0),
    ("one warm month", MONSOON, 12.0, 7.0, 7.0),
    ("1 mm each day, none erodes", ONES, 12.0, 5.0, 9.0),
    ("1 mm each day, all erode", ONES, 1.0, 5.0, 9.0),
    ("dry", year(), 12.0, 5.0, 9.0),
    ("a day missing", GAP, 12.0, 5.0, 9.0),
    ("a day below 0", BELOW, 12.0, 5.0, 9.0),
    ("threshold missing", year(), NAN, 5.0, 9.0),
    ("threshold below 0", year(), -1.0, 5.0, 9.0),
    ("first month missing", year(), 12.0, NAN, 9.0),
    ("last month missing", year(), 12.0, 5.0, NAN),
    ("month 13", year(), 12.0, 5.0, 13.0),
    ("half a month", year(), 12.0, 5.5, 9.0),
]:
    add_driver(Q, hj1173_daily_one_year, name, days, threshold, first, last, relative=1e-14)
for name, days in [
    ("monsoon", MONSOON),
    ("steppe, a day of just 12 mm counts", STEPPE),
    ("typhoon", TYPHOON),
    ("20 days of 30 mm by hand", year((180, 20, 30.0))),
    ("one day of 12 mm", year((10, 1, 12.0))),
    ("one day of 60 mm", year((200, 1, 60.0))),
    ("1 mm each day, none erodes", ONES),
    ("dry", year()),
    ("a day missing", GAP),
    ("a day missing in a dry year", [NAN] + year()[1:]),
    ("a day below 0", BELOW),
]:
    add_driver(Q, zhang_half_month_one_year, name, days, relative=1e-13)
BASIN = [18.2, 21.5, 44.1, 97.6, 148.3, 171.9, 176.4, 139.0, 118.7, 95.2, 47.8, 21.3]
for name, months in [
    ("basin, 1100 mm", BASIN),
    ("north, rain in July", [2.7, 4.9, 8.3, 21.2, 34.2, 78.1, 185.2, 159.7, 45.5, 21.8, 7.4, 2.8]),
    ("the same each month", [100.0] * 12),
    ("all in one month", [0.0] * 6 + [100.0] + [0.0] * 5),
    ("a dry winter", [0.0, 0.0, 0.0] + BASIN[3:]),
    ("drizzle", [1e-6] * 12),
    ("wettest", [1250.0] * 12),
    ("no rain", [0.0] * 12),
    ("a month missing", [NAN] + BASIN[1:]),
    ("a month missing in a dry year", [0.0] * 11 + [NAN]),
    ("a month below 0", [-1.0] + BASIN[1:]),
]:
    add_driver(Q, wischmeier_monthly, name, months, relative=1e-13)


# --- soil erodibility ---


def us_customary(sand, silt, clay, soil_organic_carbon):
    """HJ 1173-2021 Eq. (A.8), shares in percent."""
    if min(sand, silt, clay, soil_organic_carbon) < 0 or not 99 <= sand + silt + clay <= 101 or silt + clay == 0:
        return nan
    c, sn = soil_organic_carbon, 1 - sand / 100
    return (
        (mpf("0.2") + mpf("0.3") * exp(mpf("-0.0256") * sand * (1 - silt / 100)))
        * (silt / (clay + silt)) ** mpf("0.3")
        * (1 - mpf("0.25") * c / (c + exp(mpf("3.72") - mpf("2.95") * c)))
        * (1 - mpf("0.7") * sn / (sn + exp(mpf("-5.51") + mpf("22.9") * sn)))
    )


def epic(sand, silt, clay, soil_organic_carbon):
    return us_customary(sand, silt, clay, soil_organic_carbon) * mpf("0.1317")


def hj1173_erodibility(sand, silt, clay, soil_organic_carbon):
    k = (mpf("-0.01383") + mpf("0.51575") * us_customary(sand, silt, clay, soil_organic_carbon)) * mpf("0.1317")
    return k if isnan(k) else max(mpf(0), k)


def at_floor(sand, silt, clay, soil_organic_carbon):
    """Whether (A.7) is below 0."""
    k = mpf("-0.01383") + mpf("0.51575") * us_customary(sand, silt, clay, soil_organic_carbon)
    return k if isnan(k) else mpf(k < 0)


Q = "soil_erodibility"
for name, *soil in [
    ("loam by hand", 40.0, 40.0, 20.0, 1.0),
    ("purple soil", 33.7, 41.9, 24.4, 0.83),
    ("loess", 18.5, 66.1, 15.4, 0.52),
    ("red clay", 21.2, 28.6, 50.2, 1.14),
    ("black soil", 28.0, 42.0, 30.0, 3.4),
    ("peat", 35.0, 40.0, 25.0, 42.0),
    ("sandy loam without humus", 68.0, 21.0, 11.0, 0.0),
    ("sand that is nearly pure", 98.0, 1.2, 0.8, 0.1),
    ("no sand", 0.0, 60.0, 40.0, 1.0),
    ("no clay", 30.0, 70.0, 0.0, 1.0),
    ("no silt: the second factor is 0", 60.0, 0.0, 40.0, 1.0),
    ("sum of 99", 39.0, 40.0, 20.0, 1.0),
    ("sum of 101", 41.0, 40.0, 20.0, 1.0),
    ("sum below 99", 38.9, 40.0, 20.0, 1.0),
    ("sum above 101", 41.1, 40.0, 20.0, 1.0),
    ("shares of one, not of a hundred", 0.4, 0.4, 0.2, 0.01),
    ("pure sand", 100.0, 0.0, 0.0, 0.1),
    ("sand below 0", -1.0, 61.0, 40.0, 1.0),
    ("silt below 0", 61.0, -1.0, 40.0, 1.0),
    ("clay below 0", 61.0, 40.0, -1.0, 1.0),
    ("carbon below 0", 40.0, 40.0, 20.0, -0.1),
    ("sand missing", NAN, 40.0, 20.0, 1.0),
    ("silt missing", 40.0, NAN, 20.0, 1.0),
    ("clay missing", 40.0, 40.0, NAN, 1.0),
    ("carbon missing", 40.0, 40.0, 20.0, NAN),
]:
    add_driver(Q, epic, name, *soil, relative=1e-14)
    add_driver(Q, hj1173_erodibility, name, *soil, variant="hj1173_2021", relative=1e-13)
    add_driver(f"{Q}_at_floor", at_floor, name, *soil, variant="hj1173_2021", file=Q)
NEGATIVE = ("negative, so 0", 99.0, 0.001, 0.999, 5.0)
add_driver(Q, hj1173_erodibility, *NEGATIVE, variant="hj1173_2021")
add_driver(f"{Q}_at_floor", at_floor, *NEGATIVE, variant="hj1173_2021", file=Q)


# --- slope and aspect ---


def rise(lines, size):
    """Horn: weights 1, 2, 1; a missing end of a line gives way to its middle, a line without a difference is left out."""
    if lines[1][1] != lines[1][1] or size != size or size <= 0:
        return nan
    parts = []
    for (first, middle, last), weight in zip(lines, [1, 2, 1]):
        ends = [(place, mpf(value)) for place, value in [(-1, first), (0, middle), (1, last)] if value == value]
        ends = [ends[0], ends[-1]] if len(ends) > 1 else []
        if ends:
            parts.append((weight, (ends[1][1] - ends[0][1]) / (ends[1][0] - ends[0][0])))
    if not parts:
        return nan
    return sum(weight * own for weight, own in parts) / sum(weight for weight, _ in parts) / mpf(size)


def gradient(window, width, height):
    rows = [window[0:3], window[3:6], window[6:9]]
    columns = [[window[band], window[band - 3], window[band - 6]] for band in (6, 7, 8)]
    return rise(rows, width), rise(columns, height)


def horn_slope(window, width, height):
    east, north = gradient(window, width, height)
    return degrees(atan(sqrt(east**2 + north**2)))


def horn_aspect(window, width, height):
    east, north = gradient(window, width, height)
    if isnan(east) or isnan(north):
        return nan
    if east == 0 and north == 0:
        return mpf(0)
    # The angle from north to the downward direction, by quadrants.
    if north == 0:
        return mpf(270) if east > 0 else mpf(90)
    angle = degrees(atan(east / north))
    return angle + 180 if north > 0 else angle + (360 if east > 0 else 0)


def plane(east, north, size=30.0, base=812.0):
    return [base + size * (across * east + up * north) for up in (1, 0, -1) for across in (-1, 0, 1)]


def without(window, *bands):
    return [NAN if band in bands else value for band, value in enumerate(window)]


NORTH_WEST, SOUTH_EAST = (0, 1, 2, 3, 6), (2, 5, 6, 7, 8)
HILLS = [512.3, 518.9, 527.1, 508.8, 516.2, 523.5, 501.7, 511.4, 519.6]
PIT = [9.0, 8.0, 9.0, 8.0, 5.0, 8.0, 9.0, 8.0, 9.0]
WINDOWS = [
    ("hills", HILLS, 28.6, 30.9),
    ("hills on cells of 1 km", HILLS, 880.2, 926.0),
    ("cliff", [0.0, 0.0, 900.0] * 3, 30.0, 30.0),
    ("rises to the east", plane(0.25, 0.0), 30.0, 30.0),
    ("rises to the west", plane(-0.25, 0.0), 30.0, 30.0),
    ("rises to the north", plane(0.0, 0.5), 30.0, 30.0),
    ("rises to the south", plane(0.0, -0.5), 30.0, 30.0),
    ("rises to the north-east", plane(0.5, 0.5), 30.0, 30.0),
    ("rises to the south-west", plane(-0.5, -0.5), 30.0, 30.0),
    ("rises to the north-west", plane(-0.125, 0.5), 30.0, 30.0),
    ("rises to the south-east", plane(0.125, -0.5), 30.0, 30.0),
    ("level", plane(0.0, 0.0), 30.0, 30.0),
    ("pit", PIT, 30.0, 30.0),
    ("plane at the north-west corner", without(plane(0.25, 0.5), *NORTH_WEST), 30.0, 30.0),
    ("plane at the south-east corner", without(plane(0.25, 0.5), *SOUTH_EAST), 30.0, 30.0),
    ("plane at the northern edge", without(plane(0.25, 0.5), 0, 1, 2), 30.0, 30.0),
    ("plane at the eastern edge", without(plane(0.25, 0.5), 2, 5, 8), 30.0, 30.0),
    ("hills with a corner missing", without(HILLS, 0), 28.6, 30.9),
    ("hills at the western edge", without(HILLS, 0, 3, 6), 28.6, 30.9),
    ("hills, west and east of the middle missing", without(HILLS, 3, 5), 28.6, 30.9),
    ("hills, only the corners", without(HILLS, 1, 3, 5, 7), 28.6, 30.9),
    ("centre missing", without(HILLS, 4), 28.6, 30.9),
    ("all neighbours missing", without(HILLS, 0, 1, 2, 3, 5, 6, 7, 8), 28.6, 30.9),
    ("map of one column", without(HILLS, 0, 3, 6, 2, 5, 8), 28.6, 30.9),
    ("map of one row", without(HILLS, 0, 1, 2, 6, 7, 8), 28.6, 30.9),
    ("width missing", HILLS, NAN, 30.9),
    ("height missing", HILLS, 28.6, NAN),
    ("no width", HILLS, 0.0, 30.9),
]
for output, function in [("slope", horn_slope), ("aspect", horn_aspect)]:
    for name, window, width, height in WINDOWS:
        expected = function(window, width, height)
        key, tolerance = ("absolute", 0.0) if expected == 0 else ("relative", 1e-14)
        inputs = {"elevation_window": window, "cell_width": width, "cell_height": height}
        note(f"driver/{output}/horn", name, inputs, expected, key, tolerance, file=output)


# --- slope length and LS ---


def cell_over_cosine(cell_width, cell_height, slope):
    if cell_width < 0 or cell_height < 0 or not 0 <= slope < 90:
        return nan
    return sqrt(cell_width * cell_height) / cos(radians(slope))


for name, *values in [
    ("30 m cell, 12 degrees", 30.0, 30.0, 12.0),
    ("geographic cell", 23.7, 30.9, 33.8),
    ("1 km cell, gentle", 880.2, 926.0, 1.7),
    ("60 degrees: twice", 20.0, 45.0, 60.0),
    ("level", 30.0, 30.0, 0.0),
    ("nearly upright", 30.0, 30.0, 89.9),
    ("no width", 0.0, 30.0, 12.0),
    ("upright", 30.0, 30.0, 90.0),
    ("slope below 0", 30.0, 30.0, -1.0),
    ("width below 0", -30.0, -30.0, 12.0),
    ("width missing", NAN, 30.0, 12.0),
    ("height missing", 0.0, NAN, 12.0),
    ("slope missing", 0.0, 30.0, NAN),
]:
    add_driver("slope_length", cell_over_cosine, name, *values, relative=1e-13)


def rill(theta, scale):
    sine = sin(radians(theta))
    b = (sine / scale) / (3 * sine ** mpf("0.8") + mpf("0.56"))
    return b / (1 + b)


def steepness(theta):
    """HJ 1173-2021 Eq. (A.12); the bounds are those of the numbers as a computer holds them."""
    sine = sin(radians(theta))
    if theta < 5.14:
        return mpf("10.8") * sine + mpf("0.03")
    if theta < 10.20:
        return mpf("16.8") * sine - mpf("0.5")
    if theta < 28.81:
        return mpf("21.9") * sine - mpf("0.96")
    return mpf("9.5988")


def hj1173_ls(slope_length, slope):
    if slope_length < 0 or not 0 <= slope <= 90:
        return nan
    return (slope_length / mpf("22.13")) ** rill(slope, mpf("0.089")) * steepness(slope)


def stepped_ls(slope_length, slope):
    if slope_length < 0 or not 0 <= slope <= 90:
        return nan
    percent = 100 * tan(radians(slope))
    m = mpf("0.5") if percent >= 9 else mpf("0.4") if percent >= 3 else mpf("0.3") if percent >= 1 else mpf("0.2")
    return (slope_length / mpf("22.13")) ** m * steepness(slope)


TEN_PERCENT = float(degrees(atan(mpf("0.1"))))
Q = "slope_length_steepness"
for name, *values in [
    ("10 % of slope, 100 m", 100.0, TEN_PERCENT),
    ("unit plot of 9 %", 22.13, float(degrees(atan(mpf("0.09"))))),
    ("first step", 40.0, 3.2),
    ("just under 5.14", 40.0, 5.1399),
    ("at 5.14", 40.0, 5.14),
    ("just under 10.20", 40.0, 10.1999),
    ("at 10.20, the jump", 40.0, 10.20),
    ("third step", 180.0, 21.6),
    ("just under 28.81", 40.0, 28.8099),
    ("at 28.81, the last number", 40.0, 28.81),
    ("steep", 75.0, 47.3),
    ("upright", 75.0, 90.0),
    ("half a percent", 60.0, 0.3),
    ("two percent", 60.0, 1.2),
    ("level: L is 1 or by the least exponent", 500.0, 0.0),
    ("no length on a slope", 0.0, 12.0),
    ("1 km cell", 1000.0, 8.8),
    ("length below 0", -1.0, 12.0),
    ("slope below 0", 40.0, -0.1),
    ("slope beyond upright", 40.0, 90.1),
    ("length missing", NAN, 0.0),
    ("slope missing", 0.0, NAN),
]:
    add_driver(Q, hj1173_ls, name, *values, variant="hj1173_2021", relative=1e-13)
    add_driver(Q, stepped_ls, name, *values, variant="hj1173_2021_stepped_exponent", relative=1e-13)
add_driver(
    Q,
    hj1173_ls,
    "10 % of slope, 100 m, to two decimals",
    100.0,
    TEN_PERCENT,
    variant="hj1173_2021",
    published=(2.57, "absolute", 0.005, "by hand: L = 4.519^0.5196 = 2.190, S = 16.8 · 0.0995 - 0.5 = 1.172"),
)


def grid_length(above, size, x, m):
    top = (above + size**2) ** (m + 1) - above ** (m + 1)
    return top / (size ** (m + 2) * x**m * mpf("22.13") ** m)


def desmet_govers(upslope_area, cell_width, cell_height, slope, aspect):
    size = sqrt(cell_width * cell_height)
    if upslope_area < 0 or size <= 0 or not 0 <= slope <= 90:
        return nan
    x = abs(sin(radians(aspect))) + abs(cos(radians(aspect)))
    return grid_length(upslope_area, size, x, rill(slope, mpf("0.089"))) * steepness(slope)


def desmet_govers_invest(upslope_area, cell_width, cell_height, slope):
    """natcap/invest, SDR: the root of the area beside the area, the slope in the place of the aspect."""
    size = sqrt(cell_width * cell_height)
    if upslope_area < 0 or size <= 0 or not 0 <= slope <= 90:
        return nan
    angle = radians(slope)
    percent = 100 * tan(angle)
    steps = [(1, "0.2"), (mpf("3.5"), "0.3"), (5, "0.4"), (9, "0.5")]
    m = next((mpf(m) for bound, m in steps if percent <= bound), rill(slope, mpf("0.0896")))
    s = mpf("10.8") * sin(angle) + mpf("0.03") if percent < 9 else mpf("16.8") * sin(angle) - mpf("0.5")
    return min(grid_length(sqrt(upslope_area), size, abs(sin(angle)) + abs(cos(angle)), m), mpf(122)) * s


CELLS = [
    ("ridge, the aspect along the grid", 0.0, 30.0, 30.0, 12.0, 0.0),
    ("ridge, the aspect across", 0.0, 30.0, 30.0, 12.0, 45.0),
    ("hillside", 8.1e4, 30.0, 30.0, 17.4, 212.6),
    ("geographic cell", 5400.0, 23.7, 30.9, 8.2, 300.1),
    ("gentle", 2.7e5, 30.0, 30.0, 1.3, 91.0),
    ("three percent", 900.0, 30.0, 30.0, 1.7, 91.0),
    ("four percent", 900.0, 30.0, 30.0, 2.5, 91.0),
    ("seven percent", 900.0, 30.0, 30.0, 4.2, 91.0),
    ("channel", 3.6e9, 30.0, 30.0, 2.9, 135.0),
    ("river", 9.9e11, 30.0, 30.0, 6.0, 180.0),
    ("level", 8.1e4, 30.0, 30.0, 0.0, 0.0),
    ("steep", 1800.0, 12.5, 12.5, 51.0, 359.0),
    ("area below 0", -1.0, 30.0, 30.0, 12.0, 0.0),
    ("no size", 900.0, 0.0, 30.0, 12.0, 0.0),
    ("slope beyond upright", 900.0, 30.0, 30.0, 90.1, 0.0),
    ("area missing", NAN, 30.0, 30.0, 0.0, 0.0),
    ("width missing", 0.0, NAN, 30.0, 0.0, 0.0),
    ("height missing", 0.0, 30.0, NAN, 0.0, 0.0),
    ("slope missing", 0.0, 30.0, 30.0, NAN, 0.0),
    ("aspect missing", 0.0, 30.0, 30.0, 0.0, NAN),
]
for name, *values in CELLS:
    add_driver(Q, desmet_govers, name, *values, relative=1e-12)
    if "aspect" not in name:
        add_driver(Q, desmet_govers_invest, name, *values[:4], relative=1e-12)
add_driver(Q, desmet_govers_invest, "L of more than 122", 9.9e12, 1.0, 1.0, 12.0, relative=1e-13)


# --- cover ---


def ndvi_dimidiate(ndvi, ndvi_soil, ndvi_vegetation):
    if ndvi_vegetation <= ndvi_soil:
        return nan
    return max(mpf(0), min(mpf(1), (ndvi - ndvi_soil) / (ndvi_vegetation - ndvi_soil)))


def fapar_casa(fapar):
    return max(mpf(0), min(mpf(1), (fapar - mpf("0.001")) / (mpf("0.95") - mpf("0.001"))))


Q = "fractional_cover"
for name, *values in [
    ("half by hand", 0.5, 0.25, 0.75),
    ("shrub", 0.412, 0.05, 0.86),
    ("nearly bare", 0.0731, 0.05, 0.86),
    ("bare", 0.05, 0.05, 0.86),
    ("full", 0.86, 0.05, 0.86),
    ("below bare", -0.21, 0.05, 0.86),
    ("beyond full", 0.91, 0.05, 0.86),
    ("index 0", 0.0, -0.1, 0.8),
    ("end members the same", 0.5, 0.5, 0.5),
    ("end members the wrong way", 0.5, 0.8, 0.1),
    ("index missing", NAN, 0.05, 0.86),
    ("soil missing", 0.0, NAN, 0.86),
    ("vegetation missing", 0.0, 0.05, NAN),
]:
    add_driver(Q, ndvi_dimidiate, name, *values, relative=1e-14)
for name, value in [
    ("half by hand", 0.4755),
    ("forest", 0.83),
    ("steppe", 0.27),
    ("nearly bare", 0.0013),
    ("full", 0.95),
    ("beyond full", 0.99),
    ("nothing absorbed", 0.0),
    ("missing", NAN),
]:
    add_driver(Q, fapar_casa, name, value, relative=1e-13)
add_driver(Q, fapar_casa, "bare", 0.001, published=(0.0, "absolute", 1e-15, "by hand"))


def hj1173_cover(cover, dryland, row):
    """HJ 1173-2021 Table A.1 and the text below it."""
    if any(value != value for value in (cover, dryland)) or not 0 <= cover <= 1:
        return nan
    if dryland == 1:
        return mpf(1) if cover == 0 else min(mpf(1), mpf("0.221") - mpf("0.595") * log10(mpf(cover)))
    # As printed: < 10, 10-30, 30-50, 50-70, 70-90, > 90; the lower bounds of the middle classes are our choice.
    if cover < 0.1:
        return mpf(row[0])
    if cover > 0.9:
        return mpf(row[5])
    return mpf(row[1 + sum(cover >= bound for bound in (0.3, 0.5, 0.7))])


FOREST = [0.1, 0.08, 0.06, 0.02, 0.004, 0.001]
GRASS = [0.45, 0.24, 0.15, 0.09, 0.043, 0.011]
NO_ROW = [NAN] * 6
for name, cover, dryland, row in [
    ("forest, sparse", 0.04, 0.0, FOREST),
    ("forest, 10 %", 0.1, 0.0, FOREST),
    ("forest, 65 %", 0.65, 0.0, FOREST),
    ("forest, 90 %", 0.9, 0.0, FOREST),
    ("forest, 91 %", 0.91, 0.0, FOREST),
    ("grass, 30 %", 0.3, 0.0, GRASS),
    ("grass, 49.9 %", 0.499, 0.0, GRASS),
    ("grass, full", 1.0, 0.0, GRASS),
    ("grass, none", 0.0, 0.0, GRASS),
    ("paddy", 0.6, 0.0, [0.0] * 6),
    ("town", 0.2, 0.0, [0.01] * 6),
    ("only the class of the cell is known", 0.6, 0.0, without(FOREST, 0, 1, 2, 4, 5)),
    ("the class of the cell is not known", 0.6, 0.0, without(FOREST, 3)),
    ("dryland without a row", 0.35, 1.0, NO_ROW),
    ("dryland, 10 %", 0.1, 1.0, NO_ROW),
    ("dryland, full", 1.0, 1.0, NO_ROW),
    ("dryland, hardly any cover: 1", 0.04, 1.0, NO_ROW),
    ("dryland, no cover: 1", 0.0, 1.0, NO_ROW),
    ("a type without a row", 0.35, 0.0, NO_ROW),
    ("cover above 1", 1.01, 0.0, GRASS),
    ("dryland, cover below 0", -0.01, 1.0, NO_ROW),
    ("cover missing", NAN, 0.0, [0.0] * 6),
    ("dryland, cover missing", NAN, 1.0, NO_ROW),
    ("switch missing", 0.5, NAN, GRASS),
]:
    expected = hj1173_cover(cover, dryland, row)
    key, tolerance = ("absolute", 0.0) if expected == 0 else ("relative", 1e-14)
    inputs = {"fractional_cover": cover, "dryland_crop": dryland, "cover_factor_by_cover": row}
    note("driver/cover_factor/hj1173_2021", name, inputs, expected, key, tolerance, file="cover_factor")


def cai(fractional_cover):
    if not 0 <= fractional_cover <= 1:
        return nan
    if fractional_cover == 0:
        return mpf(1)
    if fractional_cover > 0.783:
        return mpf(0)
    return min(mpf(1), mpf("0.6508") - mpf("0.3436") * log10(100 * fractional_cover))


for name, value in [
    ("10 % by hand", 0.1),
    ("half", 0.5),
    ("1 %: the constant", 0.01),
    ("0.05 %: 1", 0.0005),
    ("none", 0.0),
    ("full", 1.0),
    ("just above the last bound", 0.7831),
    ("above 1", 1.01),
    ("below 0", -0.01),
    ("missing", NAN),
]:
    add_driver("cover_factor", cai, name, value, relative=1e-13)
# Nearly 0: a difference of 0.65.
add_driver("cover_factor", cai, "at the last bound", 0.783, relative=1e-11)


# --- soil retention ---


def hj1173_2021(area, rainfall_erosivity, soil_erodibility, slope_length_steepness, cover_factor):
    """HJ 1173-2021 Eq. (A.2) to (A.4): t/hm², A in hm²."""
    loss = rainfall_erosivity * soil_erodibility * slope_length_steepness
    return (area / 10000) * (loss - loss * cover_factor)


def rusle_ecosystem(
    area, rainfall_erosivity, soil_erodibility, slope_length_steepness, support_practice_factor, cover_factor
):
    loss = rainfall_erosivity * soil_erodibility * slope_length_steepness * support_practice_factor
    return (area / 10000) * (loss - loss * cover_factor)


def rusle_printed(
    area, rainfall_erosivity, soil_erodibility, slope_length_steepness, support_practice_factor, cover_factor
):
    loss = rainfall_erosivity * soil_erodibility * slope_length_steepness
    return (area / 10000) * (loss - loss * cover_factor * support_practice_factor)


def sediment(soil, ratio, density):
    return nan if density <= 0 else ratio * soil / density


S = "service/soil_retention/"
# area, R, K, LS, P, C; λ, ρ; N; P
LAND = [
    ("2 hm² by hand", 2e4, 2000.0, 0.0625, 4.0, 0.5, 0.25),
    ("30 m cell of forest", 900.0, 4812.6, 0.0274, 9.83, 1.0, 0.001),
    ("terraced cropland", 900.0, 4812.6, 0.0341, 3.17, 0.35, 0.4916),
    ("1 km cell of steppe", 1e6, 612.4, 0.0192, 2.06, 0.8, 0.15),
    ("cut cell at the border", 37.281, 2210.8, 0.0313, 5.42, 1.0, 0.043),
    ("lake with P and C of 0", 900.0, 4812.6, 0.0274, 0.03, 0.0, 0.0),
    ("bare", 900.0, 4812.6, 0.0274, 9.83, 1.0, 1.0),
    ("no rain that erodes", 900.0, 0.0, 0.0274, 9.83, 1.0, 0.06),
    ("no area", 0.0, 4812.6, 0.0274, 9.83, 1.0, 0.06),
    ("area missing", NAN, 4812.6, 0.0274, 9.83, 0.0, 0.06),
    ("erosivity missing", 0.0, NAN, 0.0274, 9.83, 1.0, 0.06),
    ("erodibility missing", 900.0, 0.0, NAN, 9.83, 1.0, 0.06),
    ("LS missing", 900.0, 0.0, 0.0274, NAN, 1.0, 0.06),
    ("cover missing", 900.0, 0.0, 0.0274, 9.83, 1.0, NAN),
]
PRACTICE_MISSING = ("practice missing", 900.0, 4812.6, 0.0274, 9.83, NAN, 0.0)
FACTORS = ["area", "rainfall_erosivity", "soil_erodibility", "slope_length_steepness"]
for variant, function, practice in [
    ("hj1173_2021", hj1173_2021, False),
    ("rusle_ecosystem", rusle_ecosystem, True),
    ("rusle_printed", rusle_printed, True),
]:
    keys = [*FACTORS, *(["support_practice_factor"] if practice else []), "cover_factor"]
    number = len(keys)
    settled = lambda *x, f=function, n=number: sediment(f(*x[:n]), x[n], x[n + 1])
    held = lambda *x, f=function, n=number: f(*x[:n]) * x[n]
    for name, *land in [*LAND, *([PRACTICE_MISSING] if practice else [])]:
        land = land if practice else land[:4] + land[5:]
        relative = 1e-14
        add(f"{S}{variant}/retained_soil", function, name, *land, keys=keys, relative=relative)
        own = [*keys, "sediment_deposition_ratio", "soil_bulk_density"]
        add(f"{S}{variant}/reduced_sediment", settled, name, *land, 0.24, 1.125, keys=own, relative=relative)
        for nutrient, content in [("nitrogen", 0.0037), ("phosphorus", 0.00108)]:
            own = [*keys, f"soil_{nutrient}_content"]
            add(f"{S}{variant}/reduced_{nutrient}", held, name, *land, content, keys=own, relative=relative)
    good = LAND[1][1:] if practice else LAND[1][1:5] + LAND[1][6:]
    own = [*keys, "sediment_deposition_ratio", "soil_bulk_density"]
    for name, ratio, density in [
        ("nothing settles", 0.0, 1.125),
        ("a density of 0", 0.24, 0.0),
        ("a density below 0", 0.24, -1.0),
        ("ratio missing", NAN, 1.125),
        ("density missing", 0.0, NAN),
    ]:
        add(f"{S}{variant}/reduced_sediment", settled, name, *good, ratio, density, keys=own, relative=1e-14)
    for nutrient in ("nitrogen", "phosphorus"):
        own = [*keys, f"soil_{nutrient}_content"]
        for name, content in [("none in the soil", 0.0), ("content missing", NAN)]:
            add(f"{S}{variant}/reduced_{nutrient}", held, name, *good, content, keys=own, relative=1e-14)

G = f"{S}given_retained_soil/"
SOIL = "retained_soil_quantity"
as_given(f"{G}retained_soil", SOIL, [("Ganzi 2010", 38.86e8), ("one ton", 1.0), ("large", 2.1e11)])
keys = [SOIL, "sediment_deposition_ratio", "soil_bulk_density"]
for name, *values in [
    ("1000 t by hand", 1000.0, 0.25, 1.25),
    ("Ganzi 2010", 38.86e8, 0.24, 0.93),
    ("Chongqing density", 4.1e7, 0.24, 1.125),
    ("none retained", 0.0, 0.24, 0.93),
    ("nothing settles", 38.86e8, 0.0, 0.93),
    ("a density of 0", 38.86e8, 0.24, 0.0),
    ("soil missing", NAN, 0.0, 0.93),
    ("ratio missing", 0.0, NAN, 0.93),
    ("density missing", 0.0, 0.24, NAN),
]:
    add(f"{G}reduced_sediment", sediment, name, *values, keys=keys, relative=1e-15)
# Half a unit of the last digit of the printed soil, and of the printed result, by the same factors.
add(
    f"{G}reduced_sediment", sediment, "Ganzi 2010, printed", 38.86e8, 0.24, 0.93, keys=keys,
    published=(10.03e8, "absolute", 0.005e8, GANZI),
)
for nutrient, content, printed in [("nitrogen", 0.0037, 1437.94e4), ("phosphorus", 0.00108, 419.72e4)]:
    keys = [SOIL, f"soil_{nutrient}_content"]
    product = lambda soil, content: soil * content
    for name, *values in [
        ("1000 t by hand", 1000.0, 0.002),
        ("Ganzi 2010", 38.86e8, content),
        ("none retained", 0.0, content),
        ("none in the soil", 38.86e8, 0.0),
        ("soil missing", NAN, 0.0),
        ("content missing", 0.0, NAN),
    ]:
        add(f"{G}reduced_{nutrient}", product, name, *values, keys=keys, relative=1e-15)
    add(
        f"{G}reduced_{nutrient}", product, "Ganzi 2010, half a unit of the last digit of the soil", 38.86e8, content,
        keys=keys, published=(printed, "absolute", 0.005e8 * content + 0.005e4, GANZI),
    )
G = f"{S}given_quantity/"
as_given(f"{G}reduced_sediment", "reduced_sediment_quantity", [("Ganzi 2010", 10.03e8), ("one cubic metre", 1.0)])
as_given(f"{G}reduced_nitrogen", "reduced_nitrogen_quantity", [("Ganzi 2010", 1437.94e4), ("one ton", 1.0)])
as_given(f"{G}reduced_phosphorus", "reduced_phosphorus_quantity", [("Ganzi 2010", 419.72e4), ("one ton", 1.0)])

for indicator, key, price, quantity, half_unit, value in [
    ("reduced_sediment", "dredging_cost", 15.58, 10.03e8, 0.005e8, 156.2555e8),
    ("reduced_nitrogen", "nitrogen_treatment_cost", 875.0, 1437.94e4, 0.005e4, 125.8199e8),
    ("reduced_phosphorus", "phosphorus_treatment_cost", 2800.0, 419.72e4, 0.005e4, 117.5226e8),
]:
    V = f"value/soil_retention/dredging_and_treatment/{indicator}"
    keys = ["quantity", key]
    worth = lambda quantity, price: quantity * price
    for name, *values in [
        ("one cell", 3.72, price),
        ("nothing kept out", 0.0, price),
        ("nothing paid", 3.72, 0.0),
        ("quantity missing", NAN, price),
        ("price missing", 0.0, NAN),
    ]:
        add(V, worth, name, *values, keys=keys)
    add(
        V, worth, "Ganzi 2010, half a unit of the last digit of the quantity", quantity, price, keys=keys,
        published=(value, "absolute", half_unit * price + 0.00005e8, GANZI),
    )

V = "value/soil_retention/forest_standard/retained_soil"


def earthwork(quantity, dredging_cost, soil_bulk_density):
    """U = A C (X2 - X1) / rho."""
    return quantity * dredging_cost / soil_bulk_density if soil_bulk_density > 0 else mpf("nan")


for name, *values in [
    ("one hectare by hand", 100.0, 12.6, 1.26),
    ("district", 3.886e7, 12.6, 1.125),
    ("no soil", 0.0, 12.6, 1.125),
    ("nothing paid", 100.0, 0.0, 1.125),
    ("soil missing", NAN, 12.6, 1.125),
    ("cost missing", 0.0, NAN, 1.125),
    ("density missing", 0.0, 12.6, NAN),
    ("no density", 100.0, 12.6, 0.0),
]:
    add(V, earthwork, name, *values)

if __name__ == "__main__":
    write()
