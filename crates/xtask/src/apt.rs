//! Packages of the system, on Debian and Ubuntu.

use crate::process::{Outcome, answer, run_logged};
use std::fs;
use std::process::Command;

/// The systems whose packages we know.
const SYSTEMS: [&str; 2] = ["debian", "ubuntu"];

/// Which of them this is.
pub fn system() -> Option<&'static str> {
    let release = fs::read_to_string("/etc/os-release").ok()?;
    let id = distribution(&release)?;
    SYSTEMS.into_iter().find(|system| *system == id)
}

/// Installs these packages; `missing` is what to say where we may not.
pub fn install(packages: &[&str], missing: &str) -> Outcome {
    run_logged(apt(missing)?.arg("update"))?;
    let words = ["install", "--yes", "--no-install-recommends"];
    run_logged(apt(missing)?.args(words).args(packages))
}

fn apt(missing: &str) -> Outcome<Command> {
    let is_root = answer("id", &["-u"]).as_deref() == Some("0");
    let mut apt = if is_root {
        crate::process::command("apt-get")
    } else if answer("sudo", &["-n", "true"]).is_some() {
        let mut sudo = crate::process::command("sudo");
        sudo.args(["-n", "--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
        sudo
    } else {
        return Err(format!(
            "{missing} Installing it takes rights that we do not have."
        ));
    };
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(apt)
}

fn distribution(release: &str) -> Option<&str> {
    let id = release.lines().find_map(|line| line.strip_prefix("ID="))?;
    Some(id.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_is_read_with_and_without_quotes() {
        assert_eq!(
            distribution("NAME=\"Debian\"\nID=debian\nID_LIKE=x"),
            Some("debian")
        );
        assert_eq!(
            distribution("VERSION_ID=9\nID=\"ubuntu\"\n"),
            Some("ubuntu")
        );
        assert_eq!(distribution("NAME=Other"), None);
    }
}
