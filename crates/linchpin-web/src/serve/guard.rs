//! Who may ask, and what every answer carries.
//!
//! In: a request. Out: the same request, or a refusal. A page of another origin cannot reach the API by a
//! name of its own (DNS rebinding: the Host header must be ours), cannot send what changes something (the
//! header `X-Linchpin` and our Origin are needed), and without the token nobody can where others reach
//! the address. The page runs only its own script and talks only to us.

use super::refusal::Refusal;
use super::{Config, ServeError};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Characters a token must have at least: 128 bits in base 16.
pub const SHORTEST_TOKEN: usize = 32;
/// How long an answer may take; streams of progress are exempt.
const PATIENCE: Duration = Duration::from_secs(30);
/// Requests answered at once.
const AT_ONCE: usize = 64;

const OURS: HeaderName = HeaderName::from_static("x-linchpin");
const COOKIE: &str = "linchpin_token=";

/// What requests are held against.
#[derive(Debug)]
pub struct Guard {
    hosts: Vec<String>,
    token: Option<String>,
    slots: tokio::sync::Semaphore,
}

impl Guard {
    /// A guard for a configuration.
    ///
    /// # Errors
    /// [`ServeError::Open`] and [`ServeError::Token`]: an address others can reach needs a secret.
    pub fn new(config: &Config) -> Result<Self, ServeError> {
        match &config.token {
            None if !config.address.ip().is_loopback() => Err(ServeError::Open(config.address)),
            Some(token) if token.len() < SHORTEST_TOKEN => Err(ServeError::Token(token.len())),
            token => Ok(Self {
                hosts: Vec::new(),
                token: token.clone(),
                slots: tokio::sync::Semaphore::new(AT_ONCE),
            }),
        }
    }

    /// The same guard, for the address that was bound.
    #[must_use]
    pub(super) fn at(mut self, address: SocketAddr) -> Self {
        let port = address.port();
        self.hosts =
            vec![format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")];
        self.hosts.push(address.to_string());
        self
    }

    /// A name is ours if it is a loopback name with our port, or the bound address; behind a token any
    /// name will do, since a page of another origin does not know it.
    fn knows_host(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        self.token.is_some() || host.is_some_and(|host| self.hosts.iter().any(|own| own == host))
    }

    fn same_origin(headers: &HeaderMap) -> bool {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        match (text(header::ORIGIN), text(header::HOST)) {
            (None, _) => true,
            (Some(origin), Some(host)) => {
                origin.strip_prefix("http://").or(origin.strip_prefix("https://")) == Some(host)
            }
            (Some(_), None) => false,
        }
    }

    fn admits(&self, headers: &HeaderMap) -> bool {
        let Some(token) = &self.token else { return true };
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let bearer = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
        let cookie = text(header::COOKIE).and_then(|cookies| {
            cookies.split(';').find_map(|cookie| cookie.trim().strip_prefix(COOKIE))
        });
        [bearer, cookie].into_iter().flatten().any(|given| same(given, token))
    }

    fn refuses(&self, request: &Request) -> Option<Refusal> {
        let headers = request.headers();
        if !self.knows_host(headers) {
            let help = "open the address that `linchpin serve` printed";
            return Some(Refusal::forbidden("this host name is not the server's", help));
        }
        if !self.admits(headers) {
            let help = "open /?token=… once, or send Authorization: Bearer …";
            return Some(Refusal::forbidden("the token is missing or wrong", help));
        }
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        if !reads && (!Self::same_origin(headers) || !headers.contains_key(OURS)) {
            let help = "send the header X-Linchpin: 1 from the server's own page";
            return Some(Refusal::forbidden("another site may not change anything here", help));
        }
        None
    }

    /// The first visit with `?token=` in the address: the token moves into a cookie that scripts cannot read.
    fn welcome(&self, request: &Request) -> Option<Response> {
        let token = self.token.as_ref()?;
        let given =
            request.uri().query()?.split('&').find_map(|part| part.strip_prefix("token="))?;
        if request.uri().path() != "/" || !same(given, token) {
            return None;
        }
        let cookie = format!("{COOKIE}{token}; HttpOnly; SameSite=Strict; Path=/");
        let cookie = HeaderValue::from_str(&cookie).ok()?;
        let home = HeaderValue::from_static("/");
        Some(
            (StatusCode::SEE_OTHER, [(header::LOCATION, home), (header::SET_COOKIE, cookie)])
                .into_response(),
        )
    }
}

/// Compares every byte whatever the first difference, so that time tells nothing.
fn same(given: &str, token: &str) -> bool {
    given.len() == token.len()
        && given.bytes().zip(token.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// Lets a request through, or says why not; every answer gets the headers.
pub async fn pass(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let answer = if let Some(welcome) = guard.welcome(&request) {
        welcome
    } else if let Some(refusal) = guard.refuses(&request) {
        refusal.into_response()
    } else {
        match guard.slots.try_acquire() {
            Ok(_slot) => next.run(request).await,
            Err(_) => Refusal::busy("too many requests at once").into_response(),
        }
    };
    covered(answer)
}

/// Ends what takes too long.
pub async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::late().into_response(),
    }
}

fn covered(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // The page brings a policy of its own; an answer in JSON needs none of what a page may do.
    let policy = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(address: &str, token: Option<&str>) -> Config {
        let address = address.parse().expect("an address");
        Config {
            address,
            runs: "runs".into(),
            store: "store".into(),
            token: token.map(str::to_owned),
        }
    }

    #[test]
    fn an_address_others_can_reach_needs_a_secret() {
        assert!(Guard::new(&config("127.0.0.1:0", None)).is_ok());
        assert!(matches!(Guard::new(&config("0.0.0.0:80", None)), Err(ServeError::Open(_))));
        assert!(matches!(
            Guard::new(&config("0.0.0.0:80", Some("short"))),
            Err(ServeError::Token(5))
        ));
        assert!(Guard::new(&config("0.0.0.0:80", Some(&"a".repeat(64)))).is_ok());
    }

    #[test]
    fn tokens_are_compared_whole() {
        assert!(
            same("abc", "abc") && !same("abd", "abc") && !same("ab", "abc") && !same("", "abc")
        );
    }
}
