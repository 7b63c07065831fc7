//! A server on a free port, and the smallest client that can be rude to it.

use linchpin_web::serve::{Config, serve};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

/// A server that lives as long as the test process.
pub(crate) fn start(runs: &Path, token: Option<&str>) -> SocketAddr {
    let address = "127.0.0.1:0".parse().expect("an address");
    let config = Config {
        address,
        runs: runs.to_owned(),
        store: runs.join("store"),
        token: token.map(str::to_owned),
    };
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || serve(&config, |address| tell.send(address).expect("heard")));
    told.recv_timeout(Duration::from_secs(30)).expect("the server starts")
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// Sends `METHOD path` with headers of our own choice; `Host` is the server's unless given.
pub(crate) fn send(
    at: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        request.push_str(&format!("Host: {at}\r\n"));
    }
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    raw(at, request.as_bytes())
}

/// Sends bytes as they are and reads until the server closes.
pub(crate) fn raw(at: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(at).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a socket");
    // A server that refuses early may close before all is written.
    let _ = stream.write_all(request);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let body = if head.to_lowercase().contains("transfer-encoding: chunked") {
        unchunked(body)
    } else {
        body.to_owned()
    };
    Answer { status, head: head.to_owned(), body }
}

fn unchunked(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let Ok(size) = usize::from_str_radix(size.trim(), 16) else { break };
        if size == 0 || rest.len() < size || !rest.is_char_boundary(size) {
            break;
        }
        whole.push_str(&rest[..size]);
        body = rest[size..].trim_start_matches("\r\n");
    }
    whole
}

/// `GET path`.
pub(crate) fn get(at: SocketAddr, path: &str) -> Answer {
    send(at, "GET", path, &[], "")
}

/// Whether an entry of a folder of runs is the ledger of accepted jobs with no job in it: only its lock.
pub(crate) fn is_empty_ledger(entry: &std::fs::DirEntry) -> bool {
    entry.file_name() == ".jobs"
        && std::fs::read_dir(entry.path())
            .is_ok_and(|jobs| jobs.flatten().all(|job| job.file_name() == "lock"))
}
