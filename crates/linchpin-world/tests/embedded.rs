//! The embedded world is sound.

use linchpin_world::{Quantity, World};

#[test]
fn the_embedded_world_loads() {
    let world = match World::embedded() {
        Ok(world) => world,
        Err(findings) => panic!("{findings}"),
    };
    assert!(world.facts.len() > 500);
    let wuxi = world
        .estimate("site:skhynix-wuxi", Quantity::ShareOfMaker, "product:dram", "")
        .expect("an estimate");
    assert!(wuxi.contested);
    assert!(wuxi.range.low() <= 0.40 && wuxi.range.high() >= 0.50);
}
