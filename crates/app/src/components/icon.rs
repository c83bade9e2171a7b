use leptos::prelude::*;

/// A drawing of lines on a square of 24, in the colour of the text around it.
#[derive(Clone, Copy)]
pub enum Icon {
    Close,
    Copy,
    Delete,
    Print,
    Save,
    Search,
    Star,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Close => "m6 6 12 12M18 6 6 18",
            Self::Copy => "M9 9h11v11H9zM15 9V4H4v11h5",
            Self::Delete => "M4.5 7h15M9.500 7V4h5v3M6.500 7l1 13h9l1-13",
            Self::Print => "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
            Self::Save => "M12 4v11M7.500 10.500 12 15l4.500-4.500M5 19.500h14",
            Self::Search => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
            Self::Star => {
                "m12 3.5 2.600 5.400 5.900.8-4.300 4.100 1 5.900-5.200-2.800-5.200 2.800 1-5.900L3.5 9.700l5.900-.8z"
            }
        }
    }
}

/// Shows a drawing. Screen readers skip it: the words beside it say the same.
pub fn icon(icon: Icon) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=icon.path() />
        </svg>
    }
    .into_any()
}
