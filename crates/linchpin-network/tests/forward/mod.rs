//! Hand answers and laws of bringing a table forward.

use super::super::bundled;
use super::super::identity::identity;
use super::*;

/// Two regions, goods and services, one category of demand; each region sells 10 of goods abroad to households.
fn small(services_abroad: f64) -> Mrio {
    let cells = Cells {
        regions: vec!["A".to_owned(), "B".to_owned()],
        sectors: vec!["goods".to_owned(), "services".to_owned()],
        categories: vec!["households".to_owned()],
        z: vec![
            20.0, 10.0, 0.0, 0.0, //
            10.0, 30.0, 0.0, 0.0, //
            0.0, 0.0, 20.0, 10.0, //
            0.0, 0.0, 10.0, 30.0,
        ],
        y: vec![
            60.0,
            10.0,
            60.0 - services_abroad,
            services_abroad,
            10.0,
            60.0,
            services_abroad,
            60.0 - services_abroad,
        ],
        x: None,
    };
    Mrio::new(cells, super::super::Origin::unnamed()).expect("a table")
}

fn totals(text: &str) -> Result<Totals, Findings> {
    let head = "kind,from,to,value,low,high,unit,basis,source\n";
    Totals::read(&Text::new("totals.csv", format!("{head}{text}")))
}

#[test]
fn a_world_that_only_doubles_is_the_old_one_twice() {
    let table = small(2.0);
    let given = "gdp,A,,260,260,260,USD_mn,measured,s\ngdp,B,,260,260,260,USD_mn,measured,s\n";
    let given = totals(&format!("{given}goods,A,B,20,20,20,USD_mn,measured,s\n")).expect("read");
    let (later, brought) = forward(&table, &given, &["goods"]).expect("brought");
    for (now, before) in later.z().iter().zip(table.z()).chain(later.y().iter().zip(table.y())) {
        assert!((now - 2.0 * before).abs() < 1e-6, "{now} {before}");
    }
    // Goods of B to A and all services are imputed: they double as both GDPs do.
    let known: Vec<(bool, f64, Basis)> =
        brought.blocks.iter().map(|block| (block.goods, block.now.round(), block.basis)).collect();
    let (measured, imputed) = (Basis::Measured, Basis::Imputed);
    assert_eq!(
        known,
        [
            (true, 20.0, measured),
            (false, 4.0, imputed),
            (true, 20.0, imputed),
            (false, 4.0, imputed)
        ]
    );
    assert!((brought.share(Basis::Measured) - 0.5).abs() < 1e-9);
}

/// GDP stays 130 in both; A now sells 16 of goods to B instead of 10. Output stays 200; so A uses 6 less at home,
/// its final demand is 130 - (16 - 10) = 124, and B's 136.
#[test]
fn more_exports_leave_as_much_less_at_home() {
    let table = small(0.0);
    let given = "gdp,A,,130,130,130,USD_mn,measured,s\ngdp,B,,130,130,130,USD_mn,measured,s\ngoods,A,B,16,15,17,USD_mn,stated,s\n";
    let (later, brought) =
        forward(&table, &totals(given).expect("read"), &["goods"]).expect("brought");
    assert!(brought.off <= SETTLED);
    let y = later.y();
    let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-6, "{found} {wanted}");
    near(y[1] + later.z()[2] + later.z()[3], 16.0);
    near(y[0] + y[2] + y[4] + y[6], 124.0);
    near(y[1] + y[3] + y[5] + y[7], 136.0);
    later.x().iter().zip(table.x()).for_each(|(now, before)| near(*now, *before));
    let added = |table: &Mrio| table.value_added();
    added(&later).iter().zip(added(&table)).for_each(|(now, before)| near(*now, before));
}

#[test]
fn what_cannot_be_is_refused_where_it_stands() {
    let table = small(0.0);
    for (text, code) in [
        ("gdp,A,,130,130,130,USD_mn,measured,s\n", "LP-N036"),
        ("gdp,A,,130,130,130,USD_mn,measured,s\ngdp,C,,130,130,130,USD_mn,measured,s\n", "LP-N013"),
        ("gdp,A,,NaN,1,1,USD_mn,measured,s\n", "LP-N036"),
        ("gdp,A,,inf,1,inf,USD_mn,measured,s\n", "LP-N036"),
        ("gdp,A,,5,6,7,USD_mn,measured,s\n", "LP-N036"),
        ("gdp,A,,5,5,5,USD_mn,guessed,s\n", "LP-N036"),
        ("gpd,A,,5,5,5,USD_mn,measured,s\n", "LP-N036"),
        ("gdp,A,,5,5,5,USD_mn,measured,s\ngdp,A,,5,5,5,USD_mn,measured,s\n", "LP-N036"),
        (
            "gdp,A,,130,130,130,USD_mn,measured,s\ngdp,B,,130,130,130,USD_mn,measured,s\ngoods,A,B,300,300,300,USD_mn,measured,s\n",
            "LP-N036",
        ),
    ] {
        let found = totals(text).and_then(|given| forward(&table, &given, &["goods"]));
        let findings = found.expect_err(text);
        assert!(findings.iter().all(|finding| finding.code == code), "{text}: {findings}");
    }
}

/// What is stated of 2023 comes out: GDPs, measured trade, accounts that close; the rest stays near what it was.
#[test]
fn the_table_of_2023_has_the_totals_of_2023() {
    let (table, brought) = bundled::estimated_2023().expect("brought");
    assert!(brought.off <= SETTLED && brought.rounds < 500, "{} {}", brought.off, brought.rounds);
    let report = identity(&table);
    assert_eq!(report.negative_value_added, 0, "{report:?}");
    let s = table.sectors().len();
    let added = table.value_added();
    let korea = table.regions().iter().position(|region| region == "KOR").expect("Korea");
    let gdp: f64 = added[korea * s..(korea + 1) * s].iter().sum();
    assert!((gdp / 1_712_793.0 - 1.0).abs() < 1e-6, "{gdp}");
    let to_china: f64 = brought
        .blocks
        .iter()
        .filter(|block| block.goods && block.from == "KOR" && block.to == "CHN")
        .map(|block| block.now)
        .sum();
    assert!((to_china / 161_600.0 - 1.0).abs() < 1e-2, "{to_china}");
    // Summed from the cells themselves, not from what was asked for.
    let n = table.industries();
    let china = table.regions().iter().position(|region| region == "CHN").expect("China");
    let c = table.categories().len();
    let width = table.regions().len() * c;
    let cells: f64 = (0..16)
        .map(|p| {
            let row = korea * s + p;
            let inputs: f64 =
                table.z()[row * n + china * s..row * n + (china + 1) * s].iter().sum();
            let demand = &table.y()[row * width + china * c..row * width + (china + 1) * c];
            inputs + demand.iter().sum::<f64>()
        })
        .sum();
    assert!((cells / to_china - 1.0).abs() < 1e-4, "{cells} {to_china}");
    let measured = brought.share(Basis::Measured);
    assert!(measured > 0.75 && measured < 0.95, "{measured}");
    let world: f64 = table.x().iter().sum();
    assert!(world > 1.7e8 && world < 2.3e8, "{world}");
}
