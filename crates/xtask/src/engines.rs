//! The other engines in which the app is tried: Firefox, and WebKit with the screen it needs.

use crate::apt;
use crate::browser::{Wanted, locate};
use crate::process::Outcome;
use std::path::PathBuf;

pub struct Engines {
    pub firefox: PathBuf,
    pub webkit_driver: PathBuf,
    /// A screen that nobody sees: WebKit has no other way to be without one.
    pub screen: PathBuf,
}

const FIREFOX: Wanted = Wanted {
    variable: "FIREFOX",
    names: &["firefox-esr", "firefox"],
    places: &["/Applications/Firefox.app/Contents/MacOS/firefox"],
};

const WEBKIT_DRIVER: Wanted = Wanted {
    variable: "WEBKIT_DRIVER",
    names: &["WebKitWebDriver"],
    places: &[],
};

const SCREEN: Wanted = Wanted {
    variable: "XVFB",
    names: &["Xvfb"],
    places: &[],
};

/// The stories that are told in Firefox too. All others can be, in a quarter of an hour.
pub const STORIES: [&str; 3] = ["order.test.js", "nothing-lost.test.js", "top-up.test.js"];

/// Ubuntu's Firefox is a snap package, which Playwright cannot start.
const SYSTEM: &str = "debian";

const MISSING: &str = "Firefox, WebKitGTK's WebDriver or Xvfb is missing: install them, or name them \
                       with FIREFOX, WEBKIT_DRIVER and XVFB.";

/// All of them, if all are here.
pub fn find() -> Outcome<Option<Engines>> {
    let found = (locate(&FIREFOX)?, locate(&WEBKIT_DRIVER)?, locate(&SCREEN)?);
    let (Some(firefox), Some(webkit_driver), Some(screen)) = found else {
        return Ok(None);
    };
    Ok(Some(Engines {
        firefox,
        webkit_driver,
        screen,
    }))
}

/// Whether they are here or can be brought.
pub fn can_be_had() -> bool {
    apt::system() == Some(SYSTEM) || matches!(find(), Ok(Some(_)))
}

/// Installs them by apt where that is possible, or says what to do instead.
pub fn install() -> Outcome {
    apt::system()
        .filter(|system| *system == SYSTEM)
        .ok_or(MISSING)?;
    apt::install(&["firefox-esr", "webkit2gtk-driver", "xvfb"], MISSING)
}
