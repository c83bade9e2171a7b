//! The command line.

use std::path::PathBuf;

use super::guard;
use super::webhooks::Reach;

/// The server's options.
pub(crate) struct Options {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) app: Option<PathBuf>,
    /// Host names to respond to, in addition to those of this machine.
    pub(crate) hosts: Vec<String>,
    /// Origins whose pages may use the controls.
    pub(crate) origins: Vec<String>,
    pub(crate) webhooks: Reach,
}

impl Options {
    pub(crate) const HELP: &str = "\
Plays the services satline talks to, on this machine and without money.

  --port N               the port to listen on (default: 8787; 0 takes a free one)
  --host ADDRESS         the address to listen on (default: 127.0.0.1)
  --app DIR              also serve the web app in this directory, at /
  --allow-host NAME      answer for this host name too (default: localhost, 127.0.0.1, [::1] and
                         the address of --host); can be given several times
  --allow-origin ORIGIN  let pages of this origin use the controls under /sandbox/ (default: only
                         pages of this server, and programs); \"loopback\" allows the pages of every
                         server on this machine; can be given several times
  --webhooks             post webhooks to this machine (default: post none)
  --webhooks-anywhere    post webhooks to other machines too
  --help                 this text";

    /// Parses the arguments. Returns `None` if help was requested.
    ///
    /// # Errors
    /// Names the invalid argument.
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut options = Self {
            host: "127.0.0.1".to_owned(),
            port: 8787,
            app: None,
            hosts: Vec::new(),
            origins: Vec::new(),
            webhooks: Reach::Nowhere,
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
                "--allow-host" => options.hosts.push(value()?),
                "--allow-origin" => options.origins.push(guard::read_origin(&value()?)?),
                "--webhooks" => options.webhooks = options.webhooks.max(Reach::ThisMachine),
                "--webhooks-anywhere" => options.webhooks = Reach::Anywhere,
                _ => {
                    return Err(format!(
                        "{word} is no option of the sandbox; --help lists them."
                    ));
                }
            }
        }
        // An address to listen on is one to be reached at.
        options.hosts.push(if options.host.contains(':') {
            format!("[{}]", options.host)
        } else {
            options.host.clone()
        });
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
            (options.host.as_str(), options.port, options.webhooks),
            ("127.0.0.1", 8787, Reach::Nowhere)
        );
        assert_eq!(options.hosts, ["127.0.0.1"]);
        assert!(options.origins.is_empty());
    }

    #[test]
    fn what_is_allowed_can_be_said_several_times() {
        let line = "--allow-origin loopback --allow-host a --allow-origin http://b/ --host ::1";
        let options = read(line).unwrap().unwrap();
        assert_eq!(options.origins, ["loopback", "http://b"]);
        assert_eq!(options.hosts, ["a", "[::1]"]);
    }

    #[test]
    fn webhooks_reach_as_far_as_the_farthest_word() {
        let reach = |line| read(line).unwrap().unwrap().webhooks;
        assert_eq!(reach("--webhooks"), Reach::ThisMachine);
        assert_eq!(reach("--webhooks-anywhere --webhooks"), Reach::Anywhere);
    }

    #[test]
    fn what_makes_no_sense_is_said_in_a_sentence() {
        for (line, word) in [
            ("--port", "needs a value"),
            ("--port x", "is no port"),
            ("--frob", "no option"),
            ("--app /nowhere", "no index.html"),
            ("--allow-host", "needs a value"),
            ("--allow-origin *", "no origin"),
        ] {
            assert!(read(line).err().unwrap().contains(word), "{line}");
        }
        assert!(read("--help").unwrap().is_none());
    }
}
