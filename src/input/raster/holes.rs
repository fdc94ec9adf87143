//! Holes of a map: regions of missing cells that do not reach its edge, found from row to row.
//!
//! Only the runs of one row and the regions that still grow are held. Cells that touch at a corner are of one region, so
//! that the stepped boundary of a district makes no holes.

use std::collections::BTreeMap;
use std::ops::Range;

/// Bits of a word.
const WORD: u32 = u64::BITS;

/// Some missing cells.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Region {
    /// Their number.
    pub cells: u64,
    /// Their area \[m²\].
    pub area: f64,
    at_edge: bool,
}

impl Region {
    fn join(&mut self, other: Self) {
        self.cells = self.cells.saturating_add(other.cells);
        self.area += other.area;
        self.at_edge |= other.at_edge;
    }
}

/// Missing cells beside one another in a row, and the position of their region.
#[derive(Debug)]
struct Run {
    cells: Range<u32>,
    region: usize,
}

/// The search for holes. Rows are completed in their order; cells of a row may be marked in any.
///
/// # Examples
///
/// ```
/// use ecovalue::input::raster::Holes;
///
/// let map = [[0, 0, 0, 1], [0, 1, 0, 1], [0, 0, 0, 1]];
/// let mut holes = Holes::new(4, 3);
/// for (row, cells) in (0..).zip(map) {
///     holes.mark(row, 0, cells.into_iter().map(|cell| cell == 1));
/// }
/// holes.complete(0..3, |_, columns| 900.0 * f64::from(columns.end - columns.start));
/// // The last column reaches the edge.
/// let found = holes.together();
/// assert_eq!((found.cells, found.area), (1, 900.0));
/// ```
#[derive(Debug)]
pub struct Holes {
    width: u32,
    height: u32,
    /// A bit for every cell of the rows that wait for more columns and have a missing cell.
    waiting: BTreeMap<u32, Vec<u64>>,
    spare: Vec<Vec<u64>>,
    /// Missing cells of the last complete row.
    runs: Vec<Run>,
    /// Regions that reach the last complete row.
    regions: Vec<Region>,
    /// Regions that are complete and did not reach the edge, together.
    found: Region,
}

impl Holes {
    /// The search in a map of some columns and rows.
    #[must_use]
    pub fn new(width: u32, height: u32) -> Self {
        let (waiting, spare, runs, regions) = (BTreeMap::new(), Vec::new(), Vec::new(), Vec::new());
        Self { width, height, waiting, spare, runs, regions, found: Region::default() }
    }

    /// Marks the missing ones of some cells beside one another.
    pub fn mark(&mut self, row: u32, first: u32, missing: impl Iterator<Item = bool>) {
        let mut columns =
            (first..self.width).zip(missing).filter_map(|(column, missing)| missing.then_some(column));
        let Some(first) = columns.next() else { return };
        let (spare, words) = (&mut self.spare, self.width.div_ceil(WORD));
        let bits = self.waiting.entry(row).or_insert_with(|| {
            let mut bits = spare.pop().unwrap_or_default();
            bits.clear();
            bits.resize(length(words), 0);
            bits
        });
        for column in std::iter::once(first).chain(columns) {
            if let Some(word) = bits.get_mut(length(column / WORD)) {
                *word |= 1 << (column % WORD);
            }
        }
    }

    /// Takes rows of which all columns were looked at. `area` is that of some cells of a row.
    pub fn complete(&mut self, rows: Range<u32>, area: impl Fn(u32, Range<u32>) -> f64) {
        for row in rows {
            if self.runs.is_empty() && self.waiting.is_empty() {
                return;
            }
            let bits = self.waiting.remove(&row).unwrap_or_default();
            let edge = row == 0 || row.saturating_add(1) == self.height;
            let runs = runs(&bits).map(|cells| {
                let at_edge = edge || cells.start == 0 || cells.end >= self.width;
                let number = u64::from(cells.end.saturating_sub(cells.start));
                (cells.clone(), Region { cells: number, area: area(row, cells), at_edge })
            });
            let runs = runs.collect();
            self.spare.push(bits);
            self.follow(runs);
        }
    }

