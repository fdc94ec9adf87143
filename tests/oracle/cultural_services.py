"""Writes the cases of leisure recreation and landscape premium in tests/reference/ (mpmath, 50 digits).

Run: python3 tests/oracle/cultural_services.py
"""

from cases import NAN, add, as_given, note, write
from mpmath import nan


def times(quantity, price):
    return quantity * price


def value_of_time(hours, wage, share):
    return hours * wage * share


def house(area, price, rate, years):
    return area * price * rate / years if years > 0 else nan


def nights(rooms, occupancy):
    return rooms * occupancy * 365


def hotel(nights, price, rate):
    return nights * price * rate


L = "leisure_recreation"
for variant in ["visits_and_time", "visits"]:
    as_given(f"service/{L}/{variant}/leisure_visits", "leisure_visits", [("district", 2140.6e4), ("one", 1.0)])
for name, *values in [
    ("1000 visits of 1.5 hours by hand", 1000.0, 1.5),
    ("district", 2140.6e4, 1.2),
    ("nobody came", 0.0, 1.5),
    ("no time", 1000.0, 0.0),
    ("visits missing", NAN, 0.0),
    ("time missing", 0.0, NAN),
]:
    keys = ["leisure_visits", "leisure_time_per_visit"]
    add(f"service/{L}/visits_and_time/leisure_time", times, name, *values, keys=keys)
for variant in ["time_cost", "time_and_local_cost"]:
    for name, *values in [
        ("1500 hours by hand", 1500.0, 40.0, 0.25),
        ("district", 2568.7e4, 38.72, 0.3),
        ("no time", 0.0, 38.72, 0.3),
        ("no wage", 2568.7e4, 0.0, 0.3),
        ("no share", 2568.7e4, 38.72, 0.0),
        ("time missing", NAN, 0.0, 0.3),
        ("wage missing", 0.0, NAN, 0.3),
        ("share missing", 1500.0, 0.0, NAN),
    ]:
        keys = ["quantity", "wage_per_hour", "leisure_time_wage_share"]
        add(f"value/{L}/{variant}/leisure_time", value_of_time, name, *values, keys=keys)
note(f"value/{L}/time_cost/local_spend", "time alone", {}, "left out", source="definition of the variant")
V = f"value/{L}/time_and_local_cost/local_spend"
as_given(V, "leisure_local_spend", [("district", 1.7e8), ("one yuan", 1.0)])
as_given(f"value/{L}/given_value/leisure_value", "leisure_value", [("district", 4.4e8), ("one yuan", 1.0)])
for name, *values in [
    ("1000 visits at 15 by hand", 1000.0, 15.0),
    ("district", 2140.6e4, 12.5),
    ("nobody came", 0.0, 15.0),
    ("no price", 1000.0, 0.0),
    ("visits missing", NAN, 0.0),
    ("price missing", 0.0, NAN),
]:
    add(f"value/{L}/substitution_cost/leisure_visits", times, name, *values, keys=["quantity", "leisure_substitute_price"])

P = "landscape_premium"
for variant in ["houses", "houses_and_hotels"]:
    as_given(f"service/{P}/{variant}/housing", "landscape_house_area", [("district", 312.6e4), ("one", 1.0)])
for name, *values in [
    ("100 rooms, half of them let, by hand", 100.0, 0.5),
    ("district", 4316.0, 0.612),
    ("no rooms", 0.0, 0.5),
    ("all empty", 100.0, 0.0),
    ("rooms missing", NAN, 0.0),
    ("occupancy missing", 0.0, NAN),
]:
    keys = ["landscape_hotel_rooms", "hotel_occupancy"]
    add(f"service/{P}/houses_and_hotels/hotel_nights", nights, name, *values, keys=keys)
for name, *values in [
    ("3 m² at 10 a year by hand", 3.0, 14000.0, 0.05, 70.0),
    ("district", 312.6e4, 8912.0, 0.034, 70.0),
    ("40 years", 312.6e4, 8912.0, 0.034, 40.0),
    ("a year: the whole premium", 3.0, 14000.0, 0.05, 1.0),
    ("no houses", 0.0, 8912.0, 0.034, 70.0),
    ("no premium", 312.6e4, 8912.0, 0.0, 70.0),
    ("no years", 3.0, 14000.0, 0.05, 0.0),
    ("area missing", NAN, 0.0, 0.05, 70.0),
    ("price missing", 0.0, NAN, 0.05, 70.0),
    ("rate missing", 3.0, 0.0, NAN, 70.0),
    ("years missing", 3.0, 0.0, 0.05, NAN),
]:
    keys = ["quantity", "house_price", "house_premium_rate", "house_useful_years"]
    add(f"value/{P}/price_premium/housing", house, name, *values, keys=keys)
for name, *values in [
    ("18250 nights at 100 by hand", 18250.0, 400.0, 0.25),
    ("district", 964100.0, 268.0, 0.11),
    ("no nights", 0.0, 268.0, 0.11),
    ("no premium", 964100.0, 268.0, 0.0),
    ("nights missing", NAN, 0.0, 0.11),
    ("price missing", 0.0, NAN, 0.11),
    ("rate missing", 18250.0, 0.0, NAN),
]:
    keys = ["quantity", "hotel_room_price", "hotel_premium_rate"]
    add(f"value/{P}/price_premium/hotel_nights", hotel, name, *values, keys=keys)
as_given(f"value/{P}/given_value/premium_value", "landscape_premium_value", [("district", 0.9e8), ("one yuan", 1.0)])

if __name__ == "__main__":
    write()
