//! How fast is the weekly market? `cargo run --release -p linchpin-market --example bench [MEMBERS]`
//!
//! Runs an ensemble of the embedded world (every site, 156 weeks, a ban as the one shock) on all cores
//! and prints members per second and the time per site-week, beside what one `exp` of the same
//! library and one read of memory cost in the same run: absolute times mean nothing elsewhere.

use linchpin_engine::levers::ProcurementBan;
use linchpin_engine::{Amount, Because, Design, Members, Shock, unwatched};
use linchpin_market::build::build;
use linchpin_market::record::{Focus, Recorder};
use linchpin_market::run::run;
use linchpin_units::id::literal;
use linchpin_units::{Days, Measure, Weeks, math};
use linchpin_world::World;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

const WEEKS: usize = 156;
const ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let members = std::env::args().nth(1).map_or(Ok(4096), |text| text.parse::<u32>())?;
    let world = World::embedded()?;
    let model = build(&world, "2026-01-05".parse()?, WEEKS, &[], &[])?.model;
    // The bench times the market, not the store: only the focus series are recorded.
    let recorder = Recorder::new(&model, &Focus::default());
    let sampler = model.space.sampler(Design::LatinHypercube, 1, members as usize);
    let ban = Shock {
        id: "ban".into(),
        days: Days { from: "2026-06-01".parse()?, until: None },
        lever: Arc::new(ProcurementBan {
            firm: literal("firm:micron"),
            products: Vec::new(),
            segments: vec![literal("segment:chn-pc")],
            leak: Amount::Exactly(Measure::of(0.2)),
            front_loading: Amount::Exactly(Measure::of(0.0)),
            notice: Weeks::of(0.0),
        }),
        because: Because::Event { what: "the bench supposes it".to_owned(), by: None },
        note: String::new(),
    };
    let mut seconds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            // Blocks of members, so that memory stays small whatever their number.
            let start = Instant::now();
            for from in (0..members).step_by(64) {
                let here = from..(from + 64).min(members);
                let block = Members { total: members, here };
                black_box(run(
                    &model,
                    &[vec![ban.clone()]],
                    &recorder,
                    &sampler,
                    &block,
                    &unwatched,
                ));
            }
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let median = seconds[ROUNDS / 2];
    let site_weeks = f64::from(members) * WEEKS as f64 * model.lines.len() as f64;
    let per = median / site_weeks * 1e9;
    println!(
        "{members} members x {WEEKS} weeks x {} lines, {} series",
        model.lines.len(),
        recorder.keys().len()
    );
    println!(
        "median of {ROUNDS} rounds: {median:.2} s, {:.0} members/s",
        f64::from(members) / median
    );
    println!("{per:.1} ns per site-week, all buyers and prices included");
    println!(
        "that is {:.1} exp() or {:.0} bytes read from memory",
        per / exp_cost(),
        per * bandwidth()
    );
    Ok(())
}

/// Nanoseconds of one `exp`, divided by the cores that work side by side.
fn exp_cost() -> f64 {
    let start = Instant::now();
    let mut sum = 0.0;
    for i in 0..2_000_000 {
        sum += math::exp(black_box(f64::from(i) * 1e-6));
    }
    black_box(sum);
    start.elapsed().as_secs_f64() / 2e6 * 1e9 / cores()
}

/// Bytes per nanosecond read by one core from an array that no cache holds, times the cores.
fn bandwidth() -> f64 {
    let array = vec![1.0_f64; 32 << 20];
    let start = Instant::now();
    let sum = array.chunks(8).fold(0.0, |sum, chunk| sum + chunk.iter().fold(0.0, |s, x| s + x));
    black_box(sum);
    (array.len() * 8) as f64 / (start.elapsed().as_secs_f64() * 1e9) * cores()
}

fn cores() -> f64 {
    std::thread::available_parallelism().map_or(1.0, |n| n.get() as f64)
}
