//! The hooks in real shells: what they export and take back, what they cost, what they survive.
//!
//! Most of it is typed into interactive shells that read from a pipe: they run everything that
//! belongs to a prompt, and what they do can be read line by line. Terminals are in `terminals`.
#![cfg(unix)]

mod bash_options;
mod bash_prompt;
mod directories;
mod far;
mod fish_variables;
mod leaving;
mod neighbours;
mod notes;
mod nu;
mod own_variables;
mod probes;
mod processes;
mod prompt;
mod pwsh;
mod scenario;
mod session;
mod stamps;
mod talk;
mod terminals;
mod watching;
mod zsh_options;
