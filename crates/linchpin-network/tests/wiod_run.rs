//! WIOD 2011 in full: half of the electronics of Korea and China stops for a month; one year.

mod shared;

use linchpin_network::ario::params::Defaults;
use linchpin_network::ario::record::Keep;
use linchpin_network::ario::{
    Event, EventKind, Model, Records, Recovery, Regime, Simulation, collapse,
};
use linchpin_network::kernel::{Ensemble, Prepared};
use linchpin_network::table::wiod;

#[test]
fn a_year_of_the_world_after_a_stop_of_electronics() {
    let Some(folder) = shared::folder("data/wiod2013") else {
        println!("skipped: the shared data folder is not at hand");
        return;
    };
    let (table, changed) = wiod::read(&folder).expect("read").closed();
    assert!(changed < 1e-3, "closing the accounts moves {changed} of output");
    let hit: Vec<(usize, f64)> = (["KOR", "CHN"].iter())
        .map(|region| (table.find(region, "c14").expect("electronics"), 0.5))
        .collect();
    let params = Defaults::embedded().expect("well formed").params(table.sectors().len());
    let model = Model::new(&table, params.clone()).expect("a model");
    let kind = EventKind::Capacity { hit: hit.clone(), recovery: Recovery::Table(vec![]) };
    let event = Event { name: "stop".to_owned(), day: 1, duration: 30, kind };
    let mut run = Simulation::new(&model, vec![event]).expect("a run");
    let mut records = Records::new(&run, Keep::Totals);
    let prepared = Prepared::<f32>::new(&model).expect("supported");
    let mut lanes = Ensemble::new(&prepared, 1);
    for day in 0..365 {
        for (i, lost) in &hit {
            lanes.set_loss(*i, 0, if (1..31).contains(&day) { *lost } else { 0.0 });
        }
        run.step().expect("a day");
        records.note(&run);
        lanes.step();
    }
    let lost: f64 = records.lost_output.iter().sum();
    let verdict = collapse::judge(&params, &records);
    println!(
        "{} changed by {changed:.1e} to close; lost {lost:.0} {}, lowest {:?}, last {}, {:?}",
        table.origin().name,
        table.origin().unit,
        verdict.lowest,
        verdict.last,
        verdict.regime
    );
    let mut ranked: Vec<usize> = (0..table.industries()).collect();
    ranked.sort_by(|a, b| records.lost_output[*b].total_cmp(&records.lost_output[*a]));
    for i in &ranked[..12] {
        println!("{:>10} {:>12.1}", table.industry_name(*i), records.lost_output[*i]);
    }
    assert!(lost > 0.0 && verdict.regime == Regime::Recovers, "{verdict:?}");
    assert!(hit.iter().all(|(i, _)| ranked[..12].contains(i)), "the stopped industries lose most");
    let short = lanes.lost(0);
    assert!((short / lost - 1.0).abs() < 1e-5, "single precision: {short} instead of {lost}");
}
