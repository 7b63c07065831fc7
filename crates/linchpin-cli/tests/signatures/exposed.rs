//! What a crate's public items say of numbers and ids: every bare `f64`, and every id as plain text.
//!
//! The rule: in a `pub` item (the parameters and the result of a function or method, the fields of a
//! struct, of a variant, an alias, a constant, a method of a trait) no type names `f64` or `f32`, also
//! not inside `Option`, `Vec`, a slice, a tuple, a map or a closure. Where a type names `String` or `str`,
//! the name of the field, parameter or function says what the text is: an id (a finding), prose or a
//! machine's text (listed in [`PROSE`]), or a word that nobody has sorted yet (a finding as well, so that
//! the two lists stay whole). `&'static str` is a word of the program itself. Implementations of a trait
//! of another crate are left out: that crate chose the signature. Fields that a macro declares count.
//! An item counts where other crates reach it: through public modules, or by a name that is handed on.
//! [`DOORS`] are the functions that turn a user's text into a thing, or say that nothing goes by it.

use crate::kinds::{DOORS, IDS, PROSE};
use crate::sources::{Source, for_tests};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// One finding.
pub(crate) struct Exposed {
    /// `file:line`.
    pub(crate) place: String,
    /// What is exposed.
    pub(crate) what: String,
}

/// Every finding of a crate.
pub(crate) fn exposed(files: &[Source]) -> Vec<Exposed> {
    let reached = Reached::of(files);
    let mut found = Vec::new();
    for source in files {
        let open = reached.modules.contains(&source.module);
        let mut finder = Finder { file: &source.name, open, reached: &reached, found: Vec::new() };
        finder.items(&source.tree.items);
        found.extend(finder.found);
    }
    found
}

/// What other crates reach.
struct Reached {
    /// Modules that are public all the way.
    modules: BTreeSet<Vec<String>>,
    /// Names that a public module hands on, and types of public modules.
    names: BTreeSet<String>,
}

impl Reached {
    fn of(files: &[Source]) -> Self {
        let mut modules = BTreeSet::from([Vec::new()]);
        // A parent comes before its children: one pass for each level.
        for depth in 0..3 {
            for source in files.iter().filter(|file| file.module.len() == depth) {
                if !modules.contains(&source.module) {
                    continue;
                }
                for item in &source.tree.items {
                    if let syn::Item::Mod(child) = item
                        && open(&child.vis)
                    {
                        let mut path = source.module.clone();
                        path.push(child.ident.to_string());
                        modules.insert(path);
                    }
                }
            }
        }
        let mut names = BTreeSet::new();
        for source in files.iter().filter(|file| modules.contains(&file.module)) {
            for item in &source.tree.items {
                match item {
                    syn::Item::Use(item) if open(&item.vis) => leaves(&item.tree, &mut names),
                    syn::Item::Struct(item) => _ = names.insert(item.ident.to_string()),
                    syn::Item::Enum(item) => _ = names.insert(item.ident.to_string()),
                    _ => {}
                }
            }
        }
        Self { modules, names }
    }
}

fn leaves(tree: &syn::UseTree, names: &mut BTreeSet<String>) {
    match tree {
        syn::UseTree::Path(path) => leaves(&path.tree, names),
        syn::UseTree::Name(name) => _ = names.insert(name.ident.to_string()),
        syn::UseTree::Rename(name) => _ = names.insert(name.ident.to_string()),
        syn::UseTree::Group(group) => group.items.iter().for_each(|item| leaves(item, names)),
        _ => {}
    }
}

struct Finder<'s> {
    file: &'s str,
    /// Whether the file's module is public.
    open: bool,
    reached: &'s Reached,
    found: Vec<Exposed>,
}

/// The plain types that a type names.
#[derive(Default)]
struct Plain {
    number: bool,
    text: bool,
}

impl<'ast> Visit<'ast> for Plain {
    fn visit_path_segment(&mut self, segment: &'ast syn::PathSegment) {
        self.number |= segment.ident == "f64" || segment.ident == "f32";
        self.text |= segment.ident == "String" || segment.ident == "str";
        visit::visit_path_segment(self, segment);
    }
    fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
        let own = reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static");
        let word = matches!(&*reference.elem, syn::Type::Path(path) if path.path.is_ident("str"));
        if !(own && word) {
            visit::visit_type_reference(self, reference);
        }
    }
}

