//! The program `linchpin`.

use std::process::ExitCode;

fn main() -> ExitCode {
    linchpin_cli::main(std::env::args_os()).into()
}
