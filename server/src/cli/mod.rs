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
mod speech;

pub use failure::Failure;

use clap::error::ErrorKind;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use speech::t;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "howdah-server", version, about = t("server_cli_about"))]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

// Help stands in the catalogue: a doc comment here would be said in English to everybody.
#[derive(Subcommand)]
enum Command {
    #[command(about = t("server_cli_init"))]
    Init(init::Init),
    #[command(subcommand, about = t("server_cli_account"))]
    Account(account::Account),
    #[command(subcommand, about = t("server_cli_invite"))]
    Invite(invite::Invite),
    #[command(about = t("server_cli_backup"))]
    Backup(backup::Backup),
    #[command(about = t("server_cli_restore"))]
    Restore(backup::Restore),
    #[command(about = t("server_cli_check"))]
    Check(check::Check),
    #[command(about = t("server_cli_demo"))]
    Demo(demo::Demo),
    #[command(about = t("server_cli_serve"))]
    Serve(serve::Serve),
}

// Where the community lives. (A doc comment on arguments would replace the command's own description.)
#[derive(clap::Args, Debug, Clone)]
pub struct DataDir {
    #[arg(long, help = t("server_cli_data_dir"))]
    pub data_dir: PathBuf,
}

pub fn main() -> ExitCode {
    let parsed = speech::command(Cli::command()).try_get_matches();
    let (cli, folder) = match parsed.and_then(|found| Ok((Cli::from_arg_matches(&found)?, data_dir(&found)))) {
        Ok(parsed) => parsed,
        // --help and --version are no failures.
        Err(error) if !error.use_stderr() => {
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
                let _ = error.print();
            }
            return speech::misunderstood(&error).report();
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
    // Whatever still waits, such as the read of a stdin that nobody closes, is not waited for.
    runtime.shutdown_background();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.at(&folder).report(),
    }
}

/// The folder that whichever command it is was given.
fn data_dir(found: &ArgMatches) -> PathBuf {
    match found.subcommand() {
        Some((_, below)) => data_dir(below),
        None => found.try_get_one::<PathBuf>("data_dir").ok().flatten().cloned().unwrap_or_default(),
    }
}

/// The promised line, and nothing else ever, on stdout.
#[expect(clippy::print_stdout, reason = "stdout is the command line's answer")]
pub fn say(line: &str) {
    println!("{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// clap checks a command line when it is used; this uses all of it.
    #[test]
    fn the_command_line_is_sound_and_explained() {
        fn look(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{} is not explained", command.get_name());
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{} {} is not explained", command.get_name(), arg.get_id());
            }
            command.get_subcommands().for_each(look);
        }
        let mut command = speech::command(Cli::command());
        command.build();
        look(&command);
    }
}
