//! Which element of a page holds its main text.

use std::collections::HashMap;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node, Selector};

use super::lines::is_dropped;
use super::tables::is_data_table;

/// The main text and how it was found.
#[derive(Debug)]
pub(super) struct MainText<'a> {
    pub element: ElementRef<'a>,
    /// For the note, in Chinese.
    pub how: String,
    /// Characters of text outside of it.
    pub dropped_characters: usize,
}

/// Where the common publishing systems of government sites put the text, the most specific first.
const SELECTORS: [&str; 18] = [
    "#UCAP-CONTENT",
    ".TRS_Editor",
    ".trs_editor_view",
    ".TRS_UEDITOR",
    "#zoom",
    "#Zoom",
    "#zoomcon",
    "#vsb_content",
    ".v_news_content",
    ".wp_articlecontent",
    "#js_content",
    "#NewsContent",
    "#artibody",
    ".pages_content",
    ".article-content",
    ".article_content",
    "#mainText",
    "article",
];

/// An element found by selector counts from this much of the page's text on.
const SHARE_MIN_PERCENT: usize = 15;
/// Going down the tree, a child is the main text as long as it holds this much of its parent's.
const DENSITY_MIN_PERCENT: usize = 70;

pub(super) fn find(page: &Html) -> MainText<'_> {
    let root = page.root_element();
    let body = child_named(root, "body").unwrap_or(root);
    let weights = Weights::of(body);
    let all = weights.all(body);
    let (element, how) =
        by_selector(page, &weights, weights.own(body)).unwrap_or_else(|| (by_density(body, &weights), "按文字密度".to_owned()));
    MainText { element, how, dropped_characters: all.saturating_sub(weights.all(element)) }
}

fn by_selector<'a>(page: &'a Html, weights: &Weights, of_body: usize) -> Option<(ElementRef<'a>, String)> {
    SELECTORS.iter().find_map(|css| {
        let selector = Selector::parse(css).ok()?;
        let best = page.select(&selector).max_by_key(|element| weights.own(*element))?;
        let weight = weights.own(best);
        (weight > 0 && weight * 100 >= of_body * SHARE_MIN_PERCENT).then(|| (best, (*css).to_owned()))
    })
}

/// Goes down while one child holds most of the text that is not links.
fn by_density<'a>(body: ElementRef<'a>, weights: &Weights) -> ElementRef<'a> {
    const BOXES: [&str; 11] = ["div", "section", "article", "main", "form", "center", "table", "tbody", "tr", "td", "body"];
    let mut current = body;
    loop {
        let heaviest = current.children().filter_map(ElementRef::wrap).max_by_key(|child| weights.own(*child));
        let Some(child) = heaviest else { return current };
        let enough = weights.own(child) * 100 >= weights.own(current).max(1) * DENSITY_MIN_PERCENT;
        let name = child.value().name();
        if !enough || !BOXES.contains(&name) || (name == "table" && is_data_table(child)) {
            return current;
        }
        current = child;
    }
}

fn child_named<'a>(parent: ElementRef<'a>, name: &str) -> Option<ElementRef<'a>> {
    parent.children().filter_map(ElementRef::wrap).find(|child| child.value().name() == name)
}

/// Characters below each element: all of them, and those outside of links.
struct Weights {
    counts: HashMap<NodeId, (usize, usize)>,
}

impl Weights {
    fn of(body: ElementRef<'_>) -> Weights {
        let mut counts = HashMap::new();
        let mut open: Vec<(usize, usize)> = vec![(0, 0)];
        let (mut links, mut dropped) = (0_usize, 0_usize);
        for edge in body.traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Text(text) if dropped == 0 => {
                        let length = text.chars().filter(|c| !c.is_whitespace()).count();
                        if let Some(last) = open.last_mut() {
                            last.0 += length;
                            last.1 += if links == 0 { length } else { 0 };
                        }
                    }
                    Node::Element(element) => {
                        links += usize::from(element.name() == "a");
                        dropped += usize::from(is_dropped(element));
                        open.push((0, 0));
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    let Some(element) = ElementRef::wrap(node) else { continue };
                    links -= usize::from(element.value().name() == "a");
                    dropped -= usize::from(is_dropped(element.value()));
                    let count = open.pop().unwrap_or_default();
                    counts.insert(element.id(), count);
                    if let Some(parent) = open.last_mut() {
                        parent.0 += count.0;
                        parent.1 += count.1;
                    }
                }
            }
        }
        Weights { counts }
    }

    fn all(&self, element: ElementRef<'_>) -> usize {
        self.counts.get(&element.id()).map_or(0, |count| count.0)
    }

    fn own(&self, element: ElementRef<'_>) -> usize {
        self.counts.get(&element.id()).map_or(0, |count| count.1)
    }
}
