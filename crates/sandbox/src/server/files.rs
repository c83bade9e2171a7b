//! The web app's files, with the response headers of its `_headers` file.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{self, Body};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::services::{ServeDir, ServeFile};

/// A path pattern, in which `*` matches anything, and a header for matching paths.
type Rule = (String, HeaderName, HeaderValue);

/// Returns the beginning of pages served here: that the services are simulated, the node's id, and a
/// wallet.
fn announcement() -> String {
    format!(
        "<head>\n    <meta name=\"satline-sandbox\" content=\"/sandbox\" data-node=\"{}\" />\n    \
         <script type=\"module\" src=\"/sandbox/webln.js\"></script>",
        satline_sandbox::NODE_ID
    )
}

/// Serves `directory` for paths that `router` does not have.
pub(super) fn add<S>(router: Router<S>, directory: &Path) -> Result<Router<S>, String>
where
    S: Clone + Send + Sync + 'static,
{
    let rules = match std::fs::read_to_string(directory.join("_headers")) {
        Ok(text) => Arc::new(rules(&text)?),
        Err(_) => Arc::default(),
    };
    let missing = ServeFile::new(directory.join("404.html"));
    let app = Router::new()
        .fallback_service(ServeDir::new(directory).not_found_service(missing))
        .layer(middleware::from_fn(move |request, next| {
            respond(Arc::clone(&rules), request, next)
        }));
    Ok(router.fallback_service(app))
}

async fn respond(rules: Arc<Vec<Rule>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let is_page = path.ends_with('/') || path.ends_with("/index.html");
    if is_page && response.status() == StatusCode::OK {
        response = announce(response).await;
    }
    for (pattern, name, value) in rules.iter() {
        if fits(pattern, &path) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// Adds the announcement to a page.
async fn announce(response: Response) -> Response {
    let (mut parts, file) = response.into_parts();
    let Ok(page) = body::to_bytes(file, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page = String::from_utf8_lossy(&page).replacen("<head>", &announcement(), 1);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(page))
}

/// Parses rules: a line with a path, followed by indented lines with headers. `#` begins a comment.
fn rules(text: &str) -> Result<Vec<Rule>, String> {
    let mut rules = Vec::new();
    let mut pattern = "";
    for line in text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
    {
        if !line.starts_with(char::is_whitespace) {
            pattern = line.trim();
            continue;
        }
        let header = line.split_once(':').and_then(|(name, value)| {
            Some((
                HeaderName::try_from(name.trim()).ok()?,
                HeaderValue::try_from(value.trim()).ok()?,
            ))
        });
        let (name, value) = header
            .ok_or_else(|| format!("The line \"{}\" in _headers is no header.", line.trim()))?;
        rules.push((pattern.to_owned(), name, value));
    }
    Ok(rules)
}

/// Returns whether the pattern matches the whole path.
fn fits(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((before, after)) => path.strip_prefix(before).is_some_and(|rest| {
            let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            ends.filter_map(|at| rest.get(at..))
                .any(|rest| fits(after, rest))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, path) in [
            ("/*", "/"),
            ("/*", "/a/b"),
            ("/*.wasm", "/app-1.wasm"),
            ("/a/*/c", "/a/b/c"),
            ("/x", "/x"),
        ] {
            assert!(fits(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [("/*.wasm", "/app.js"), ("/x", "/x/y"), ("/a/*", "/b/")] {
            assert!(!fits(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn headers_are_read_and_nonsense_is_named() {
        let read =
            rules("# note\n/*\n  X-One: 1\n  # note\n  X-Two: a: b\n\n/a\n  X-Three: 3\n").unwrap();
        let shown: Vec<_> = read
            .iter()
            .map(|(path, name, value)| format!("{path} {name} {}", value.to_str().unwrap()))
            .collect();
        assert_eq!(shown, ["/* x-one 1", "/* x-two a: b", "/a x-three 3"]);
        assert!(rules("/*\n  nonsense\n").unwrap_err().contains("nonsense"));
    }
}
