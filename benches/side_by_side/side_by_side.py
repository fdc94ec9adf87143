"""ecovalue beside numpy, numba, dask and gdal_calc on the same cells, back to back in one go.

    python3 benches/side_by_side/side_by_side.py --folder FOLDER --sizes 2000 4000 10000

Makes an environment of its own with the rivals (`--environment`), builds the release command and the example
`in_memory`, generates seeded cells, runs everybody in turn, checks that the results agree, and prints the tables of
RESULTS.md. Every figure is the smallest and the median of the repetitions; the tools take turns, so that a machine whose
speed drifts is the same for all. The rivals are timed inside their process, without start, imports and compilation;
ecovalue is timed as a whole process, hashes of its inputs, checks, exact sums and reports included.
"""
import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGES = ["numpy", "numba", "xarray", "dask", "rasterio", "rioxarray", "mpmath"]
#: Rivals from file to file, with their threads.
RIVALS = {"numpy": 1, "numba": 2, "dask": 2, "gdal_calc": 1}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="generated cells; removed one size after another")
    parser.add_argument("--environment", type=Path, help="virtual environment of the rivals [default: FOLDER/environment]")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2000, 4000, 10000], help="cells a side")
    parser.add_argument("--parts", nargs="+", default=["start", "accuracy", "memory", "files", "scale"])
    parser.add_argument("--rivals", nargs="+", default=list(RIVALS))
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--memory-size", type=int, help="cells a side of the rows in memory [default: largest size]")
    parser.add_argument("--built", type=Path, help="folder of `ecovalue` and `in_memory`, where they are not to be built anew")
    parser.add_argument("--large", type=int, help="cells a side of a run whose peak memory is held against the largest size")
    return parser.parse_args()


def enter_environment(options):
    """Starts this script again inside the environment, which is made on the first call."""
    environment = (options.environment or options.folder / "environment").absolute()
    python = environment / "bin" / "python"
    if Path(sys.prefix) == environment:
        return
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    os.execv(python, [python, "-B", *sys.argv])


