//! Times the cut sets of Open-PSA files: `cargo run --release --example cut_sets -- [ORDER] FILE…`.

use linchpin_structure::cuts::{Options, cut_sets};
use linchpin_structure::opsa;
use std::path::Path;
use std::time::Instant;

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let order = arguments.first().and_then(|first| first.parse::<u32>().ok());
    if order.is_some() {
        arguments.remove(0);
    }
    for file in &arguments {
        let started = Instant::now();
        let model = match opsa::load(&[Path::new(file)]) {
            Ok(model) => model,
            Err(findings) => {
                println!("{file}: {} findings", findings.iter().len());
                findings.iter().take(3).for_each(|finding| println!("{finding}"));
                continue;
            }
        };
        let read = started.elapsed();
        for top in &model.tops {
            let started = Instant::now();
            let options = Options { order, ..Options::default() };
            match cut_sets(&model.graph, model.arg(*top), &options) {
                Ok(cuts) => {
                    let counts: Vec<String> =
                        cuts.by_order().iter().map(ToString::to_string).collect();
                    println!(
                        "{file} {}: {} sets in {:.4} s (read in {:.4} s), coherent {}, nodes {:?}, modules {}; by order {}",
                        model.graph.gates[*top as usize].name,
                        cuts.total(),
                        started.elapsed().as_secs_f64(),
                        read.as_secs_f64(),
                        cuts.coherent(),
                        cuts.nodes(),
                        cuts.modules(),
                        counts.join(" ")
                    );
                }
                Err(error) => println!("{file}: {error}"),
            }
        }
    }
}