/// What the name of a text says of it.
enum Text {
    Id,
    Prose,
    Unsorted,
}

fn sort(name: &str) -> Text {
    let listed = |list: &[&str], name: &str| list.contains(&name);
    let one = name.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let one = one.or_else(|| name.strip_suffix("classes").map(|_| "class".to_owned()));
    let one = one.unwrap_or_else(|| name.strip_suffix('s').unwrap_or(name).to_owned());
    let is = |list: &[&str]| listed(list, name) || listed(list, &one);
    if name.ends_with("_id") || name.ends_with("_ids") || is(IDS) {
        Text::Id
    } else if is(PROSE) || name.ends_with("_name") {
        Text::Prose
    } else {
        Text::Unsorted
    }
}

fn open(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

impl Finder<'_> {
    fn file(&mut self, line: usize, what: String) {
        self.found.push(Exposed { place: format!("{}:{line}", self.file), what });
    }

    /// Whether other crates reach an item of that name.
    fn reaches(&self, visibility: &syn::Visibility, name: &syn::Ident) -> bool {
        open(visibility) && (self.open || self.reached.names.contains(&name.to_string()))
    }

    /// A type under a name, in an item.
    fn look(&mut self, item: &str, name: &str, ty: &syn::Type) {
        let mut plain = Plain::default();
        plain.visit_type(ty);
        self.judge(item, name, &plain, ty.span().start().line);
    }

    /// A constant: its texts are words of the program itself.
    fn constant(&mut self, item: &str, name: &syn::Ident, ty: &syn::Type) {
        let mut plain = Plain::default();
        plain.visit_type(ty);
        plain.text = false;
        self.judge(item, &name.to_string(), &plain, name.span().start().line);
    }

    fn judge(&mut self, item: &str, name: &str, plain: &Plain, line: usize) {
        if plain.number {
            self.file(line, format!("`{name}` of `{item}` is a bare f64"));
        }
        if plain.text && !DOORS.contains(&item) {
            match sort(name) {
                Text::Prose => {}
                Text::Id => self.file(line, format!("`{name}` of `{item}` is an id as plain text")),
                Text::Unsorted => self.file(
                    line,
                    format!("`{name}` of `{item}` is text that neither list of this test names"),
                ),
            }
        }
    }

    fn signature(&mut self, item: &str, signature: &syn::Signature) {
        for bound in signature.generics.params.iter() {
            if let syn::GenericParam::Type(one) = bound {
                let mut plain = Plain::default();
                one.bounds.iter().for_each(|bound| plain.visit_type_param_bound(bound));
                plain.text = false;
                self.judge(item, &one.ident.to_string(), &plain, one.span().start().line);
            }
        }
        for input in &signature.inputs {
            if let syn::FnArg::Typed(typed) = input {
                let name = match &*typed.pat {
                    syn::Pat::Ident(name) => name.ident.to_string(),
                    _ => "_".to_owned(),
                };
                self.look(item, name.trim_start_matches('_'), &typed.ty);
            }
        }
        if let syn::ReturnType::Type(_, ty) = &signature.output {
            self.look(item, &signature.ident.to_string(), ty);
        }
    }

    fn fields(&mut self, item: &str, fields: &syn::Fields, all: bool) {
        for field in fields.iter().filter(|field| all || open(&field.vis)) {
            let name = match &field.ident {
                Some(name) => name.to_string(),
                None => item.rsplit("::").next().unwrap_or(item).to_lowercase(),
            };
            self.look(item, &name, &field.ty);
        }
    }

    fn items(&mut self, items: &[syn::Item]) {
        for item in items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Fn(item) if self.reaches(&item.vis, &item.sig.ident) => {
                self.signature(&item.sig.ident.to_string(), &item.sig);
            }
            syn::Item::Struct(item) if self.reaches(&item.vis, &item.ident) => {
                self.fields(&item.ident.to_string(), &item.fields, false);
            }
            syn::Item::Enum(item) if self.reaches(&item.vis, &item.ident) => {
                for variant in &item.variants {
                    let name = format!("{}::{}", item.ident, variant.ident);
                    self.fields(&name, &variant.fields, true);
                }
            }
            syn::Item::Type(item) if self.reaches(&item.vis, &item.ident) => {
                let name = item.ident.to_string();
                self.look(&name, &name.to_lowercase(), &item.ty);
            }
            syn::Item::Const(item) if self.reaches(&item.vis, &item.ident) => {
                self.constant(&item.ident.to_string(), &item.ident, &item.ty);
            }
            syn::Item::Static(item) if self.reaches(&item.vis, &item.ident) => {
                self.constant(&item.ident.to_string(), &item.ident, &item.ty);
            }
            syn::Item::Trait(item) if self.reaches(&item.vis, &item.ident) => self.of_trait(item),
            syn::Item::Impl(item) if item.trait_.is_none() && !for_tests(&item.attrs) => {
                self.methods(item);
            }
            syn::Item::Mod(item) if !for_tests(&item.attrs) => {
                if let Some((_, items)) = &item.content {
                    self.items(items);
                }
            }
            syn::Item::Macro(item) => self.tokens(item.mac.tokens.clone()),
            _ => {}
        }
    }

    fn of_trait(&mut self, item: &syn::ItemTrait) {
        for member in &item.items {
            let owner = item.ident.to_string();
            match member {
                syn::TraitItem::Fn(method) => {
                    self.signature(&format!("{owner}::{}", method.sig.ident), &method.sig);
                }
                syn::TraitItem::Const(constant) => {
                    self.constant(&owner, &constant.ident, &constant.ty);
                }
                _ => {}
            }
        }
    }

    fn methods(&mut self, item: &syn::ItemImpl) {
        let owner = match &*item.self_ty {
            syn::Type::Path(path) => {
                path.path.segments.last().map_or_else(String::new, |last| last.ident.to_string())
            }
            _ => String::new(),
        };
        if !self.reached.names.contains(&owner) {
            return;
        }
        for member in &item.items {
            match member {
                syn::ImplItem::Fn(method) if open(&method.vis) && !for_tests(&method.attrs) => {
                    self.signature(&format!("{owner}::{}", method.sig.ident), &method.sig);
                }
                syn::ImplItem::Const(constant) if open(&constant.vis) => {
                    self.constant(&owner, &constant.ident, &constant.ty);
                }
                _ => {}
            }
        }
    }

    /// Fields and parameters that the tokens of a macro declare: `name: type` up to the next comma or the end of
    /// the bounds. What is `pub(crate)` and what implements a trait is left out, as outside of macros.
    fn tokens(&mut self, tokens: TokenStream) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, tree) in trees.iter().enumerate() {
            let TokenTree::Ident(name) = tree else { continue };
            let colon = |at: usize| matches!(trees.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
            let path = colon(at + 2) || (at > 0 && colon(at - 1));
            if !colon(at + 1) || path || in_the_crate(&trees[..at]) {
                continue;
            }
            let (mut plain, mut depth) = (Plain::default(), 0);
            for tree in &trees[at + 2..] {
                match tree {
                    TokenTree::Punct(mark) => match mark.as_char() {
                        ',' | ';' | '=' => break,
                        '>' if depth == 0 => break,
                        '>' => depth -= 1,
                        '<' => depth += 1,
                        _ => {}
                    },
                    TokenTree::Ident(one) => {
                        plain.number |= one == "f64" || one == "f32";
                        plain.text |= one == "String";
                    }
                    TokenTree::Group(_) | TokenTree::Literal(_) => {}
                }
            }
            let line = name.span().start().line;
            self.judge("a macro", &name.to_string(), &plain, line);
        }
        for (at, tree) in trees.iter().enumerate() {
            if let TokenTree::Group(group) = tree
                && !of_a_trait(&trees[..at])
            {
                self.tokens(group.stream());
            }
        }
    }
}

/// Whether the tokens before a field's name make it one of its own crate: `pub(crate)`, and `$` in a macro.
fn in_the_crate(before: &[TokenTree]) -> bool {
    let before = match before.split_last() {
        Some((TokenTree::Punct(mark), before)) if mark.as_char() == '$' => before,
        _ => before,
    };
    let [.., TokenTree::Ident(open), TokenTree::Group(group)] = before else { return false };
    open == "pub" && group.stream().to_string() == "crate"
}

/// Whether the tokens before a body are those of `impl Trait for Type`.
fn of_a_trait(before: &[TokenTree]) -> bool {
    let ends = |tree: &&TokenTree| match tree {
        TokenTree::Punct(mark) => mark.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    let head = before.iter().rev().take_while(|tree| !ends(tree));
    let words: Vec<String> = head.map(ToString::to_string).collect();
    ["impl", "for"].iter().all(|word| words.iter().any(|one| one == word))
}
