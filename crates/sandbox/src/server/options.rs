//! The command line.

use std::path::PathBuf;

/// What the server was asked for.
pub(crate) struct Options {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) app: Option<PathBuf>,
    pub(crate) webhooks_anywhere: bool,
}

impl Options {
    pub(crate) const HELP: &str = "\
Plays the services satline talks to, on this machine and without money.

  --port N              the port to listen on (8787; 0 takes a free one)
  --host ADDRESS        the address to listen on (127.0.0.1)
  --app DIR             also serve the web app in this directory, at /
  --webhooks-anywhere   post webhooks to other machines too, not only to this one
  --help                this text";

    /// Reads the arguments; nothing when help was asked for, a sentence when they make no sense.
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut options = Self {
            host: "127.0.0.1".to_owned(),
            port: 8787,
            app: None,
            webhooks_anywhere: false,
        };
        while let Some(word) = words.next() {
            let mut value = || {
                words
                    .next()
                    .ok_or_else(|| format!("{word} needs a value; --help lists the options."))
            };
            match word.as_str() {
                "--help" | "-h" => return Ok(None),
                "--port" => {
                    let port = value()?;
                    options.port = port.parse().map_err(|_| {
                        format!("{port} is no port: give a number from 0 to 65535.")
                    })?;
                }
                "--host" => options.host = value()?,
                "--app" => options.app = Some(app_directory(&value()?)?),
                "--webhooks-anywhere" => options.webhooks_anywhere = true,
                _ => {
                    return Err(format!(
                        "{word} is no option of the sandbox; --help lists them."
                    ));
                }
            }
        }
        Ok(Some(options))
    }
}

fn app_directory(path: &str) -> Result<PathBuf, String> {
    let directory = PathBuf::from(path);
    if directory.join("index.html").is_file() {
        Ok(directory)
    } else {
        Err(format!(
            "{path} holds no index.html, so there is no app to serve."
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Option<Options>, String> {
        Options::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn without_words_it_listens_on_this_machine_only() {
        let options = read("").unwrap().unwrap();
        assert_eq!(
            (
                options.host.as_str(),
                options.port,
                options.webhooks_anywhere
            ),
            ("127.0.0.1", 8787, false)
        );
    }

    #[test]
    fn what_makes_no_sense_is_said_in_a_sentence() {
        for (line, word) in [
            ("--port", "needs a value"),
            ("--port x", "is no port"),
            ("--frob", "no option"),
            ("--app /nowhere", "no index.html"),
        ] {
            assert!(read(line).err().unwrap().contains(word), "{line}");
        }
        assert!(read("--help").unwrap().is_none());
    }
}
