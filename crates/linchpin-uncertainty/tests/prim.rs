//! PRIM finds the boxes of the EMA Workbench on its published example.

use linchpin_uncertainty::prim::{Prim, quasi_p};

/// The rows of a table without its header.
fn rows(text: &str) -> Vec<Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect()).collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().expect("a number")
}

#[test]
fn the_trajectory_and_box_21_are_the_workbenchs() {
    let data = rows(include_str!("data/bryant-lempert-2010.csv"));
    let factors: Vec<Vec<f64>> =
        (0..9).map(|at| data.iter().map(|row| number(row[at])).collect()).collect();
    let hits: Vec<bool> = data.iter().map(|row| row[9] == "1").collect();
    let prim = Prim { peel: 0.1, ..Prim::default() };
    let steps = prim.trajectory(&factors, &hits);
    let wanted = rows(include_str!("data/ema-prim-trajectory.csv"));
    assert_eq!(steps.len(), wanted.len());
    for (step, row) in steps.iter().zip(&wanted) {
        let count = |at: usize| row[at].parse::<usize>().expect("a count");
        assert_eq!((step.runs, step.hits, step.restricted.len()), (count(0), count(1), count(2)));
        assert!((step.coverage - number(row[3])).abs() < 1e-12);
        assert!((step.density - number(row[4])).abs() < 1e-12);
        assert!((step.mass - number(row[5])).abs() < 1e-12);
    }
    for (at, row) in rows(include_str!("data/ema-prim-box-21.csv")).iter().enumerate() {
        let (low, high) = (steps[21].low[at], steps[21].high[at]);
        assert!((low - number(row[1])).abs() < 1e-9, "{}: {low}", row[0]);
        assert!((high - number(row[2])).abs() < 1e-9, "{}: {high}", row[0]);
    }
    // Quasi-p-values of the same box, as the workbench tells them: cost, biomass, demand, backstop.
    let told = |factor, side: usize| quasi_p(&steps[21], factor, &factors, &hits)[side];
    for (factor, side, wanted) in [
        (0, 0, 0.157_413_335_289_273_26),
        (1, 1, 4.716_968_553_178_767e-6),
        (5, 0, 1.184_929_911_576_220_8e-16),
        (8, 0, 3.515_112_530_263_05e-11),
    ] {
        let found = told(factor, side).expect("a restriction");
        assert!((found / wanted - 1.0).abs() < 1e-6, "{factor}: {found} instead of {wanted}");
        assert_eq!(told(factor, 1 - side), None);
    }
}
