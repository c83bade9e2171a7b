//! What kind of page this is, and the names under which it keeps what it stores.

use leptos::prelude::document;
use web_sys::Element;

/// A page with a sandbox has a `meta` element of this name. Its content is the sandbox's path, and
/// `data-node` names the node that signs its invoices.
const SANDBOX_META: &str = "meta[name=satline-sandbox]";
/// The content in the demo, whose sandbox is in a worker.
const IN_WORKER: &str = "worker";

/// Where the page is. Real money and play money keep nothing under a common name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Real services, real money.
    #[default]
    Real,
    /// A sandbox's server, which served the page.
    Server,
    /// The demo: a sandbox in a worker of the page.
    Demo,
}

impl Place {
    /// Returns this page's.
    pub fn of_page() -> Self {
        match sandbox_meta().and_then(|meta| meta.get_attribute("content")) {
            None => Self::Real,
            Some(content) if content == IN_WORKER => Self::Demo,
            Some(_) => Self::Server,
        }
    }

    /// Returns whether all money is play money.
    pub fn is_played(self) -> bool {
        self != Self::Real
    }

    /// Returns what the page is called, in titles.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Real | Self::Server => "satline",
            Self::Demo => "satline demo",
        }
    }

    /// Returns the name of its picture.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Real | Self::Server => "satline",
            Self::Demo => "demo",
        }
    }

    /// Returns the name of the database and of the channel, with which the locks' names begin too.
    pub const fn journal(self) -> &'static str {
        match self {
            Self::Real => "satline",
            Self::Server => "satline-sandbox",
            Self::Demo => "satline-demo",
        }
    }

    /// Returns the name of something in a storage. A sandbox's server has an origin of its own, and so a
    /// storage of its own; the demo has not.
    pub fn stored(self, name: &str) -> String {
        let prefix = match self {
            Self::Real | Self::Server => "satline",
            Self::Demo => "satline-demo",
        };
        format!("{prefix}.{name}")
    }
}

/// Returns the element that says that the page has a sandbox.
pub fn sandbox_meta() -> Option<Element> {
    document().query_selector(SANDBOX_META).ok()?
}
