//! How long files and functions are.

use crate::sources::Source;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// Lines of a file at most.
const FILE: usize = 500;
/// Lines of a function at most, from its name to its closing brace.
const FUNCTION: usize = 80;

/// What is too long in a file, code for tests included.
pub(crate) fn too_long(source: &Source) -> Vec<String> {
    let mut found = Lengths { file: &source.name, long: Vec::new() };
    let lines = source.text.lines().count();
    if lines > FILE {
        found.long.push(format!("{} has {lines} lines", source.name));
    }
    found.visit_file(&source.tree);
    found.long
}

struct Lengths<'s> {
    file: &'s str,
    long: Vec<String>,
}

impl Lengths<'_> {
    fn function(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let first = signature.span().start().line;
        let lines = body.span().end().line + 1 - first;
        if lines > FUNCTION {
            let name = &signature.ident;
            self.long.push(format!("{}:{first} `{name}` has {lines} lines", self.file));
        }
    }
}

impl<'ast> Visit<'ast> for Lengths<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }
    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }
    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(body) = &item.default {
            self.function(&item.sig, body);
        }
        visit::visit_trait_item_fn(self, item);
    }
}
