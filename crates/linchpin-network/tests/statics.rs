//! Golden numbers of static input-output analysis (Miller and Blair 2009, two-sector example).

use linchpin_network::statics::extraction::extract_group;
use linchpin_network::statics::industry::places;
use linchpin_network::statics::{Ghosh, Leontief, extract};
use linchpin_network::table::{Cells, Mrio, Origin};

fn two_sectors() -> Mrio {
    let cells = Cells {
        regions: vec!["here".to_owned()],
        sectors: vec!["one".to_owned(), "two".to_owned()],
        categories: vec!["final".to_owned()],
        z: vec![150.0, 500.0, 200.0, 100.0],
        y: vec![350.0, 1700.0],
        x: Some(vec![1000.0, 2000.0]),
    };
    Mrio::new(cells, Origin::unnamed()).expect("the textbook table")
}

fn near(found: &[f64], wanted: &[f64], tolerance: f64) {
    for (a, b) in found.iter().zip(wanted) {
        assert!((a - b).abs() < tolerance, "{found:?} instead of {wanted:?}");
    }
}

#[test]
fn leontief_inverse_and_a_new_final_demand() {
    let model = Leontief::new(&two_sectors()).expect("regular");
    near(model.inverse(), &[1.2541, 0.3300, 0.2640, 1.1221], 5e-5);
    near(&model.output(&[600.0, 1500.0]), &[1_247.524_8, 1_841.584_2], 5e-5);
    near(&model.output(&[350.0, 1700.0]), &[1000.0, 2000.0], 1e-9);
    near(&model.multipliers(), &[1.5182, 1.4521], 1e-4);
}

#[test]
fn ghosh_reproduces_output_from_value_added() {
    let table = two_sectors();
    let model = Ghosh::new(&table).expect("regular");
    near(&model.output(&table.value_added()), table.x(), 1e-9);
    assert!(model.multipliers().iter().all(|m| *m > 1.0));
}

#[test]
fn upstreamness_and_multipliers_of_every_industry() {
    let table = two_sectors();
    let rows = places(&table).expect("regular");
    near(&[rows[0].backward, rows[1].backward], &[1.5182, 1.4521], 1e-4);
    // Upstreamness by its definition: U_i = 1 + sum_j (z_ij / x_i) U_j.
    for (i, row) in rows.iter().enumerate() {
        let others: f64 =
            (0..2).map(|j| table.z()[2 * i + j] / table.x()[i] * rows[j].forward).sum();
        near(&[row.forward], &[1.0 + others], 1e-12);
    }
    near(&[rows[0].extraction], &[1_210.526_3], 5e-5);
}

#[test]
fn extraction_in_closed_form_equals_the_reduced_table() {
    let table = two_sectors();
    let model = Leontief::new(&table).expect("regular");
    let closed = extract(&table, &model, 0);
    near(&[closed.loss, closed.rest], &[1_210.526_3, 1_789.473_7], 5e-5);
    let solved = extract_group(&table, &model, &[0]).expect("regular");
    near(&[solved.loss, solved.rest], &[closed.loss, closed.rest], 1e-9);
}
