"""Writes the cases of local climate regulation (mpmath, 50 digits).

Run: python3 tests/oracle/climate_regulation.py
"""

from cases import NAN, add, as_given, write
from mpmath import mpf

GANZI = "Pema Dolkar et al. 2017"
S, V = "service/climate_regulation/", "value/climate_regulation/electricity_price/"


# --- equations ---


def transpiration(area, transpiration_heat, air_conditioning_days, air_conditioner_cop):
    """E_pt = EPP S D 1e6/(3600 r) with S in km2."""
    return transpiration_heat * (area / 10**6) * air_conditioning_days * 10**6 / (3600 * air_conditioner_cop)


def evaporation(
    area,
    evaporating_water_share,
    evaporation_of_hot_days,
    water_density,
    latent_heat_of_vaporisation,
    humidifier_energy,
    cop=1,
):
    """E_we = E_w rho q/3600 + E_w y with E_w in m3; the cooling part divided by r where other texts do."""
    water = area * evaporating_water_share * evaporation_of_hot_days / 1000
    return water * water_density * latent_heat_of_vaporisation / 3600 / cop + water * humidifier_energy


def with_humidifier(
    area,
    evaporating_water_share,
    evaporation_of_hot_days,
    water_density,
    latent_heat_of_vaporisation,
    humidifier_energy,
):
    return evaporation(
        area,
        evaporating_water_share,
        evaporation_of_hot_days,
        water_density,
        latent_heat_of_vaporisation,
        humidifier_energy,
    )


def without_humidifier(
    area, evaporating_water_share, evaporation_of_hot_days, water_density, latent_heat_of_vaporisation
):
    return evaporation(
        area, evaporating_water_share, evaporation_of_hot_days, water_density, latent_heat_of_vaporisation, mpf(0)
    )


def with_cop(
    area,
    evaporating_water_share,
    evaporation_of_hot_days,
    water_density,
    latent_heat_of_vaporisation,
    air_conditioner_cop,
    humidifier_energy,
):
    return evaporation(
        area,
        evaporating_water_share,
        evaporation_of_hot_days,
        water_density,
        latent_heat_of_vaporisation,
        humidifier_energy,
        air_conditioner_cop,
    )


def with_cop_without_humidifier(
    area,
    evaporating_water_share,
    evaporation_of_hot_days,
    water_density,
    latent_heat_of_vaporisation,
    air_conditioner_cop,
):
    return evaporation(
        area,
        evaporating_water_share,
        evaporation_of_hot_days,
        water_density,
        latent_heat_of_vaporisation,
        mpf(0),
        air_conditioner_cop,
    )


def measured(
    area, cooled_air_height, temperature_difference, air_heat_capacity, air_density, air_conditioner_cop
):
    """E = dT c_p rho V/(3600 r)."""
    volume = area * cooled_air_height
    return temperature_difference * air_heat_capacity * air_density * volume / (3600 * air_conditioner_cop)


def electricity_price(quantity, electricity_price):
    return quantity * electricity_price


# --- cases ---