#: Runs a command and prints what it took behind its output. A process of its own, since the peak of a child begins at
#: the memory of what started it, which here has whole maps in it.
MEASURE = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
output = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True, check=True).stdout
clock, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([output, clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def process(command, **settings):
    """Output, seconds by the clock and of the processors, and peak memory in MiB of one process."""
    command = [sys.executable, "-I", "-S", "-c", MEASURE, *map(str, command)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, **settings)
    output, clock, processors, peak = json.loads(done.stdout)
    return output, (clock, processors), peak


#: As README.md has it: two vectors of cells at a time, so that long chains of operations overlap. No bit changes.
INTERLEAVED = "-Cllvm-args=-force-vector-interleave=2"
BUILT = ROOT / "target/side_by_side"
#: numpy asks for large pages by itself; the allocator of the C library does so if told.
HUGE_PAGES = {**os.environ, "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


class Times:
    """Seconds and peaks of one row and tool."""

    def __init__(self):
        self.seconds, self.used, self.peaks = [], [], []

    def add(self, seconds, peak):
        for clock, processors in seconds:
            self.seconds.append(clock)
            self.used.append(processors)
        self.peaks.append(peak)

    @property
    def best(self):
        return min(self.seconds)

    @property
    def least(self):
        """The least time of the processors, which others on the machine change less than the clock."""
        return min(self.used)


class Bench:
    def __init__(self, options):
        self.options = options
        self.times = {}
        self.remarks = []
        built = options.built or BUILT / "release"
        self.command = built / "ecovalue"
        self.example = built / ("in_memory" if options.built else "examples/in_memory")

    def build(self):
        if self.options.built:
            return
        what = ["--features", "cli", "--bin", "ecovalue", "--example", "in_memory", "--target-dir", BUILT]
        flags = {**os.environ, "RUSTFLAGS": INTERLEAVED}
        subprocess.run(["cargo", "build", "--release", "--quiet", *what], cwd=ROOT, check=True, env=flags)

    def add(self, key, seconds, peak):
        self.times.setdefault(key, Times()).add(seconds, peak)

    def best(self, *key):
        return self.times[key].best if key in self.times else None

    def over(self, one, other):
        """How many times the seconds of one row and tool another takes, by the clock and of the processors."""
        one, other = self.times[one], self.times[other]
        return f"{other.best / one.best:.2f} ({other.least / one.least:.2f} of the processors)"

    # In memory.

    def memory(self, size):
        import cells

        folder = self.options.folder / f"memory_{size}"
        cells.columns(folder, size * size)
        for _ in range(self.options.repetitions):
            for threads, rows in [(2, ["triad", "carbon", "rusle", "water_yield"]), (1, ["triad", "water_yield"])]:
                output, _, peak = process([self.example, folder, threads, 3, *rows], env=HUGE_PAGES)
                for line in output.splitlines():
                    row, bytes_of_cell, *seconds = line.split()
                    self.add(("memory", row, size, f"ecovalue {threads}t", int(bytes_of_cell)), [(float(own), float("nan")) for own in seconds], peak)
            for row, threads in [("carbon", 2), ("rusle", 2), ("water_yield", 2), ("water_yield", 1)]:
                bytes_of_cell = {"carbon": 5, "rusle": 24, "water_yield": 16}[row]
                seconds, peak = self.rival("numba_memory", row, folder, threads, 3)
                self.add(("memory", row, size, f"numba {threads}t", bytes_of_cell), seconds, peak)
        for row in ["carbon", "rusle", "water_yield"]:
            self.rival("numpy_memory", row, folder, 1, 1)
            self.agree(folder, row)
        shutil.rmtree(folder)

    def agree(self, folder, row):
        import numpy

        ours = numpy.fromfile(folder / f"{row}.result.f32", "f4")
        for rival in ["numba", "numpy"]:
            other = numpy.fromfile(folder / f"{row}.{rival}_memory.f32", "f4")
            off = float(numpy.max(numpy.abs(ours - other) / numpy.maximum(numpy.abs(other), 1e-3)))
            self.remarks.append(f"{row} in memory: largest relative difference to {rival} {off:.1e}, results in 32 bits")
            if off > 1e-5:
                raise SystemExit(f"{row}: ecovalue and {rival} differ by {off}")

    def rival(self, tool, row, folder, threads, repetitions):
        command = [sys.executable, "-B", HERE / "rivals.py", tool, row, folder, threads, repetitions]
        output, _, peak = process(command)
        return json.loads(output), peak

    # Against 60 digits.

    def accuracy(self):
        import mpmath
        import numpy

        folder = self.options.folder / "accuracy"
        folder.mkdir(parents=True, exist_ok=True)
        mpmath.mp.dps = 60
        ratios = numpy.logspace(-2, 3, 101)
        omegas = numpy.array([1.05, 1.25, 1.6, 2, 2.6, 3.5, 5, 7, 10])
        ratio, omega = (grid.ravel() for grid in numpy.meshgrid(ratios, omegas))
        rain = numpy.linspace(3, 900, ratio.size).astype("f4")
        potential = (rain * ratio).astype("f4")
        omega = omega.astype("f4")
        for name, column in [("precipitation", rain), ("potential", potential), ("omega", omega)]:
            column.tofile(folder / f"{name}.f32")
        process([self.example, folder, 1, 1, "accuracy"])
        found = {name: numpy.fromfile(folder / f"{name}.result.f64") for name in ["fu_yield", "fu_evapotranspiration"]}
        worst = dict.fromkeys(found, 0.0)
        for i in range(rain.size):
            p, pet, w = (mpmath.mpf(float(column[i])) for column in (rain, potential, omega))
            water = p * ((1 + (pet / p) ** w) ** (1 / w)) - pet
            for name, answer in [("fu_yield", water), ("fu_evapotranspiration", p - water)]:
                off = float(abs((mpmath.mpf(float(found[name][i])) - answer) / answer))
                worst[name] = max(worst[name], off)
        naive = 0.0
        for i in range(rain.size):
            p, pet, w = (float(column[i]) for column in (rain, potential, omega))
            answer = mpmath.mpf(p) * ((1 + (mpmath.mpf(pet) / p) ** w) ** (1 / mpmath.mpf(w))) - pet
            naive = max(naive, float(abs((p * ((1 + (pet / p) ** w) ** (1 / w) - pet / p) - answer) / answer)))
        self.remarks.append(
            f"Fu's equation, {rain.size} points with PET/P from 0.01 to 1000 and omega from 1.05 to 10, against 60 digits: largest "
            f"relative error of the yield {worst['fu_yield']:.1e}, of evapotranspiration "
            f"{worst['fu_evapotranspiration']:.1e}; of the yield by the equation as printed, in 64 bits, {naive:.1e}"
        )
        shutil.rmtree(folder)

    # From file to file.

    def ours(self, row, folder, size, threads=2):
        out = folder / f"result_{row}"
        shutil.rmtree(out, ignore_errors=True)
        _, seconds, peak = process(
            [self.command, "run", folder / f"{row}.toml", "--out", out, "--threads", threads], stderr=subprocess.DEVNULL
        )
        self.add(("files", row, size, f"ecovalue {threads}t"), [seconds], peak)
        return out

    def files(self, size):
        import cells

        folder = self.options.folder / f"files_{size}"
        cells.rasters(folder, size, size)
        repetitions = self.options.repetitions
        for row in ["carbon", "water_yield"]:
            for repetition in range(repetitions):
                self.ours(row, folder, size)
                for rival in self.options.rivals:
                    if rival == "gdal_calc" and not (shutil.which("gdal_calc") or shutil.which("gdal_calc.py")):
                        continue
                    # The slow ones are no closer to ours the third time.
                    if rival in ("numpy", "gdal_calc") and repetition > 1:
                        continue
                    seconds, peak = self.rival(rival, row, folder, RIVALS[rival], 1)
                    self.add(("files", row, size, f"{rival} {RIVALS[rival]}t"), seconds, peak)
                if row == "water_yield":
                    self.ours("ten", folder, size)
            for rival in self.options.rivals:
                if (folder / f"{row}.{rival}.tif").exists():
                    self.agree_map(folder, row, rival)
        shutil.rmtree(folder)

    def agree_map(self, folder, row, rival):
        """Our map is per cell, the rivals' per area: they agree if the quotient is the same in every row of cells."""
        import numpy
        import rasterio
        from rasterio.windows import Window

        (ours,) = (folder / f"result_{row}" / "maps").glob("*.tif")
        with rasterio.open(ours) as one, rasterio.open(folder / f"{row}.{rival}.tif") as other:
            worst = 0.0
            for row_of_cells in range(0, one.height, max(1, one.height // 200)):
                window = Window(0, row_of_cells, one.width, 1)
                a, b = one.read(1, window=window).astype("f8"), other.read(1, window=window).astype("f8")
                area = numpy.median(a / b)
                worst = max(worst, float(numpy.max(numpy.abs(a - area * b) / numpy.maximum(area * numpy.abs(b), 1e-3 * area))))
        self.remarks.append(f"{row}, {one.width} x {one.height}: largest relative difference to {rival} {worst:.1e}, maps in 32 bits")
        if worst > 1e-5:
            raise SystemExit(f"{row}: the maps of ecovalue and {rival} differ by {worst}")

    def scale(self):
        """Time per cell over sizes, and peak memory of a map four times the largest."""
        import cells

        sizes = sorted({*self.options.sizes, *([self.options.large] if self.options.large else [])})
        for size in sizes:
            folder = self.options.folder / f"scale_{size}"
            cells.rasters(folder, size, size)
            without_maps(folder)
            for _ in range(1 if size == self.options.large else self.options.repetitions):
                out = folder / "result"
                shutil.rmtree(out, ignore_errors=True)
                command = [self.command, "run", folder / "water_yield.toml", "--out", out, "--threads", 2]
                _, seconds, peak = process(command, stderr=subprocess.DEVNULL)
                self.add(("scale", "three layers without maps", size, "ecovalue 2t"), [seconds], peak)
            shutil.rmtree(folder)

    def start(self):
        """A whole run of 256 by 256 cells: the first cell comes earlier."""
        import cells

        folder = self.options.folder / "start"
        cells.rasters(folder, 256, 256)
        without_maps(folder)
        for _ in range(4 * self.options.repetitions):
            self.ours("water_yield", folder, 256)
        shutil.rmtree(folder)

    # Tables.

    def print(self):
        from importlib.metadata import version

        print(f"\nmachine: {machine()}")
        print("versions: " + ", ".join(f"{name} {version(name)}" for name in PACKAGES) + f", Python {platform.python_version()}")
        print(f"command: {' '.join(['python3', *sys.argv])}\n")
        print("| row | cells | tool | seconds min | median | processors min | 10^6 cells/s | GB/s | peak MiB |\n|---|---|---|---|---|---|---|---|---|")
        for (part, row, size, tool, *rest), times in self.times.items():
            cells = size * size
            rate = cells / times.best
            gigabytes = f"{rest[0] * rate / 1e9:.1f}" if rest else ""
            print(
                f"| {row}, {part} | {size}^2 | {tool} | {times.best:.4g} | {statistics.median(times.seconds):.4g} | {'' if rest else f'{times.least:.4g}'} "
                f"| {rate / 1e6:.1f} | {gigabytes} | {max(times.peaks):.0f} |"
            )
        print("\n| what | found | asked for |\n|---|---|---|")
        for what, found, wanted in self.ratios():
            print(f"| {what} | {found} | {wanted} |")
        print()
        for remark in self.remarks:
            print(f"* {remark}")

    def ratios(self):
        for size in {key[2] for key in self.times if key[0] == "memory"}:
            speed = lambda row, tool, size_of_cell: size_of_cell / self.times["memory", row, size, tool, size_of_cell].best
            triad = speed("triad", "ecovalue 2t", 24)
            for row, size_of_cell in [("carbon", 5), ("rusle", 24)]:
                share = speed(row, "ecovalue 2t", size_of_cell) / triad
                yield f"{row} in memory, 2 threads, over the triad, {size}^2", f"{share:.0%}", ">= 80 %"
                numba = speed(row, f"ecovalue 2t", size_of_cell) / speed(row, "numba 2t", size_of_cell)
                yield f"{row} in memory, 2 threads, over numba, {size}^2", f"{numba:.2f}", ""
            for threads in (1, 2):
                ratio = speed("water_yield", f"ecovalue {threads}t", 16) / speed("water_yield", f"numba {threads}t", 16)
                yield f"water yield in memory, {threads} threads, over numba, {size}^2", f"{ratio:.2f}", ">= 3" if threads == 1 else ""
        for size in sorted({key[2] for key in self.times if key[0] == "files" and key[2] != 256}):
            ours = lambda row: ("files", row, size, "ecovalue 2t")
            for row, wanted in [("carbon", {"numba 2t": ">= 1.5"}), ("water_yield", {"numba 2t": ">= 3", "dask 2t": ">= 3"})]:
                for key in [key for key in self.times if key[:3] == ("files", row, size) and "ecovalue" not in key[3]]:
                    asked = wanted.get(key[3], "")
                    yield f"{row}, file to file, over {key[3]}, {size}^2", self.over(ours(row), key), asked
            numba = ("files", "water_yield", size, "numba 2t")
            if numba in self.times and ours("ten") in self.times:
                yield f"ten services without maps over numba's water yield alone, {size}^2", self.over(ours("ten"), numba), "> 1"
        scale = {key[2]: times for key, times in self.times.items() if key[0] == "scale"}
        if scale:
            nanoseconds = {size: times.least / size**2 * 1e9 for size, times in scale.items()}
            peaks = {size: max(times.peaks) for size, times in scale.items()}
            text = ", ".join(f"{size}^2 {value:.2f}" for size, value in nanoseconds.items())
            within = [value for size, value in nanoseconds.items() if size != self.options.large]
            yield f"nanoseconds of the processors a cell: {text}", f"largest over smallest {max(within) / min(within):.2f}", "<= 1.2"
            text = ", ".join(f"{size}^2 {value:.0f} MiB" for size, value in peaks.items())
            first, last = sorted(peaks)[-2:] if len(peaks) > 1 else [max(peaks)] * 2
            yield f"peak memory: {text}", f"last over the one before {peaks[last] / peaks[first]:.2f}", "<= 300 MiB, <= 1.05"
        start = self.best("files", "water_yield", 256, "ecovalue 2t")
        if start:
            yield "whole run of 256^2 cells, which bounds the start to the first cell", f"{start * 1e3:.0f} ms", "< 50 ms"


def without_maps(folder):
    """The run of the water yield, sums only."""
    settings = folder / "water_yield.toml"
    settings.write_text(settings.read_text().replace('maps = ["water_retention"]', "maps = []"))


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    memory = next(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith("MemTotal")) / 2**20
    system = next((line.split("=")[1].strip().strip('"') for line in open("/etc/os-release") if line.startswith("PRETTY_NAME")), "")
    compiler = subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.strip()
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}, {compiler}"


def main():
    options = arguments()
    enter_environment(options)
    bench = Bench(options)
    bench.build()
    if "start" in options.parts:
        bench.start()
    if "accuracy" in options.parts:
        bench.accuracy()
    if "memory" in options.parts:
        bench.memory(options.memory_size or max(options.sizes))
    if "files" in options.parts:
        for size in options.sizes:
            bench.files(size)
    if "scale" in options.parts:
        bench.scale()
    bench.print()


if __name__ == "__main__":
    main()