    /// All holes together, once every row is complete.
    #[must_use]
    pub fn together(mut self) -> Region {
        self.follow(Vec::new());
        self.found
    }

    /// Goes on with the next row: joins its runs with the regions that they touch, and lets go of the others.
    fn follow(&mut self, row: Vec<(Range<u32>, Region)>) {
        let before = self.regions.len();
        let mut regions = std::mem::take(&mut self.regions);
        regions.extend(row.iter().map(|(_, region)| *region));
        let mut joined = Joined { parents: (0..regions.len()).collect() };
        let mut above = self.runs.iter().peekable();
        for (index, (cells, _)) in (before..).zip(&row) {
            while let Some(run) = above.peek().filter(|run| run.cells.start <= cells.end) {
                if run.cells.end >= cells.start {
                    joined.join(run.region, index, &mut regions);
                }
                if run.cells.end > cells.end {
                    break; // it may touch the next run too
                }
                above.next();
            }
        }
        // Positions of the regions that reach this row.
        let mut kept: Vec<Option<usize>> = vec![None; regions.len()];
        self.runs.clear();
        for (index, (cells, _)) in (before..).zip(row) {
            let root = joined.root(index);
            let Some(position) = kept.get_mut(root) else { continue };
            let region = *position.get_or_insert_with(|| {
                self.regions.extend(regions.get(root));
                self.regions.len().saturating_sub(1)
            });
            self.runs.push(Run { cells, region });
        }
        for (index, region) in regions.iter().enumerate().take(before) {
            let ends = joined.root(index) == index && kept.get(index).is_none_or(Option::is_none);
            if ends && !region.at_edge {
                self.found.join(*region);
            }
        }
    }
}

/// Which regions have become one.
struct Joined {
    parents: Vec<usize>,
}

impl Joined {
    fn root(&mut self, mut index: usize) -> usize {
        while let Some(parent) = self.parents.get(index).copied().filter(|parent| *parent != index) {
            let next = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(entry) = self.parents.get_mut(index) {
                *entry = next;
            }
            index = parent;
        }
        index
    }

    fn join(&mut self, one: usize, other: usize, regions: &mut [Region]) {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return;
        }
        let (first, second) = (one.min(other), one.max(other));
        if let Some(parent) = self.parents.get_mut(second) {
            *parent = first;
        }
        let part = regions.get(second).copied().unwrap_or_default();
        if let Some(region) = regions.get_mut(first) {
            region.join(part);
        }
    }
}

/// Runs of bits that are set, from the first to behind the last.
fn runs(bits: &[u64]) -> impl Iterator<Item = Range<u32>> {
    let words = (0_u32..).step_by(length(WORD)).zip(bits.iter().copied());
    let mut words = words.filter(|(_, word)| *word != 0).peekable();
    std::iter::from_fn(move || {
        let mut cells: Option<Range<u32>> = None;
        while let Some((first, word)) = words.peek_mut() {
            let from = word.trailing_zeros();
            let start = first.saturating_add(from);
            if cells.as_ref().is_some_and(|cells| cells.end != start) {
                return cells;
            }
            let long = (*word >> from).trailing_ones();
            let end = from.saturating_add(long);
            *word = word.checked_shr(end).and_then(|word| word.checked_shl(end)).unwrap_or_default();
            cells = Some(cells.map_or(start, |cells| cells.start)..start.saturating_add(long));
            if *word != 0 {
                return cells;
            }
            words.next();
        }
        cells
    })
}

