use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition as Position,
};

/// What has the focus if the reader is at nothing to press.
const NOWHERE: &str = "body, main";

/// Brings the first thing of a region into view, together with the sentence about it where both have room,
/// and reads on from there. A reader who is at something else to press stays there.
pub fn bring_into_view(region: &HtmlElement, sentence: &str) {
    let Some(first) = region.first_element_child() else {
        return;
    };
    let before = window().scroll_y();
    scroll(&first, Position::Nearest);
    let was_in_view = before == window().scroll_y();
    if !was_in_view && let Ok(Some(sentence)) = document().query_selector(sentence) {
        scroll(&sentence, Position::Start);
        scroll(&first, Position::Nearest);
    }
    // What had the focus may be gone, and then nothing has it.
    let active = document().active_element();
    let is_elsewhere = active.is_some_and(|active| {
        !active.matches(NOWHERE).unwrap_or_default() && !region.contains(Some(&active))
    });
    if is_elsewhere {
        return;
    }
    let first: HtmlElement = first.unchecked_into();
    first.set_tab_index(-1);
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = first.focus_with_options(&options);
}

fn scroll(element: &Element, position: Position) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(position);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    /// A page on which that is far below.
    fn page(below: &str) -> HtmlElement {
        let place: HtmlElement = document().create_element("main").unwrap().unchecked_into();
        place.set_tab_index(-1);
        let (begin, end) = ("<p id=sentence>sentence</p><div id=region>", "</div>");
        place.set_inner_html(
            &[
                "<p style='height:5000px'></p>",
                begin,
                below,
                end,
                "<p style='height:5000px'></p>",
            ]
            .concat(),
        );
        document().body().unwrap().append_child(&place).unwrap();
        place
    }

    fn find(id: &str) -> HtmlElement {
        document().get_element_by_id(id).unwrap().unchecked_into()
    }

    fn is_in_view(element: &HtmlElement) -> bool {
        let place = element.get_bounding_client_rect();
        let height = window().inner_height().unwrap().as_f64().unwrap();
        place.top() >= 0.0 && place.bottom() <= height
    }

    fn active() -> String {
        document()
            .active_element()
            .map(|element| element.id())
            .unwrap_or_default()
    }

    #[wasm_bindgen_test]
    fn what_matters_comes_into_view_with_its_sentence_and_is_read_on_from() {
        let page = page("<section id=first>48010</section><p>more</p>");
        for from in [0.0, 20_000.0] {
            window().scroll_to_with_x_and_y(0.0, from);
            page.focus().unwrap();
            bring_into_view(&find("region"), "#sentence");
            assert!(
                is_in_view(&find("first")) && is_in_view(&find("sentence")),
                "{from}"
            );
            assert_eq!(active(), "first");
        }
        page.remove();
    }

    #[wasm_bindgen_test]
    fn what_is_in_view_does_not_move_and_a_reader_at_a_button_stays_there() {
        let page = page("<section id=first>48010</section>");
        let button: HtmlElement = document()
            .create_element("button")
            .unwrap()
            .unchecked_into();
        button.set_id("button");
        page.append_child(&button).unwrap();
        find("region").scroll_into_view();
        let before = window().scroll_y().unwrap();
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        button.focus_with_options(&options).unwrap();
        bring_into_view(&find("region"), "#sentence");
        assert!((window().scroll_y().unwrap() - before).abs() < 1.0);
        assert_eq!(active(), "button");
        page.remove();
    }
}
