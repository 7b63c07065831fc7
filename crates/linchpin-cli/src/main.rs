//! t
mod ask; mod policy;
use clap::Parser;
#[derive(Parser)] enum C { Ask(Box<ask::Args>), Policy(policy::Args) }
fn main()->std::process::ExitCode{ match C::parse(){ C::Ask(a)=>ask::run(&a), C::Policy(p)=>policy::run(&p)} }