EVAPORATION = {
    "heat_by_type": with_humidifier,
    "heat_by_type_without_humidifier": without_humidifier,
    "heat_by_type_cop_on_evaporation": with_cop,
    "heat_by_type_cop_on_evaporation_without_humidifier": with_cop_without_humidifier,
}
WATER = {
    "area": 900.0,
    "evaporating_water_share": 1.0,
    "evaporation_of_hot_days": 55.5,
    "water_density": 1000.0,
    "latent_heat_of_vaporisation": 2450.0,
    "air_conditioner_cop": 3.0,
    "humidifier_energy": 120.0,
}
for variant, function in EVAPORATION.items():
    E = f"{S}{variant}/transpiration_energy"
    for name, *values in [
        ("1 m2 of forest", 1.0, 2837.27, 15.0, 3.0),
        ("30 m cell of shrub", 900.0, 1300.95, 62.0, 3.0),
        ("cut cell of grassland", 37.281, 969.83, 47.0, 3.4),
        ("type that is not counted", 900.0, 0.0, 15.0, 3.0),
        ("no hot day", 900.0, 2837.27, 0.0, 3.0),
        ("no area", 0.0, 2837.27, 15.0, 3.0),
        ("area missing", NAN, 0.0, 15.0, 3.0),
        ("heat missing", 0.0, NAN, 15.0, 3.0),
        ("days missing", 0.0, 2837.27, NAN, 3.0),
        ("ratio missing", 0.0, 2837.27, 15.0, NAN),
    ]:
        add(E, transpiration, name, *values, relative=1e-14)
    add(
        E,
        transpiration,
        "forest, kWh of a square metre",
        1.0,
        2837.27,
        15.0,
        3.0,
        published=(3.9407, "absolute", 5e-5, f"derived from {GANZI}, Table 4"),
    )
    for name, km2, heat, value in [
        ("forest", 31920.60, 2837.27, 666.68e8),
        ("shrub", 32283.46, 1300.95, 309.16e8),
        ("grassland", 71113.87, 969.83, 507.68e8),
    ]:
        printed = (value / 0.53, "absolute", 0.005e8 / 0.53, f"{GANZI}, Table 4, value over 0.53 CNY/kWh")
        add(E, transpiration, f"Ganzi 2010, {name}", km2 * 1e6, heat, 15.0, 3.0, published=printed)

    E = f"{S}{variant}/evaporation_energy"
    keys = function.__code__.co_varnames[: function.__code__.co_argcount]
    for name, change in [
        ("30 m cell, 15 days of 3.7 mm", {}),
        ("cut cell, heat of 35 degrees", {"area": 37.281, "latent_heat_of_vaporisation": 2418.365}),
        ("largest evaporation", {"area": 1e6, "evaporation_of_hot_days": 5000.0}),
        ("land", {"evaporating_water_share": 0.0}),
        ("no hot day", {"evaporation_of_hot_days": 0.0}),
        ("no area", {"area": 0.0}),
        *((f"{key} missing", {key: NAN, "area": 0.0} if key != "area" else {key: NAN}) for key in keys),
    ]:
        add(E, function, name, *({**WATER, **change}[key] for key in keys), relative=1e-14)
    if variant == "heat_by_type":
        # 55.5 mm has one decimal: half a unit of it is 0.05 mm of 800.56 kWh/m3.
        printed = (44.42, "absolute", 0.05e-3 * 800.56, f"derived from {GANZI}, Table 4, at 15 days of 3.70 mm")
        values = ({**WATER, "area": 1.0}[key] for key in keys)
        add(E, function, "Ganzi 2010, kWh of a square metre of wetland", *values, published=printed)

E = f"{S}measured_temperature_difference/measured_cooling_energy"
for name, *values in [
    ("by hand: 8 kWh", 3600.0, 10.0, 2.0, 1.0, 1.2, 3.0),
    ("park", 48_200.0, 25.0, 1.7, 1.005, 1.184, 3.4),
    ("warmer inside", 900.0, 10.0, -0.6, 1.005, 1.2, 3.0),
    ("no difference", 900.0, 10.0, 0.0, 1.005, 1.2, 3.0),
    ("no air", 900.0, 0.0, 1.7, 1.005, 1.2, 3.0),
    ("area missing", NAN, 0.0, 1.7, 1.005, 1.2, 3.0),
    ("height missing", 900.0, NAN, 0.0, 1.005, 1.2, 3.0),
    ("difference missing", 900.0, 0.0, NAN, 1.005, 1.2, 3.0),
    ("heat capacity missing", 900.0, 0.0, 1.7, NAN, 1.2, 3.0),
    ("density missing", 900.0, 0.0, 1.7, 1.005, NAN, 3.0),
    ("ratio missing", 900.0, 0.0, 1.7, 1.005, 1.2, NAN),
]:
    add(E, measured, name, *values, relative=1e-14)

GIVEN = f"{S}given_quantity/"
as_given(f"{GIVEN}transpiration_energy", "transpiration_energy_quantity", [("Ganzi", 2799.1e8), ("one", 1.0)])
as_given(f"{GIVEN}evaporation_energy", "evaporation_energy_quantity", [("Ganzi", 1272.35e8), ("one", 1.0)])

for indicator in ["transpiration_energy", "evaporation_energy", "measured_cooling_energy"]:
    for name, *values in [
        ("one cell", 3546.6, 0.53),
        ("below 0", -812.0, 0.52),
        ("none", 0.0, 0.53),
        ("quantity missing", NAN, 0.53),
        ("price missing", 0.0, NAN),
    ]:
        add(f"{V}{indicator}", electricity_price, name, *values)
for indicator, quantity, value in [
    ("transpiration_energy", 2799.10e8, 1483.5208e8),
    ("evaporation_energy", 1272.35e8, 674.3433e8),
]:
    printed = (value, "absolute", 0.05e8 * 0.53 if quantity == 2799.10e8 else 0.005e8 * 0.53, f"{GANZI}, Table 3")
    add(f"{V}{indicator}", electricity_price, "Ganzi 2010", quantity, 0.53, published=printed)

if __name__ == "__main__":
    write()
