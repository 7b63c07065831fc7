//! Positions in a table against the numbers of R's decompr and gvc on their example table `leather`
//! (Argentina, Turkey, Germany; agriculture, leather, transport equipment).

use linchpin_structure::metrics::positions::{Flows, PositionError, Positions};

const Z: [f64; 81] = [
    16.1, 5.1, 1.8, 3.2, 4.3, 0.4, 3.1, 2.8, 4.9, 2.4, 8.0, 3.2, 0.1, 3.2, 1.6, 1.2, 3.9, 11.5,
    0.9, 0.5, 4.0, 0.0, 0.1, 0.3, 0.0, 0.4, 0.5, 1.1, 1.9, 0.2, 18.0, 13.2, 6.1, 9.0, 3.1, 8.9,
    0.3, 2.8, 0.1, 6.1, 28.1, 6.3, 2.1, 2.5, 25.6, 0.0, 0.1, 0.3, 4.1, 3.2, 8.9, 0.2, 0.0, 1.8,
    1.2, 4.2, 0.3, 4.1, 1.2, 0.6, 29.0, 19.5, 17.9, 1.3, 1.1, 0.0, 3.2, 4.8, 2.6, 5.1, 29.1, 24.1,
    2.1, 1.4, 3.0, 4.1, 3.1, 3.9, 11.3, 8.1, 51.3,
];
const X: [f64; 9] = [77.7, 58.3, 19.0, 112.7, 124.6, 43.2, 156.3, 127.8, 217.0];

fn leather() -> Positions {
    Positions::of(&Flows { sectors: 3, z: &Z, x: &X }).expect("a sound table")
}

fn same(found: impl IntoIterator<Item = f64>, wanted: [f64; 9]) {
    let found: Vec<f64> = found.into_iter().collect();
    assert_eq!(found.len(), 9);
    for (found, wanted) in found.iter().zip(wanted) {
        assert!((found - wanted).abs() < 6e-7, "{found} is not {wanted}");
    }
}

#[test]
fn linkages_and_positions() {
    let table = leather();
    same(
        table.backward(),
        [1.565401, 1.776986, 2.433220, 1.726920, 1.942745, 2.504757, 1.735891, 2.062201, 2.394124],
    );
    same(
        table.upstreamness(),
        [2.098404, 2.176856, 1.631124, 2.107104, 2.180156, 1.839251, 1.989594, 2.101771, 1.758751],
    );
    let gross = [
        95.295734, 87.936062, 36.279989, 158.408496, 181.533103, 84.207447, 214.288582, 196.923453,
        378.438791,
    ];
    same(table.extraction().into_iter().map(|[gross, _]| gross), gross);
    for ([gross, net], x) in table.extraction().into_iter().zip(X) {
        assert!((gross - net - x).abs() < 1e-12);
    }
}

#[test]
fn foreign_reliance_and_value_added() {
    let table = leather();
    same(
        table.look_through()[..9].iter().copied(),
        [0.623059, 0.436692, 0.530384, 0.109188, 0.145066, 0.110618, 0.103644, 0.127388, 0.138704],
    );
    same(
        table.face_value()[..9].iter().copied(),
        [0.763780, 0.541833, 0.697674, 0.076923, 0.124183, 0.074919, 0.070492, 0.102305, 0.115358],
    );
    let parts = table.value_added();
    same(
        parts[..9].iter().copied(),
        [0.897448, 0.773922, 0.706885, 0.050712, 0.084955, 0.097629, 0.047889, 0.081659, 0.116344],
    );
    same((0..9).map(|j| parts[j] + parts[9 + j] + parts[18 + j]), [1.0; 9]);
}

#[test]
fn extraction_is_what_a_table_without_the_industry_lacks() {
    // The closed form against the definition: strike row, column and final demand, and solve again.
    let table = leather();
    for k in 0..9 {
        let (mut z, mut x) = (Z, [0.0; 9]);
        let finals: Vec<f64> =
            (0..9).map(|i| X[i] - Z[i * 9..i * 9 + 9].iter().sum::<f64>()).collect();
        for i in 0..9 {
            z[i * 9 + k] = 0.0;
            z[k * 9 + i] = 0.0;
        }
        for _ in 0..2000 {
            let next: Vec<f64> = (0..9)
                .map(|i| {
                    let used: f64 = (0..9).map(|j| z[i * 9 + j] / X[j] * x[j]).sum();
                    if i == k { 0.0 } else { finals[i] + used }
                })
                .collect();
            x.copy_from_slice(&next);
        }
        let lost = X.iter().sum::<f64>() - x.iter().sum::<f64>();
        assert!((lost - table.extraction()[k][0]).abs() < 1e-9);
    }
}

#[test]
fn broken_tables_are_named() {
    let flows = |sectors, z, x| Positions::of(&Flows { sectors, z, x }).expect_err("refused");
    assert!(matches!(flows(1, &[1.0], &[1.0, 1.0]), PositionError::Size(_)));
    assert_eq!(flows(1, &[f64::NAN], &[1.0]), PositionError::Number(0));
    assert_eq!(flows(1, &[1.0], &[1.0]), PositionError::Singular(0));
}
