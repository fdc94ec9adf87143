//! A matrix of values by row and column.

/// Values by row and column.
///
/// # Examples
///
/// ```
/// use ecovalue::account::Matrix;
///
/// let matrix = Matrix::from_fn(2, 3, |row, column| 10 * row + column);
/// assert_eq!((matrix.rows(), matrix.columns()), (2, 3));
/// assert_eq!(matrix.get(1, 2), Some(&12));
/// assert_eq!(matrix.row(1).collect::<Vec<_>>(), [&10, &11, &12]);
/// assert_eq!(matrix.column(2).collect::<Vec<_>>(), [&2, &12]);
/// assert_eq!((matrix.get(2, 0), matrix.column(3).count()), (None, 0));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix<T> {
    rows: usize,
    columns: usize,
    /// Row after row.
    values: Vec<T>,
}

impl<T> Matrix<T> {
    /// A matrix whose values are given by row and column, both counted from 0.
    pub fn from_fn(rows: usize, columns: usize, mut value: impl FnMut(usize, usize) -> T) -> Self {
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        Self { rows, columns, values: places.map(|(row, column)| value(row, column)).collect() }
    }

    /// Number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// The value in a row and column.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> Option<&T> {
        if row >= self.rows || column >= self.columns {
            return None;
        }
        self.values.get(row * self.columns + column)
    }

    /// The values of a row; none where the matrix has no such row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &T> {
        (0..self.columns).filter_map(move |column| self.get(row, column))
    }

    /// The values of a column; none where the matrix has no such column.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &T> {
        (0..self.rows).filter_map(move |row| self.get(row, column))
    }

    /// A matrix of something computed from every value.
    #[must_use]
    pub fn map<U>(&self, value: impl FnMut(&T) -> U) -> Matrix<U> {
        Matrix { rows: self.rows, columns: self.columns, values: self.values.iter().map(value).collect() }
    }
}
