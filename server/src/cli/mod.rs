//! The command line. stdout carries only what a command promises; logs and errors go to stderr, the last line of a
//! failure as one JSON object for whoever supervises.

mod account;
mod backup;
mod check;
mod culprit;
mod demo;
mod failure;
mod folder;
mod init;
mod invite;
mod serve;

pub use failure::Failure;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "howdah-server", version, about = "A Mastodon-compatible community server")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Found a community in an empty folder
    Init(init::Init),
    /// Members: create, approve, disable, reset a password, delete, make a token
    #[command(subcommand)]
    Account(account::Account),
    /// Links that let people in
    #[command(subcommand)]
    Invite(invite::Invite),
    /// Write the whole community into one file, also while the server runs
    Backup(backup::Backup),
    /// Read a backup into an empty folder
    Restore(backup::Restore),
    /// Look whether database, configuration and files are whole
    Check(check::Check),
    /// Fill a folder with a made-up community, for trying things out
    Demo(demo::Demo),
    /// Run the server
    Serve(serve::Serve),
}

/// Where the community lives.
#[derive(clap::Args, Debug, Clone)]
pub struct DataDir {
    /// The community's folder
    #[arg(long, value_name = "FOLDER")]
    pub data_dir: PathBuf,
}

pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            // --help and --version are no failures.
            return if error.use_stderr() { misunderstood(&error).report() } else { ExitCode::SUCCESS };
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Failure::other(error).report(),
    };
    let outcome = runtime.block_on(async {
        match cli.command {
            Command::Account(account) => account.run().await,
            Command::Init(init) => init.run().await,
            Command::Check(check) => check.run().await,
            Command::Demo(demo) => demo.run().await,
            Command::Backup(backup) => backup.run().await,
            Command::Restore(restore) => restore.run().await,
            Command::Invite(invite) => invite.run().await,
            Command::Serve(serve) => serve.run().await,
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// What the parser objects to, as one sentence; its own, longer text was printed before.
fn misunderstood(error: &clap::Error) -> Failure {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    Failure::Usage(first.trim_start_matches("error: ").to_owned())
}

/// The promised line, and nothing else ever, on stdout.
#[expect(clippy::print_stdout, reason = "stdout is the command line's answer")]
pub fn say(line: &str) {
    println!("{line}");
}
