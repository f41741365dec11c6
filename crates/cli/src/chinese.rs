//! Help and faults of the command line in Chinese: the parser itself speaks English only.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}";

/// The command and all under it, with Chinese headings.
pub fn headings(command: Command) -> Command {
    let named = command.help_template(TEMPLATE).subcommand_help_heading("命令").subcommand_value_name("命令");
    let named = named.mut_args(|arg| {
        let heading = if arg.is_positional() { "参数" } else { "选项" };
        arg.help_heading(heading)
    });
    named.mut_subcommands(headings)
}

/// What is wrong with the arguments, and where to look.
pub fn fault(error: &Error) -> String {
    let what = match error.kind() {
        ErrorKind::MissingRequiredArgument => "缺少参数",
        ErrorKind::UnknownArgument => "不认识的参数",
        ErrorKind::InvalidSubcommand => "没有这个命令",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "参数的值不对",
        ErrorKind::ArgumentConflict => "这些参数不能一起用",
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            "参数的值数目不对"
        }
        _ => "参数不对",
    };
    let named = [ContextKind::InvalidSubcommand, ContextKind::InvalidArg, ContextKind::InvalidValue]
        .iter()
        .filter_map(|kind| error.get(*kind))
        .map(context)
        .filter(|text| !text.is_empty());
    let named: Vec<String> = named.collect();
    let why = std::error::Error::source(error).map_or_else(String::new, |e| format!("（{e}）"));
    format!("{what}：{}{why}。查看用法：luodi <命令> --help", named.join(" "))
}

fn context(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(" "),
        _ => String::new(),
    }
}
