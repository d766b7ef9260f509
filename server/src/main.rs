//! argv -> one call.

fn main() -> std::process::ExitCode {
    howdah_server::cli::main()
}
