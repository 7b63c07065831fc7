//! Which files of a crate know which: circles of imports.
//!
//! Files are compared level by level. A folder's module and the files below it are one thing seen from
//! outside; among the children of one module there must be no circle. A module may use its own children,
//! and a child what its parent holds: those two are one room. A name that `lib.rs` hands on counts as the
//! file that it comes from. Code for tests is left out.

use crate::sources::{Source, for_tests};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::{self, Visit};

/// Who knows whom among the children of one module.
type Graph = BTreeMap<String, BTreeSet<String>>;

/// Each circle of a crate, in words.
pub(crate) fn circles(files: &[Source]) -> Vec<String> {
    let modules: BTreeSet<Vec<String>> = files.iter().map(|file| file.module.clone()).collect();
    let handed = handed_on(files, &modules);
    let mut levels: BTreeMap<Vec<String>, Graph> = BTreeMap::new();
    // A file of tests may know what tests stand on, as a module of tests inside a file may.
    let code = files.iter().filter(|file| file.module.last().is_none_or(|name| name != "tests"));
    for file in code {
        let mut uses = Uses { own: &file.module, paths: Vec::new() };
        uses.visit_file(&file.tree);
        for path in uses.paths {
            let path = match path.first().and_then(|first| handed.get(first)) {
                Some(from) if path.len() == 1 || !modules.contains(&path[..1]) => from.clone(),
                _ => path,
            };
            let Some(other) = module_of(&path, &modules) else { continue };
            let shared = file.module.iter().zip(&other).take_while(|(a, b)| a == b).count();
            if let (Some(own), Some(known)) = (file.module.get(shared), other.get(shared)) {
                let level = levels.entry(file.module[..shared].to_vec()).or_default();
                level.entry(own.clone()).or_default().insert(known.clone());
            }
        }
    }
    levels.iter().filter_map(|(parent, graph)| circle(parent, graph)).collect()
}

/// What is left when files that know nobody left are taken away, again and again.
fn circle(parent: &[String], graph: &Graph) -> Option<String> {
    let mut left = graph.clone();
    loop {
        let free: Vec<String> = left
            .iter()
            .filter(|(_, knows)| !knows.iter().any(|one| left.contains_key(one)))
            .map(|(own, _)| own.clone())
            .collect();
        if free.is_empty() {
            break;
        }
        for own in free {
            left.remove(&own);
        }
    }
    let inside: Vec<String> = left
        .iter()
        .map(|(own, knows)| {
            let knows: Vec<&str> =
                knows.iter().filter(|one| left.contains_key(*one)).map(String::as_str).collect();
            format!("{own} -> {}", knows.join(", "))
        })
        .collect();
    (!inside.is_empty()).then(|| format!("below `{}`: {}", parent.join("::"), inside.join("; ")))
}

/// The longest beginning of a path that is a module.
fn module_of(path: &[String], modules: &BTreeSet<Vec<String>>) -> Option<Vec<String>> {
    (1..=path.len()).rev().map(|len| path[..len].to_vec()).find(|part| modules.contains(part))
}

/// The names that `lib.rs` hands on, with the path they come from.
fn handed_on(files: &[Source], modules: &BTreeSet<Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let mut handed = BTreeMap::new();
    for file in files.iter().filter(|file| file.module.is_empty()) {
        for item in &file.tree.items {
            let syn::Item::Use(item) = item else { continue };
            let mut paths = Vec::new();
            branches(&item.tree, &mut Vec::new(), &mut paths);
            for mut path in paths {
                path.retain(|part| part != "crate" && part != "self");
                if let (Some(name), Some(_)) = (path.last(), module_of(&path, modules)) {
                    handed.insert(name.clone(), path);
                }
            }
        }
    }
    handed
}

fn branches(tree: &syn::UseTree, before: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    match tree {
        syn::UseTree::Path(path) => {
            before.push(path.ident.to_string());
            branches(&path.tree, before, paths);
            before.pop();
        }
        syn::UseTree::Name(name) => {
            let name = name.ident.to_string();
            let end = (name != "self").then_some(name);
            paths.push(before.iter().cloned().chain(end).collect());
        }
        syn::UseTree::Rename(name) => {
            paths.push(before.iter().cloned().chain([name.ident.to_string()]).collect());
        }
        syn::UseTree::Glob(_) => paths.push(before.clone()),
        syn::UseTree::Group(group) => {
            group.items.iter().for_each(|item| branches(item, before, paths));
        }
    }
}

/// The paths into its own crate that a file names, from the crate's root.
struct Uses<'s> {
    own: &'s [String],
    paths: Vec<Vec<String>>,
}

impl Uses<'_> {
    fn note(&mut self, path: Vec<String>) {
        let mut at = match path.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("super" | "self") => self.own.to_vec(),
            _ => return,
        };
        for part in path {
            match part.as_str() {
                "crate" | "self" => {}
                "super" => {
                    at.pop();
                }
                _ => at.push(part),
            }
        }
        self.paths.push(at);
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        for tree in tokens {
            match tree {
                TokenTree::Ident(name) => path.push(name.to_string()),
                TokenTree::Punct(mark) if mark.as_char() == ':' => continue,
                TokenTree::Group(group) => {
                    self.note(std::mem::take(&mut path));
                    self.tokens(group.stream());
                }
                _ => self.note(std::mem::take(&mut path)),
            }
        }
        self.note(path);
    }
}

impl<'ast> Visit<'ast> for Uses<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut paths = Vec::new();
        branches(&item.tree, &mut Vec::new(), &mut paths);
        paths.into_iter().for_each(|path| self.note(path));
    }
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.note(path.segments.iter().map(|part| part.ident.to_string()).collect());
        visit::visit_path(self, path);
    }
    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }
}
