//! scratch
use linchpin_market::{build::build, dynamics::{Market, reference}, levers::Levers, numbers::Numbers};
use linchpin_world::World;
fn main() {
    let world = match World::embedded() { Ok(w) => w, Err(f) => { println!("{f}"); return; } };
    let built = match build(&world, "2026-01-05".parse().unwrap(), 156, &[], &[]) { Ok(b) => b, Err(f) => { println!("{f}"); return; } };
    let m = &built.model;
    println!("firms {:?}", m.firms);
    println!("lines {} segments {} prefs {} tools {} materials {} params {}", m.lines.len(), m.segments.len(), m.preferences.len(), m.tools.len(), m.materials.len(), m.space.len());
    let draw = m.space.modes();
    let n = Numbers::new(m, &draw);
    for (p, product) in m.products.iter().enumerate() {
        let tot: f64 = n.output[p].iter().sum();
        println!("{} {:?} total {:.0} Tb/wk", product.id, n.products[p], tot);
        for (f, b) in n.output[p].iter().enumerate() { println!("   {} {:.3}", m.firms[f], b / tot); }
        let d = m.segments.iter().position(|s| s.id=="segment:chn-server-critical").unwrap();
        for (f, row) in n.shares[p].iter().enumerate() { if row[d] > 0.0 { println!("   crit {} {:.3}", m.firms[f], row[d]); } }
    }
    let levers = Levers::neutral(m);
    let market = Market::new(m, &n, &levers, reference(m, &n));
    let mut s = market.first();
    for w in 0..156 { market.step(&mut s);
        if w % 13 == 0 { for p in &s.products { print!("  spot {:.2} con {:.2} stk {:.1} buy {:.1} unmet {:.3} out {:.0}", p.price.spot, p.price.contract, p.stock.iter().sum::<f64>()/p.demand.iter().sum::<f64>(), p.buyers.iter().sum::<f64>()/p.demand.iter().sum::<f64>(), p.unmet.iter().sum::<f64>()/p.demand.iter().sum::<f64>(), p.output.iter().sum::<f64>()); } println!(" w{w}"); } }
}
