//! scratch
use linchpin_units::Text;
fn main() {
    let world = linchpin_world::World::embedded().unwrap();
    let mut eps = vec![];
    for id in [
        "wuxi-fire-2013",
        "kioxia-2022",
        "hydrogen-fluoride-2019",
        "xian-lockdown-2021",
        "micron-2023",
    ] {
        let f = format!("validation/{id}/episode.toml");
        let t = Text::new(f.clone(), std::fs::read_to_string(&f).unwrap());
        match linchpin::episode::read(id, &t, &world) {
            Ok(e) => eps.push(e),
            Err(f) => println!("{f}"),
        }
    }
    let r = linchpin::hindcast::score(&eps);
    for row in &r.rows {
        println!(
            "{:24} {:24} exp {:?} pred [{:.3} {:.3} {:.3}] sign {:?} mag {:?} cov {} in {} pass {}",
            row.case,
            row.observation,
            row.expected,
            row.predicted[0],
            row.predicted[1],
            row.predicted[2],
            row.sign,
            row.magnitude,
            row.covered,
            row.inside,
            row.passed
        );
    }
    for f in &r.fits {
        println!("{} {} {:?}", f.case, f.parameter, f.values);
        for (o, m) in &f.medians {
            println!("   {o}: {m:.3?}");
        }
    }
}
