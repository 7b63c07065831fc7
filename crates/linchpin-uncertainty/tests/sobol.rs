//! Plain Sobol points are SciPy's, bit for bit.

use linchpin_uncertainty::Sobol;

#[test]
fn points_are_those_of_scipy() {
    let plain = Sobol::new(1024).expect("it has so many");
    let mut looked = 0;
    for line in include_str!("data/scipy-sobol.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (point, dimension) =
            (cells[0].parse().expect("a number"), cells[1].parse().expect("a number"));
        let value: f64 = cells[2].parse().expect("a number");
        assert_eq!(plain.u(point, dimension).to_bits(), value.to_bits(), "{line}");
        looked += 1;
    }
    assert_eq!(looked, 220);
}

#[test]
fn all_points_add_up_to_those_of_scipy() {
    // Sum of value x 2^30 x (1024 point + dimension + 1) modulo 2^61 - 1 over 4,096 points of 1,024 dimensions.
    const PRIME: u128 = (1 << 61) - 1;
    let plain = Sobol::new(1024).expect("it has so many");
    let mut sum = 0_u128;
    for point in 0..4096_u32 {
        for dimension in 0..1024 {
            let value = (plain.u(point, dimension) * 1_073_741_824.0) as u128;
            sum = (sum + value * (u128::from(point) * 1024 + dimension as u128 + 1)) % PRIME;
        }
    }
    assert_eq!(sum, 9_569_874_330_257_408);
}
