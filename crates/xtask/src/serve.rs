//! `cargo xtask serve`: the studio on this machine, built again at each change.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::command::{program, run};
use crate::setup::{PAGE, provide_all};
use crate::{Failure, root};

/// Where the studio is served when no port is named.
const PORT: u16 = 8080;

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
struct Options {
    is_release: bool,
    port: u16,
}

pub fn serve(arguments: &[String]) -> Result<(), Failure> {
    let options = read(arguments).map_err(Failure::Usage)?;
    let port = options.port;
    if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err() {
        return Err(Failure::Failed(format!("port {port} is in use; name another with --port")));
    }
    provide_all(&PAGE).map_err(Failure::Failed)?;
    thread::spawn(move || announce(port));
    let mut trunk = program("trunk");
    trunk.args(["serve", "--offline", "--skip-version-check", "--address", "127.0.0.1", "--port"]);
    // A folder of its own, so that a served debug build never takes the place of a release in `dist/`.
    trunk.arg(port.to_string()).arg("--dist").arg(root().join("target/serve"));
    if options.is_release {
        trunk.arg("--release");
    }
    run(&mut trunk).map_err(Failure::Failed)
}

/// Says where the studio is as soon as it can be opened.
fn announce(port: u16) {
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        thread::sleep(Duration::from_millis(200));
    }
    println!("\nThe studio is served at http://127.0.0.1:{port} (Ctrl+C ends it).\n");
}

fn read(arguments: &[String]) -> Result<Options, String> {
    let mut options = Options { is_release: false, port: PORT };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (argument.as_str(), None),
        };
        match (name, value) {
            ("--release", None) => options.is_release = true,
            ("--port", value) => {
                let text = value.or_else(|| arguments.next().cloned()).unwrap_or_default();
                options.port = text.parse().map_err(|_| format!("--port wants a number, not `{text}`"))?;
            }
            _ => return Err(format!("`serve` does not know `{argument}`")),
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::{Options, read};

    fn given(words: &str) -> Result<Options, String> {
        read(&words.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn options_are_read_in_any_order() {
        assert_eq!(given(""), Ok(Options { is_release: false, port: 8080 }));
        assert_eq!(given("--port 9000 --release"), Ok(Options { is_release: true, port: 9000 }));
        assert_eq!(given("--port=9000"), Ok(Options { is_release: false, port: 9000 }));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(given("--port"), Err("--port wants a number, not ``".into()));
        assert_eq!(given("--port many"), Err("--port wants a number, not `many`".into()));
        assert_eq!(given("--open"), Err("`serve` does not know `--open`".into()));
    }
}
