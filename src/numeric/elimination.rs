//! Linear equations with any square matrix, by Gauss–Jordan elimination with partial pivoting.

/// Solves `A X = B`. Each row holds a row of `A`, then the row of `B`; what is returned holds the rows of
/// `X`. `None` where the columns depend on each other.
pub(crate) fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let size = rows.len();
    for column in 0..size {
        let cell = |row: &[f64]| row.get(column).copied().unwrap_or(0.0);
        let below = rows.iter().enumerate().skip(column);
        let (pivot, _) = below.max_by(|(_, a), (_, b)| cell(a).abs().total_cmp(&cell(b).abs()))?;
        rows.swap(column, pivot);
        let mut scaled = rows.get(column)?.clone();
        let by = cell(&scaled);
        if !by.is_normal() {
            return None;
        }
        scaled.iter_mut().for_each(|value| *value /= by);
        for (at, row) in rows.iter_mut().enumerate() {
            if at == column {
                row.clone_from(&scaled);
                continue;
            }
            let times = cell(row);
            if times != 0.0 {
                row.iter_mut()
                    .zip(&scaled)
                    .for_each(|(value, other)| *value -= times * other);
            }
        }
    }
    Some(
        rows.into_iter()
            .map(|mut row| row.split_off(size))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_that_need_another_order_are_solved() {
        // 2y = 6, x + z = 4, 3x − z = 0.
        let rows = vec![
            vec![0.0, 2.0, 0.0, 6.0],
            vec![1.0, 0.0, 1.0, 4.0],
            vec![3.0, 0.0, -1.0, 0.0],
        ];
        assert_eq!(solve(rows), Some(vec![vec![1.0], vec![3.0], vec![3.0]]));
    }

    #[test]
    fn an_inverse_times_the_matrix_is_the_identity() {
        let matrix = [[4.0, 1.0, 2.0], [0.5, 3.0, 1.0], [1.0, 0.25, 5.0]];
        let beside = |(at, row): (usize, &[f64; 3])| {
            let unit = (0..3).map(|column| if column == at { 1.0 } else { 0.0 });
            row.iter().copied().chain(unit).collect::<Vec<f64>>()
        };
        let inverse = solve(matrix.iter().enumerate().map(beside).collect()).unwrap();
        for (at, row) in matrix.iter().enumerate() {
            for column in 0..3 {
                let cell: f64 = row.iter().zip(&inverse).map(|(a, b)| a * b[column]).sum();
                let expected = if at == column { 1.0 } else { 0.0 };
                assert!((cell - expected).abs() < 1e-15, "{at} {column}: {cell}");
            }
        }
    }

    #[test]
    fn dependent_columns_and_numbers_that_are_none_have_no_solution() {
        assert_eq!(solve(vec![vec![1.0, 2.0, 1.0], vec![2.0, 4.0, 1.0]]), None);
        assert_eq!(solve(vec![vec![f64::NAN, 1.0]]), None);
        assert_eq!(solve(Vec::new()), Some(Vec::new()));
    }
}
