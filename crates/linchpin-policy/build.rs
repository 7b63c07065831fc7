//! Rebuilds the crate when a bundled act changes: the embedding macro does not watch new files.

fn main() {
    println!("cargo:rerun-if-changed=../../policy");
}
