//! Times the published equilibria: `cargo run --release -p linchpin-trade --example equilibria -- DATA`,
//! where DATA holds `cp2015` and `liberation_day_2025`.

use linchpin_trade::liberation::{Parameters, World};
use linchpin_trade::table::{Replication, tariffs};
use linchpin_trade::{Change, Economy, Flow, Settings, Shock, solve};
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let Some(data) = std::env::args().nth(1).map(PathBuf::from) else {
        println!("give the folder that holds cp2015 and liberation_day_2025");
        return;
    };
    nafta(&data.join("cp2015"));
    liberation(&data.join("liberation_day_2025"));
}

fn text(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_default()
}

fn nafta(folder: &Path) {
    let names: Vec<String> = (0..31).map(|at| format!("c{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let economy: Economy = Replication {
        value_added_shares: &text(folder, "B.txt"),
        output: &text(folder, "GO.txt"),
        inputs: &text(folder, "IO.txt"),
        theta: &text(folder, "T.txt"),
        tariffs: &text(folder, "tariffs1993.txt"),
        imports: &text(folder, "xbilat1993.txt"),
    }
    .economy(&names)
    .expect("the data of Caliendo and Parro");
    let later = tariffs(&text(folder, "tariffs2005.txt"), 31, 40).expect("tariffs");
    let mut shock = Shock::default();
    for j in 0..20 {
        for (n, i) in [(4, 19), (4, 29), (19, 4), (19, 29), (29, 4), (29, 19)] {
            let at = economy.at(j, n, i);
            if economy.shares[at] > 0.0 {
                let flow = Flow {
                    importers: vec![format!("c{n}")],
                    exporters: vec![format!("c{i}")],
                    sectors: vec![economy.sectors[j].clone()],
                };
                shock.entries.push((flow, Change::Tariff(later[at])));
            }
        }
    }
    let started = Instant::now();
    let how = Settings { deficit: Some(vec![0.0; 31]), ..Settings::default() };
    let base = solve(&economy, &Shock::default(), &how).expect("a base");
    let after = solve(&base.economy(&economy), &shock, &Settings::default()).expect("solved");
    println!(
        "NAFTA, 31 x 40, both equilibria to 1e-12: {:.4} s ({} + {} steps)",
        started.elapsed().as_secs_f64(),
        base.iterations,
        after.iterations
    );
}

fn liberation(folder: &Path) {
    let cells = |name: &str| -> Vec<f64> {
        let number = |cell: &str| cell.trim().parse().unwrap_or(0.0);
        let body = text(folder, name);
        body.lines()
            .skip(1)
            .flat_map(|line| line.split(',').map(number).collect::<Vec<_>>())
            .collect()
    };
    let income: Vec<f64> = cells("gdp.csv").into_iter().map(|gdp| gdp / 1000.0).collect();
    let world = World::calibrated(&cells("trade_cepii.csv"), &income, 184).expect("a world");
    let usual = Parameters::default();
    let announced = world.announced(&cells("tariffs.csv"), 0.1);
    let answer = world.best_answer(&usual);
    let best = world.uniform(world.best_tariff(&usual, false));
    let both = world.answered(world.uniform(world.best_tariff(&usual, true)), answer);
    let plain = world.without_selling_costs();
    let cases = [
        (&world, announced.clone(), usual),
        (&world, announced.clone(), Parameters { pass_through: 0.25, ..usual }),
        (&plain, announced.clone(), Parameters { no_margin: true, ..usual }),
        (&world, announced.clone(), Parameters { lump_sum: true, ..usual }),
        (&world, announced.clone(), Parameters { epsilon: 8.0, ..usual }),
        (&world, best, usual),
        (&world, world.reciprocated(announced.clone()), usual),
        (&world, world.answered(announced, answer), usual),
        (&world, both, usual),
    ];
    let started = Instant::now();
    let mut steps = 0;
    for (world, tariffs, parameters) in &cases {
        steps += world.solve(tariffs, parameters).expect("solved").iterations;
    }
    println!(
        "Liberation Day, nine equilibria of 194 countries: {:.4} s ({steps} steps)",
        started.elapsed().as_secs_f64()
    );
    let started = Instant::now();
    let (tariff, welfare) = world.search(&usual).expect("searched");
    println!(
        "one search for the best tariff: {:.3} s ({:.2} %, welfare {welfare:+.3} %)",
        started.elapsed().as_secs_f64(),
        100.0 * tariff
    );
}
