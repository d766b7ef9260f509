//! The command line in the language of whoever sits at it. The words stand in the catalogue, not in attributes, so clap
//! is told all of them here.

use super::Failure;
use crate::messages::{Locale, Message};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};
use std::sync::LazyLock;

/// What the environment asks for, as every other program reads it.
pub fn locale() -> Locale {
    static LOCALE: LazyLock<Locale> = LazyLock::new(|| {
        #[expect(clippy::disallowed_methods, reason = "a command's language is the environment's")]
        let wish = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        wish.as_deref().and_then(Locale::parse).unwrap_or_default()
    });
    *LOCALE
}

pub fn t(key: &'static str) -> &'static str {
    locale().say(key)
}

/// The whole command line, in words of the catalogue.
pub fn command(command: Command) -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    translate(command.disable_version_flag(true).arg(version.help(t("server_cli_version"))))
}

/// clap's own words, and the values that an option takes, in a command and all below it.
fn translate(command: Command) -> Command {
    let template = format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}", t("server_cli_usage"));
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help(t("server_cli_help"));
    command
        .help_template(template)
        .subcommand_help_heading(t("server_cli_commands"))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(help)
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "server_cli_arguments" } else { "server_cli_options" };
            let help = describe(&arg);
            let arg = arg.help_heading(t(heading)).help(help);
            // They stand in the help by now. (clap refuses to hide what a flag does not have.)
            let valued = arg.get_action().takes_values();
            if valued { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
        })
        .mut_subcommands(translate)
}

fn describe(arg: &Arg) -> String {
    let mut text = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let known: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if arg.get_action().takes_values() && !known.is_empty() {
        text = format!("{text} [{}]", known.join(", "));
    }
    if let [default] = arg.get_default_values() {
        let value = default.to_string_lossy();
        text = format!("{text} ({})", locale().fill("server_cli_default", &[("value", &value)]));
    }
    text
}

/// What the parser objects to, as one sentence.
pub fn misunderstood(error: &clap::Error) -> Failure {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        _ => None,
    };
    let option = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    let or_guess = |plain, guessing, guess: Option<String>| match guess {
        Some(guess) => Message::new(guessing).with("guess", guess),
        None => Message::new(plain),
    };
    let message = match error.kind() {
        ErrorKind::UnknownArgument => {
            let guess = context(ContextKind::SuggestedArg);
            or_guess("server_cli_unknown_option", "server_cli_unknown_option_guess", guess).with("option", option)
        }
        ErrorKind::InvalidSubcommand => {
            let command = context(ContextKind::InvalidSubcommand).unwrap_or_default();
            let guess = context(ContextKind::SuggestedSubcommand);
            or_guess("server_cli_unknown_command", "server_cli_unknown_command_guess", guess).with("command", command)
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Message::new("server_cli_no_command")
        }
        ErrorKind::MissingRequiredArgument => Message::new("server_cli_missing").with("options", option),
        ErrorKind::InvalidValue if value.is_empty() => Message::new("server_cli_no_value").with("option", option),
        ErrorKind::InvalidValue => {
            let known = context(ContextKind::ValidValue).unwrap_or_default();
            let message = Message::new("server_cli_unknown_value").with("known", known);
            message.with("option", option).with("value", value)
        }
        ErrorKind::ValueValidation => Message::new("server_cli_bad_value").with("option", option).with("value", value),
        ErrorKind::ArgumentConflict => Message::new("server_cli_conflict").with("option", option),
        _ => Message::new("server_cli_misunderstood")
            .with("cause", error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ")),
    };
    Failure::Usage(message)
}
