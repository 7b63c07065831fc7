//! Where a value comes from is a list, never one text with commas in it.

use crate::sources::{Source, for_tests};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// Fields that name what something rests on.
const FIELDS: &[&str] = &["acts", "assumption", "assumptions", "citations", "events", "sources"];

/// Where a face writes for a reader, a list may become a sentence.
const FACES: &[&str] = &["crates/linchpin-cli/", "crates/linchpin-web/", "/faces/"];

/// Struct literals that join a list into a field of [`FIELDS`], lists of that name that are joined outside
/// the [`FACES`], and fields of that name in the plural that are one text.
pub(crate) fn joined(source: &Source) -> Vec<String> {
    let mut found = Joined { file: &source.name, joined: Vec::new() };
    found.visit_file(&source.tree);
    found.joined
}

struct Joined<'s> {
    file: &'s str,
    joined: Vec<String>,
}

/// Whether an expression calls `.join(..)`.
#[derive(Default)]
struct Joins(bool);

impl<'ast> Visit<'ast> for Joins {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let text = |one: &syn::Expr| matches!(one, syn::Expr::Lit(lit) if matches!(lit.lit, syn::Lit::Str(_)));
        self.0 |= call.method == "join" && call.args.iter().any(text);
        visit::visit_expr_method_call(self, call);
    }
}

impl<'ast> Visit<'ast> for Joined<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }
    fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
        if let syn::Member::Named(name) = &field.member {
            let mut joins = Joins::default();
            joins.visit_expr(&field.expr);
            if joins.0 && FIELDS.contains(&name.to_string().as_str()) {
                let line = field.span().start().line;
                self.joined.push(format!("{}:{line} joins a list into `{name}`", self.file));
            }
        }
        visit::visit_field_value(self, field);
    }
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let face = FACES.iter().any(|face| self.file.contains(face));
        if let syn::Expr::Path(path) = &*call.receiver
            && call.method == "join"
            && !face
            && FIELDS.iter().any(|name| path.path.is_ident(name))
        {
            let line = call.span().start().line;
            self.joined.push(format!("{}:{line} joins a list into one text", self.file));
        }
        visit::visit_expr_method_call(self, call);
    }
    fn visit_field(&mut self, field: &'ast syn::Field) {
        let one = matches!(&field.ty, syn::Type::Path(path) if path.path.is_ident("String"));
        if let Some(name) = field.ident.as_ref().filter(|_| one) {
            let plural = name.to_string();
            if plural.ends_with('s') && FIELDS.contains(&plural.as_str()) {
                let line = field.span().start().line;
                self.joined.push(format!("{}:{line} `{name}` is one text", self.file));
            }
        }
        visit::visit_field(self, field);
    }
}
