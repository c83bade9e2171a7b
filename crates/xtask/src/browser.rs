//! Finds Chrome or Chromium with its driver, and brings both where the system lets us.

use crate::apt;
use crate::process::{Outcome, answer, search_path};
use crate::tools::major;
use std::env;
use std::path::{Path, PathBuf};

/// A browser and the driver that fits it.
pub struct Browser {
    pub chrome: PathBuf,
    pub driver: PathBuf,
}

/// Where a program is looked for: what the person names, the PATH, then the usual places.
pub struct Wanted {
    pub variable: &'static str,
    pub names: &'static [&'static str],
    pub places: &'static [&'static str],
}

const CHROME: Wanted = Wanted {
    variable: "CHROME",
    names: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
    ],
    places: &[
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    ],
};

const DRIVER: Wanted = Wanted {
    variable: "CHROMEDRIVER",
    names: &["chromedriver", "chromium.chromedriver"],
    places: &[
        "/usr/lib/chromium-browser/chromedriver",
        "/snap/bin/chromium.chromedriver",
    ],
};

/// The packages of the systems we install on by ourselves.
const APT: [(&str, [&str; 3]); 2] = [
    ("debian", ["chromium", "chromium-driver", FONTS]),
    // These are doors to snap packages, so they need a running snapd.
    (
        "ubuntu",
        ["chromium-browser", "chromium-chromedriver", FONTS],
    ),
];

/// Only recommended by the others, but a page without any font is not the page that people see.
const FONTS: &str = "fonts-liberation";

const ADVICE: &str = "install Chrome or Chromium and the ChromeDriver of the same version, or name \
                      them with CHROME=/path/to/chrome and CHROMEDRIVER=/path/to/chromedriver";

/// Both, if both are here and fit each other.
pub fn find() -> Outcome<Option<Browser>> {
    let (Some(chrome), Some(driver)) = (locate(&CHROME)?, locate(&DRIVER)?) else {
        return Ok(None);
    };
    let version = |program: &Path| {
        // Chrome for Windows opens a window instead of telling its version.
        let says = (!cfg!(windows)).then(|| answer(program, &["--version"]));
        says.flatten().as_deref().and_then(major)
    };
    match (version(&chrome), version(&driver)) {
        (Some(browser), Some(other)) if browser != other => Err(format!(
            "{} is version {browser}, but {} is for version {other}: {ADVICE}.",
            chrome.display(),
            driver.display()
        )),
        _ => Ok(Some(Browser { chrome, driver })),
    }
}

/// Installs both by apt where that is possible, or says what to do instead.
pub fn install() -> Outcome {
    let missing = format!("No browser to test in was found: {ADVICE}.");
    let packages = apt_packages().ok_or_else(|| missing.clone())?;
    apt::install(&packages, &missing)
        .map_err(|sentence| format!("{sentence} If apt cannot bring a browser, {ADVICE}."))
}

fn apt_packages() -> Option<[&'static str; 3]> {
    let system = apt::system()?;
    let (_, packages) = APT.into_iter().find(|(name, _)| *name == system)?;
    let possible = system != "ubuntu" || Path::new("/run/snapd.socket").exists();
    possible.then_some(packages)
}

pub fn locate(wanted: &Wanted) -> Outcome<Option<PathBuf>> {
    if let Some(named) = env::var_os(wanted.variable).filter(|value| !value.is_empty()) {
        let named = PathBuf::from(named);
        if named.is_file() {
            return Ok(Some(named));
        }
        return Err(format!(
            "{} names {}, which is not there.",
            wanted.variable,
            named.display()
        ));
    }
    let path = search_path();
    let on_path = wanted.names.iter().flat_map(|name| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&path).map(move |folder| folder.join(&file))
    });
    let usual = wanted.places.iter().map(PathBuf::from);
    Ok(on_path.chain(usual).find(|place| place.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_on_the_path_come_before_the_usual_places() {
        let shell = Wanted {
            variable: "SATLINE_NO_SUCH_VARIABLE",
            names: &["no-such-program", "sh"],
            places: &["/etc/passwd"],
        };
        let found = locate(&shell).unwrap();
        assert_eq!(found.is_some_and(|path| path.ends_with("sh")), cfg!(unix));
    }
}
