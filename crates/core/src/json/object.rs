use std::borrow::Cow;

use super::Json;

/// An object as it is made, member by member. What is absent is left out.
///
/// Each step is a call with the name and the value: [`Json::object`], where all members lie ready
/// before it begins, takes four times as many bytes of wasm for each.
pub(crate) struct Object(Vec<(Cow<'static, str>, Json<'static>)>);

impl Object {
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    #[inline(never)]
    pub fn json(&mut self, name: &'static str, value: Option<Json<'static>>) -> &mut Self {
        if let Some(value) = value {
            self.0.push((name.into(), value));
        }
        self
    }

    #[inline(never)]
    pub fn text(&mut self, name: &'static str, text: Option<&str>) -> &mut Self {
        self.json(name, text.map(Json::from))
    }

    #[inline(never)]
    pub fn number(&mut self, name: &'static str, number: Option<u64>) -> &mut Self {
        self.json(name, number.map(Json::from))
    }

    #[inline(never)]
    pub fn flag(&mut self, name: &'static str, flag: bool) -> &mut Self {
        self.json(name, Some(flag.into()))
    }

    /// A member that stands there only where it is true.
    pub fn mark(&mut self, name: &'static str, mark: bool) -> &mut Self {
        self.json(name, mark.then(|| true.into()))
    }

    pub fn end(&mut self) -> Json<'static> {
        Json::Object(std::mem::take(&mut self.0))
    }
}
