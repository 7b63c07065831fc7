//! Rebuilds the crate when a file of the embedded world is added, removed or changed: `include_dir!`
//! alone does not see new files.

fn main() {
    println!("cargo::rerun-if-changed=../../worlds/memory");
}