fn length(cells: u32) -> usize {
    usize::try_from(cells).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells and area of the holes of a drawing; `.` is missing, cells of row r have the area r + 1.
    fn holes(drawing: &[&str]) -> (u64, f64) {
        let width = u32::try_from(drawing[0].len()).unwrap();
        let mut holes = Holes::new(width, u32::try_from(drawing.len()).unwrap());
        for (row, line) in (0..).zip(drawing) {
            // The right half first, as tiles may come in any order.
            let half = line.len() / 2;
            let missing = |part: &str| part.bytes().map(|byte| byte == b'.').collect::<Vec<_>>();
            holes.mark(row, u32::try_from(half).unwrap(), missing(&line[half..]).into_iter());
            holes.mark(row, 0, missing(&line[..half]).into_iter());
            let area = |row: u32, cells: Range<u32>| f64::from(row + 1) * f64::from(cells.end - cells.start);
            holes.complete(row..row + 1, area);
        }
        let all = holes.together();
        (all.cells, all.area)
    }

    #[test]
    fn what_reaches_the_edge_is_no_hole() {
        assert_eq!(holes(&["####", "#..#", "#.##", "####"]), (3, 2.0 * 2.0 + 3.0));
        assert_eq!(holes(&["####", "#..#", "#.##", "#.##"]), (0, 0.0));
        assert_eq!(holes(&["....", ".##.", ".##.", "...."]), (0, 0.0));
        assert_eq!(holes(&["######", "#.##.#", "######"]), (2, 4.0));
        assert_eq!(holes(&["#####", ".####", "#.###", "##.##", "#####"]), (0, 0.0), "by corners");
        assert_eq!(holes(&["##", "##"]), (0, 0.0));
    }

    #[test]
    fn arms_that_meet_below_are_one_region() {
        // A U whose left arm is at the edge, and one that is not.
        assert_eq!(holes(&["#######", ".###.##", ".###.##", "......#", "#######"]), (0, 0.0));
        assert_eq!(holes(&["#######", "#.##.##", "#.##.##", "#....##", "#######"]).0, 8);
        // A ring around an island, with a hole inside of the island.
        assert_eq!(
            holes(&["#######", "#.....#", "#.###.#", "#.#.#.#", "#.###.#", "#.....#", "#######"]).0,
            17
        );
        // A comb: many arms, one of them at the edge.
        assert_eq!(holes(&["######.##", "#.#.#.#.#", "#.#.#.#.#", "#.......#", "#########"]).0, 0);
        assert_eq!(holes(&["#########", "#.#.#.#.#", "#.#.#.#.#", "#.......#", "#########"]).0, 15);
    }

    #[test]
    fn runs_go_on_over_words() {
        let mut bits = vec![0_u64; 3];
        bits[0] = 1 << 63 | 0b110;
        bits[1] = u64::MAX;
        bits[2] = 0b1011;
        assert_eq!(runs(&bits).collect::<Vec<_>>(), [1..3, 63..130, 131..132]);
        let mut whole = runs(&[u64::MAX, u64::MAX]);
        assert_eq!((whole.next(), whole.next()), (Some(0..128), None));
        assert_eq!(runs(&[]).count(), 0);
    }

    #[test]
    fn random_drawings_agree_with_a_flood_from_the_edge() {
        let mut state = 7_u32;
        for _ in 0..300 {
            let (width, height) = (9, 8);
            let mut drawing = vec![vec![b'#'; width]; height];
            for cell in drawing.iter_mut().flatten() {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if state >> 30 == 0 || state >> 29 == 3 {
                    *cell = b'.';
                }
            }
            let lines: Vec<String> =
                drawing.iter().map(|line| String::from_utf8(line.clone()).unwrap()).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let found = holes(&lines);
            loop {
                let before = drawing.clone();
                for row in 0..height {
                    for column in 0..width {
                        let edge = row == 0 || column == 0 || row + 1 == height || column + 1 == width;
                        let near = (row.saturating_sub(1)..(row + 2).min(height)).any(|row| {
                            (column.saturating_sub(1)..(column + 2).min(width))
                                .any(|column| drawing[row][column] == b'~')
                        });
                        if drawing[row][column] == b'.' && (edge || near) {
                            drawing[row][column] = b'~';
                        }
                    }
                }
                if drawing == before {
                    break;
                }
            }
            let expected = drawing.iter().flatten().filter(|cell| **cell == b'.').count();
            assert_eq!(found.0, u64::try_from(expected).unwrap(), "{lines:?}");
        }
    }
}
