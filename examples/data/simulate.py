"""Makes zones.csv, visits.csv and homes.csv: simulated, not observed. Seed 20240601."""

from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent
draws = np.random.default_rng(20240601)


def write(name, header, rows):
    (FOLDER / name).write_text("\n".join([header, *[",".join(str(v) for v in row) for row in rows]]) + "\n")


# Visits of a person from a zone: exp(0.4 - 0.02 cost + 0.1 income in 10 000 CNY) / 10.
rows = []
for k in range(12):
    cost = round(10 + 14 * k + draws.uniform(-4, 4), 1)
    income = round(draws.uniform(3, 7), 2)
    population = int(draws.uniform(2e4, 4e5))
    rate = np.exp(0.4 - 0.02 * cost + 0.1 * income + 0.08 * draws.normal()) / 10
    rows.append([f"z{k + 1}", population, int(round(population * rate)), cost, income])
write("zones.csv", "zone,population,visits,cost,income", rows)

# People met at the site: NB2 with ln mean = 1.2 - 0.02 cost + 0.1 income and alpha = 0.6, met as often as they come.
rows = []
while len(rows) < 250:
    cost, income = round(draws.uniform(5, 120), 1), round(draws.uniform(3, 7), 2)
    mean = np.exp(1.2 - 0.02 * cost + 0.1 * income)
    visits = draws.poisson(mean * draws.gamma(1 / 0.6, 0.6))
    if draws.uniform() < visits / 60:
        rows.append([visits, cost, income])
write("visits.csv", "visits,cost,income", rows)

# Homes: ln price = 12.9 + 0.01 area - 0.008 age + ln(1.09) view - 0.05 distance + 0.06 noise [CNY].
rows = []
for _ in range(120):
    area, age = round(draws.uniform(45, 160), 1), int(draws.uniform(0, 30))
    distance = round(draws.uniform(0.1, 8), 2)
    view = int(draws.uniform() < (0.6 if distance < 1.5 else 0.05))
    price = np.exp(12.9 + 0.01 * area - 0.008 * age + np.log(1.09) * view - 0.05 * distance + 0.06 * draws.normal())
    rows.append([int(round(price, -3)), area, age, view, distance])
write("homes.csv", "price,area,age,view,distance_km", rows)
