//! The source files of a crate, read as Rust.

use std::path::{Path, PathBuf};

/// One file below `src/`.
pub(crate) struct Source {
    /// Path from the root of the workspace, for messages.
    pub(crate) name: String,
    /// Path of its module: empty for `lib.rs`, `["levers", "tariff"]` for `levers/tariff.rs`.
    pub(crate) module: Vec<String>,
    /// The text.
    pub(crate) text: String,
    /// The text as Rust.
    pub(crate) tree: syn::File,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folders below `crates/`, in order.
pub(crate) fn crates() -> Vec<String> {
    let folders = std::fs::read_dir(root().join("crates")).expect("the crates are there");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.expect("readable").file_name().into_string().expect("a plain name")
    };
    let mut names: Vec<String> = folders.map(name).collect();
    names.sort();
    names
}

/// Every file of a crate, in order of its path.
pub(crate) fn sources(of: &str) -> Vec<Source> {
    let src = root().join("crates").join(of).join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    files.sort();
    files.iter().map(|file| source(of, &src, file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

fn source(of: &str, src: &Path, file: &Path) -> Source {
    let text = std::fs::read_to_string(file).expect("a text");
    let inside = file.strip_prefix(src).expect("below src").with_extension("");
    let mut module: Vec<String> =
        inside.iter().map(|part| part.to_str().expect("a plain name").to_owned()).collect();
    let end = module.last().map(String::as_str);
    if end == Some("mod") || (module.len() == 1 && matches!(end, Some("lib" | "main"))) {
        module.pop();
    }
    let name = format!("crates/{of}/src/{}.rs", inside.display());
    let tree = syn::parse_file(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    Source { name, module, text, tree }
}

/// Whether an item is compiled for tests only.
pub(crate) fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|one| {
        one.path().is_ident("cfg")
            && one.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}
